/** Writes: the intent before the request, the outcome after it. */
import type { CompletedWrite, WriteStore } from "../../domain/ports/stores.ts";
import { auditInto, auditValues } from "../admin/audit.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import { toJsonb, type Database } from "../db/database.ts";
import { together } from "../db/together.ts";

/** The end of writes, as part of a statement. `list` is a value from `settledList`. */
export const settleFrom = (list: string): string => `
  insert into writes (connection_id, kind, ref, generation, key, state, outcome, requests, intended_at, completed_at)
  select connection_id, kind, ref, generation, key, state, outcome, requests, at, at
  from jsonb_to_recordset(${list}::jsonb) as ended(connection_id text, kind text, ref text,
    generation int, key text, state text, outcome jsonb, requests int, at timestamptz)
  on conflict (connection_id, kind, ref, generation, key) do update
    set state = excluded.state, outcome = excluded.outcome, completed_at = excluded.completed_at,
        requests = writes.requests + excluded.requests`;

export function completedList(connectionId: string, activityId: string, completed: readonly CompletedWrite[]): string {
  return toJsonb(completedRows(connectionId, activityId, completed));
}

function completedRows(connectionId: string, activityId: string, completed: readonly CompletedWrite[]): object[] {
  const named = { connection_id: connectionId, ...columnsOf(activityId) };
  return completed.map((write) => ({ ...named, ...write, at: new Date(write.at) }));
}

/** A rejected write may be tried again. Until its answer is known, it is in doubt like any other. */
const SETTLE_AND_INTEND = `
  with settled as (${settleFrom("$1")})
  insert into writes (connection_id, kind, ref, generation, key, state, intent, intended_at)
  select connection_id, kind, ref, generation, key, 'intended', intent, at
  from jsonb_to_recordset($2::jsonb) as intended(connection_id text, kind text, ref text,
    generation int, key text, intent jsonb, at timestamptz)
  on conflict (connection_id, kind, ref, generation, key) do update
    set state = 'intended', intent = excluded.intent, intended_at = excluded.intended_at, outcome = null, completed_at = null
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
  const intend = together(async (asked: readonly { row: object; completed: object[] }[]) => {
    const completed = asked.flatMap((each) => each.completed);
    await database.keyed(SETTLE_AND_INTEND, [toJsonb(completed), toJsonb(asked.map(({ row }) => row))]);
    return asked.map(() => undefined);
  });
  return {
    async intend(connectionId, activityId, { generation, key, intent }, now, completed = []) {
      const row = { connection_id: connectionId, ...columnsOf(activityId), generation, key, intent, at: new Date(now) };
      await intend({ row, completed: completedRows(connectionId, activityId, completed) });
    },
    async complete(connectionId, activityId, completed) {
      await database.keyed(SETTLE, [completedList(connectionId, activityId, completed)]);
    },
    async withdraw(connectionId, activityId, { generation, key }) {
      const { kind, ref } = columnsOf(activityId);
      await database.keyed(
        `delete from writes
         where connection_id = $1 and kind = $2 and ref = $3 and generation = $4 and key = $5 and state = 'intended'`,
        [connectionId, kind, ref, generation, key],
      );
    },
    async forgetRefused(connectionId, activityId, change) {
      const { kind, ref } = columnsOf(activityId);
      const values = [connectionId, kind, ref];
      await database.keyed(ASK_AGAIN, values);
      await database.keyed(`delete from rejected_tags where connection_id = $1`, [connectionId]);
      if (!change) return void (await database.keyed(FORGET, values));
      const entry = { action: "replayed" as const, subject: activityId, from: null, to: null };
      const audited = `with audited as (${auditInto(4)}) ${FORGET}`;
      await database.keyed(audited, [...values, ...auditValues(connectionId, entry, change)]);
    },
  };
}
