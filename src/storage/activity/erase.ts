/** Erases what is stored about one phone number, and reports what stays in Gorgias. */
import { setTimeout as waitFor } from "node:timers/promises";
import { numberPattern } from "../../domain/phone/number-pattern.ts";
import { variantsOf } from "../../domain/phone/variants.ts";
import type { Erased, Eraser } from "../../domain/ports/erase.ts";
import { conversationActivityId } from "../../domain/activity/work-item.ts";
import type { Clock } from "../../kit/clock.ts";
import { recordAudit } from "../admin/audit.ts";
import type { Database } from "../db/database.ts";
import { idText, sameRecord } from "./activity-id.ts";
import {
  columnsIn,
  forget,
  IS_GROUP,
  NAMED_WORK,
  sorted,
  unique,
  type Forgotten,
  type Order,
} from "./forget-records.ts";

/** How often the eraser checks for a run under way. All waits together (60 s) outlast the lease of a dead worker. */
const WAIT_MS = 500;
const MOST_WAITS = 120;
/** More than a person would read. */
const MOST_NAMED = 1_000;

export interface EraseDeps {
  clock: Clock;
  sleep?: (ms: number) => Promise<unknown>;
}

export function eraser(database: Database, deps: EraseDeps): Eraser {
  return {
    erase: (connectionId, caller, by) => erase(database, deps, connectionId, { caller, by }),
    preview: (connectionId, caller) => preview(database, deps, connectionId, caller),
    async connections(account) {
      return database.query<{ id: string; account: string }>(
        `select id, account from connections where $1::text is null or account = $1 order by account`,
        [account],
      );
    },
  };
}

async function orderFor(database: Database, connectionId: string, caller: string): Promise<Order> {
  const pattern = numberPattern(caller);
  const callers = variantsOf(caller);
  const groups = await groupsNaming(database, connectionId, callers, pattern);
  return { connectionId, callers, pattern, names: [...callers.map(conversationActivityId), ...groups] };
}

/** Carries the answer out of a transaction that is rolled back. */
class Undone extends Error {
  readonly gone: Forgotten;

  constructor(gone: Forgotten) {
    super("rolled back");
    this.gone = gone;
  }
}

/** Erases within a transaction that is rolled back, so that the report cannot differ from what `erase` does. */
async function preview(
  database: Database,
  { clock }: EraseDeps,
  connectionId: string,
  caller: string,
): Promise<Erased> {
  const order = await orderFor(database, connectionId, caller);
  const undone = await database
    .transaction(
      async (sql) => {
        throw new Undone(await forget(sql, order, clock()));
      },
      { patient: true },
    )
    .catch((error: unknown) => error);
  if (!(undone instanceof Undone)) throw undone;
  const { names, ...counts } = undone.gone;
  const named = await othersNaming(database, order);
  return { ...counts, named: named.filter((name) => !names.includes(name)), underWay: false };
}

async function erase(
  database: Database,
  { clock, sleep = waitFor }: EraseDeps,
  connectionId: string,
  { caller, by }: { caller: string; by: string | undefined },
): Promise<Erased> {
  const order = await orderFor(database, connectionId, caller);
  const first = await database.transaction(
    async (sql) => {
      const gone = await forget(sql, order, clock());
      const entry = { action: "erased" as const, subject: null, from: null, to: null };
      const isAny = gone.calls + gone.conversations + gone.deliveries + gone.writes > 0;
      if (isAny && by !== undefined) await recordAudit(sql, connectionId, entry, { by, now: clock() });
      return gone;
    },
    { patient: true },
  );
  order.names = unique([...order.names, ...first.names]);
  // A run under way has read everything already, and saves what it knows when it ends.
  let waits = 0;
  while ((await isUnderWay(database, order)) && waits < MOST_WAITS) {
    waits += 1;
    await sleep(WAIT_MS);
  }
  const again = await database.transaction((sql) => forget(sql, order, clock()), { patient: true });
  return {
    calls: first.calls + again.calls,
    conversations: first.conversations + again.conversations,
    deliveries: first.deliveries + again.deliveries,
    writes: first.writes + again.writes,
    customers: sorted([...first.customers, ...again.customers]),
    tickets: sorted([...first.tickets, ...again.tickets]),
    named: await othersNaming(database, order),
    underWay: waits === MOST_WAITS,
  };
}

/** The messages of a group belong to all its members. To erase one member is to erase the group. */
async function groupsNaming(database: Database, connectionId: string, callers: readonly string[], pattern: string) {
  const rows = await database.query<{ activityId: string }>(
    `select distinct ${idText("d")} as "activityId" from deliveries d where connection_id = $1 and ${IS_GROUP} and body ~ $2
     union select distinct ${idText("w")} from writes w where connection_id = $1 and ${IS_GROUP}
       and (write_kind = 'customer' and write_ref = any($3::text[]) or intent::text ~ $2 or outcome::text ~ $2)`,
    [connectionId, pattern, callers],
  );
  return rows.map(({ activityId }) => activityId);
}

/** An unprocessed delivery may belong to this number. Wait for its first run. */
async function isUnderWay(database: Database, { connectionId, names, pattern }: Order): Promise<boolean> {
  const rows = await database.query(
    `(select 1 from work_items i where connection_id = $1 and ${NAMED_WORK} and leased_until > now() limit 1)
     union all
     (select 1 from deliveries d where connection_id = $1 and outcome is null and body ~ $4
       and not exists (select 1 from activity a where ${sameRecord("a", "d")}) limit 1)`,
    [connectionId, ...columnsIn(names), pattern],
  );
  return rows.length > 0;
}

async function othersNaming(database: Database, { connectionId, pattern }: Order): Promise<string[]> {
  const rows = await database.query<{ activityId: string }>(
    `select distinct "activityId" from (
       select ${idText("d")} as "activityId" from deliveries d where connection_id = $1 and body ~ $2
       union all select ${idText("w")} from writes w
         where connection_id = $1 and concat_ws(' ', key, intent::text, outcome::text) ~ $2
       union all select ${idText("a")} from activity a
         where connection_id = $1 and concat_ws(' ', reason, reason_detail::text, customer_name, agent_name, tags::text, match::text, plan::text) ~ $2) n
     where "activityId" is not null order by 1 limit ${MOST_NAMED}`,
    [connectionId, pattern],
  );
  return rows.map(({ activityId }) => activityId);
}
