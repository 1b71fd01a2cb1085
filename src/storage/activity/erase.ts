/**
 * Erases what is stored about one phone number, and reports what stays in Gorgias. Of a call, only the id stays, so
 * that a late event or Aircall's list does not create it again. Of everything else, nothing stays.
 */
import { setTimeout as waitFor } from "node:timers/promises";
import { numberPattern } from "../../domain/phone/number-pattern.ts";
import { variantsOf } from "../../domain/phone/variants.ts";
import type { Erased, Eraser } from "../../domain/ports/erase.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import { conversationActivityId } from "../../domain/activity/activity-id.ts";
import type { Clock } from "../../kit/clock.ts";
import { recordAudit } from "../admin/audit.ts";
import type { Database, Sql } from "../db/database.ts";
import { idText, sameRecord } from "./activity-id.ts";

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

/**
 * What to erase. The second pass repeats the names of the first, because nothing else finds what was saved in between.
 */
interface Order {
  connectionId: string;
  /** All numbers of the subscriber. Earlier versions stored each under its own number. */
  callers: string[];
  pattern: string;
  names: string[];
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

/** The ref of a group's conversation is not a phone number. */
const IS_GROUP = `kind = 'conversation' and starts_with(ref, 'group-')`;

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

interface Forgotten extends Omit<Erased, "named" | "underWay"> {
  names: string[];
}

async function forget(sql: Sql, order: Order, now: number): Promise<Forgotten> {
  const { connectionId, callers, pattern } = order;
  const gone = await forgetActivities(sql, order);
  const names = unique([...order.names, ...gone.map(({ activityId }) => activityId)]);
  const calls = gone.flatMap(({ kind, ref }) => (kind === "call" ? ref : []));
  const [kinds, refs] = columnsIn(names);
  await sql.query(
    `insert into activity (connection_id, kind, ref, state, reason, trimmed_at, erased_at, updated_at)
     select $1, 'call', ref, 'ignored', 'erased', $3, $3, $3 from unnest($2::text[]) as ref`,
    [connectionId, calls, new Date(now)],
  );
  await sql.query(
    `delete from audit where connection_id = $1
       and (subject = any($2::text[]) or concat_ws(' ', subject, from_value::text, to_value::text) ~ $3)`,
    [connectionId, names, pattern],
  );
  const written = await forgetWrites(sql, connectionId, names, callers);
  await sql.query(`delete from webhook_events where connection_id = $1 and (${NAMED} or data::text ~ $4)`, [
    connectionId,
    kinds,
    refs,
    pattern,
  ]);
  const deliveries = await sql.query(
    `delete from deliveries where connection_id = $1 and (${NAMED} or (kind is null and body ~ $4)) returning 1`,
    [connectionId, kinds, refs, pattern],
  );
  const known = await forgetMemory(sql, { ...order, names });
  const customers = sorted([...known, ...written.customers, ...gone.map(({ customer_id }) => customer_id)]);
  await sql.query(`delete from threads where connection_id = $1 and customer_id = any($2::bigint[])`, [
    connectionId,
    customers,
  ]);
  return {
    names,
    calls: calls.length,
    conversations: gone.filter(({ kind }) => kind === "conversation").length,
    deliveries: deliveries.length,
    writes: written.count,
    customers,
    tickets: sorted([...written.tickets, ...gone.map(({ ticket_id }) => ticket_id)]),
  };
}

/** Skips calls that were erased before: their rows hold nothing any more. */
async function forgetActivities(sql: Sql, { connectionId, callers, names }: Order) {
  return sql.query<{
    activityId: string;
    kind: string;
    ref: string;
    ticket_id: number | null;
    customer_id: number | null;
  }>(
    `delete from activity a where connection_id = $1 and (${NAMED} or caller = any($4::text[])) and erased_at is null
     returning ${idText("a")} as "activityId", kind, ref, ticket_id,
       case when caller = any($4::text[]) and not (${IS_GROUP}) then customer_id end as customer_id`,
    [connectionId, ...columnsIn(names), callers],
  );
}

/** In a group, each member has their own customer. The others' customers are not reported for this number. */
async function forgetWrites(sql: Sql, connectionId: string, names: readonly string[], callers: readonly string[]) {
  const rows = await sql.query<{ ticket_id: number | null; customer_id: number | null }>(
    `delete from writes where connection_id = $1 and ${NAMED}
     returning (outcome ->> 'ticketId')::bigint as ticket_id,
       case when write_kind = 'customer' and (write_ref = any($4::text[]) or write_ref is null and not (${IS_GROUP}))
         then (outcome -> 'customer' ->> 'id')::bigint end as customer_id`,
    [connectionId, ...columnsIn(names), callers],
  );
  const tickets = rows.map(({ ticket_id }) => ticket_id);
  return { count: rows.length, tickets, customers: rows.map(({ customer_id }) => customer_id) };
}

/**
 * Answers the ids of the customers in the phone index. A customer's name may contain the number, and a claim contains
 * the name of a conversation.
 */
async function forgetMemory(sql: Sql, { connectionId, callers, pattern, names }: Order) {
  await sql.query(
    `delete from customer_tickets t where connection_id = $1 and (tickets::text ~ $3 or exists (
       select from phone_index p where p.connection_id = $1 and p.customer_id = t.customer_id and p.phone_key = any($2::text[])))`,
    [connectionId, callers, pattern],
  );
  const known = await sql.query<{ phone_key: string; customer_id: number | null }>(
    `delete from phone_index where connection_id = $1 and (phone_key = any($2::text[]) or name ~ $3 or email ~ $3 or claimed_by = any($4::text[]))
     returning phone_key, customer_id`,
    [connectionId, callers, pattern, names],
  );
  await sql.query(`delete from threads where connection_id = $1 and claimed_by = any($2::text[])`, [
    connectionId,
    names,
  ]);
  // A running item belongs to its worker until the run ends.
  await sql.query(
    `delete from work_items i where connection_id = $1 and ${NAMED_WORK} and (leased_until is null or leased_until < now())`,
    [connectionId, ...columnsIn(names)],
  );
  return known.flatMap((row) => (callers.includes(row.phone_key) ? row.customer_id : null));
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

/** The rows that $2 (kinds) and $3 (refs) name together. */
const NAMED = `(kind, ref) in (select * from unnest($2::text[], $3::text[]))`;
/** The work items of these rows, file transfers included. */
const NAMED_WORK = `exists (select from unnest($2::text[], $3::text[]) as n(kind, ref) where n.ref = i.ref
  and i.kind in (n.kind, case n.kind when 'call' then 'recording' when 'conversation' then 'message_file' end))`;

function columnsIn(names: readonly string[]): [kinds: string[], refs: string[]] {
  const columns = names.map(columnsOf);
  return [columns.map(({ kind }) => kind), columns.map(({ ref }) => ref)];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function sorted(ids: readonly (number | null | undefined)[]): number[] {
  return [...new Set(ids.filter((id) => id != null))].sort((a, b) => a - b);
}
