/** Writes: the intent before the request, the outcome after it. */
import type { SettledWrite, WriteStore } from "../domain/ports/stores.ts";
import { auditInto, auditValues } from "./audit.ts";
import { columnsOf } from "../domain/work-item.ts";
import { toJsonb, type Database } from "./database.ts";
import { together } from "./together.ts";

/** The end of writes, as part of a statement. `list` is a value from `settledList`. */
export const settleFrom = (list: string): string => `
  insert into writes (connection_id, kind, ref, round, key, state, outcome, requests, intended_at, settled_at)
  select connection_id, kind, ref, round, key, state, outcome, requests, at, at
  from jsonb_to_recordset(${list}::jsonb) as ended(connection_id text, kind text, ref text,
    round int, key text, state text, outcome jsonb, requests int, at timestamptz)
  on conflict (connection_id, kind, ref, round, key) do update
    set state = excluded.state, outcome = excluded.outcome, settled_at = excluded.settled_at,
        requests = writes.requests + excluded.requests`;

export function settledList(connectionId: string, subject: string, settled: readonly SettledWrite[]): string {
  return toJsonb(settledRows(connectionId, subject, settled));
}

function settledRows(connectionId: string, subject: string, settled: readonly SettledWrite[]): object[] {
  const named = { connection_id: connectionId, ...columnsOf(subject) };
  return settled.map((write) => ({ ...named, ...write, at: new Date(write.at) }));
}

/** A rejected write may be tried again. Until its answer is known, it is in doubt like any other. */
const SETTLE_AND_INTEND = `
  with settled as (${settleFrom("$1")})
  insert into writes (connection_id, kind, ref, round, key, state, intent, intended_at)
  select connection_id, kind, ref, round, key, 'intended', intent, at
  from jsonb_to_recordset($2::jsonb) as intended(connection_id text, kind text, ref text,
    round int, key text, intent jsonb, at timestamptz)
  on conflict (connection_id, kind, ref, round, key) do update
    set state = 'intended', intent = excluded.intent, intended_at = excluded.intended_at, outcome = null, settled_at = null
    where writes.state <> 'done'`;
/**
 * Deletes rejected writes, so that they are tried again. A rejected recording is transferred again. A message's file is
 * not, because the message is already written.
 */
const FORGET = `
  delete from writes
  where connection_id = $1 and kind = $2 and ref = $3
    and (state = 'refused'
      or (outcome ? 'leftOut' and outcome ->> 'kind' = 'refused' and kind = 'call'))`;
/**
 * Asks again for what a call's ticket lacks. A field that only shaped the request (an external id, a time) cannot be
 * added later and stays reported. What written messages lack also stays reported.
 */
const ASK_AGAIN = `
  update writes set outcome = (outcome - 'leftOut') || jsonb_build_object('askedAgain', outcome -> 'leftOut')
  where connection_id = $1 and kind = $2 and ref = $3 and outcome ? 'leftOut' and outcome ? 'rejected'
    and outcome -> 'rejected' ->> 'kind' <> 'field' and kind = 'call'`;
const SETTLE = settleFrom("$1");

export function writeStore(database: Database): WriteStore {
  // The intents of calls at the same moment share one statement.
  const intend = together(async (asked: readonly { row: object; settled: object[] }[]) => {
    const settled = asked.flatMap((each) => each.settled);
    await database.keyed(SETTLE_AND_INTEND, [toJsonb(settled), toJsonb(asked.map(({ row }) => row))]);
    return asked.map(() => undefined);
  });
  return {
    async intend(connectionId, subject, { round, key, intent }, now, settled = []) {
      const row = { connection_id: connectionId, ...columnsOf(subject), round, key, intent, at: new Date(now) };
      await intend({ row, settled: settledRows(connectionId, subject, settled) });
    },
    async settle(connectionId, subject, settled) {
      await database.keyed(SETTLE, [settledList(connectionId, subject, settled)]);
    },
    async withdraw(connectionId, subject, { round, key }) {
      const { kind, ref } = columnsOf(subject);
      await database.keyed(
        `delete from writes
         where connection_id = $1 and kind = $2 and ref = $3 and round = $4 and key = $5 and state = 'intended'`,
        [connectionId, kind, ref, round, key],
      );
    },
    async forgetRefused(connectionId, subject, change) {
      const { kind, ref } = columnsOf(subject);
      const values = [connectionId, kind, ref];
      await database.keyed(ASK_AGAIN, values);
      await database.keyed(`delete from rejected_tags where connection_id = $1`, [connectionId]);
      if (!change) return void (await database.keyed(FORGET, values));
      const entry = { action: "replayed" as const, subject, from: null, to: null };
      const audited = `with audited as (${auditInto(4)}) ${FORGET}`;
      await database.keyed(audited, [...values, ...auditValues(connectionId, entry, change)]);
    },
  };
}
