/** Calls and conversations: what a turn leaves behind, and when each is looked at again. */
import type { SubjectRecord, SubjectStore } from "../domain/ports/stores.ts";
import { HURRY_KNOWN } from "./care.ts";
import { toText, type Database } from "./database.ts";
import { dueWork } from "./due-work.ts";
import { openDossier } from "./open-dossier.ts";
import { recordValues, RECORD_COLUMNS } from "./subject-row.ts";

export function subjectStore(database: Database): SubjectStore {
  return {
    open: (connectionId, subject) =>
      openDossier(database, connectionId, subject, { deliveries: "true", writes: "true" }),
    async save(connectionId, record, outcomes, now) {
      const read = record.wakeAtRead === null ? null : new Date(record.wakeAtRead);
      const values = [connectionId, ...recordValues(record), new Date(now), read, record.trimmed];
      await database.keyed(...saveWith(values, outcomes));
    },
    ...dueWork(database),
    async wakeAll(connectionId, now) {
      await database.query(
        `with hurried as (${HURRY_KNOWN})
         update subjects set wake_at = $2, held_since = coalesce(held_since, $2), held_lane = coalesce(held_lane, 'catch-up')
         where connection_id = $1 and state in ('pending', 'failed')`,
        [connectionId, new Date(now)],
      );
    },
    joinCallbacks: (connectionId, record, now) => joinCallbacks(database, connectionId, record, now),
    async lastSeen(connectionId, customerIds) {
      const rows = await database.keyed<{ id: number; at: Date }>(
        `select customer_id as id, max(started_at) as at from subjects
         where connection_id = $1 and customer_id = any($2::bigint[]) and started_at is not null
           and not starts_with(subject, 'card:') group by customer_id`,
        [connectionId, customerIds],
      );
      return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
    },
    async callsOf(connectionId, caller, except) {
      const [row] = await database.keyed<{ count: number }>(
        `select count(*)::int as count from subjects where connection_id = $1 and caller = $2 and starts_with(subject, 'call:')
           and subject <> $3`,
        [connectionId, caller, except],
      );
      return row?.count ?? 0;
    },
  };
}

const placeholders = RECORD_COLUMNS.map((_, i) => `$${i + 2}`).join(", ");
const MERGED = new Set<string>(["subject", "callback_done_by", "wake_at"]);
const updates = RECORD_COLUMNS.filter((column) => !MERGED.has(column))
  .map((column) => `${column} = excluded.${column}`)
  .join(", ");
const NOW = RECORD_COLUMNS.length + 2;

const SAVE = `
  insert into subjects (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, subject) do update set ${updates}, updated_at = excluded.updated_at,
    -- Another call's turn may have joined a callback and set the time while this turn was under way.
    callback_done_by = coalesce(subjects.callback_done_by, excluded.callback_done_by),
    wake_at = case when subjects.wake_at is not distinct from $${NOW + 1}::timestamptz then excluded.wake_at
      else least(subjects.wake_at, excluded.wake_at) end
  -- Trimmed or erased while this turn was under way: what it knows is not kept once more.
  where subjects.trimmed_at is null or $${NOW + 2}::boolean`;

const READ_ONE = `
  with read as (update deliveries set outcome = $${NOW + 4} where id = $${NOW + 3} and connection_id = $1)${SAVE}`;
/** Joined to a list whose length nobody can guess, all deliveries of a connection would be gone through. */
const READ_MANY = `
  with read as (
    update deliveries set outcome = ($${NOW + 4}::text[])[array_position($${NOW + 3}::bigint[], id)]
    where id = any($${NOW + 3}::bigint[]) and connection_id = $1
  )${SAVE}`;

/** One statement for the record and the outcomes of its deliveries, so that they are true together. Mostly there is one. */
function saveWith(values: unknown[], outcomes: ReadonlyMap<number, string>): [text: string, values: unknown[]] {
  const ids = [...outcomes.keys()];
  const texts = [...outcomes.values()].map(toText);
  if (ids.length === 0) return [SAVE, values];
  return ids.length === 1 ? [READ_ONE, [...values, ...ids, ...texts]] : [READ_MANY, [...values, ids, texts]];
}

/**
 * Both subjects keep their own fact before they look for the other's, so of two turns at the same instant at least one
 * sees both. An answered outbound call serves every open request of its caller; a request is served by the first such call.
 */
async function joinCallbacks(
  database: Database,
  connectionId: string,
  record: SubjectRecord,
  now: number,
): Promise<{ done: boolean }> {
  const { subject, caller, startedAt } = record;
  if (caller === null || caller === "anonymous" || startedAt === null) return { done: false };
  const values = [connectionId, subject, caller, new Date(startedAt), new Date(now)];
  if (record.direction === "outbound" && record.answered) {
    await database.keyed(
      `update subjects set callback_done_by = $2, wake_at = $5 where connection_id = $1 and caller = $3 and callback_requested
         and started_at < $4 and callback_done_by is null`,
      values,
    );
    const served = await database.keyed(
      `select 1 from subjects where connection_id = $1 and callback_done_by = $2 limit 1`,
      [connectionId, subject],
    );
    return { done: served.length > 0 };
  }
  if (!record.callbackRequested) return { done: false };
  if (record.callbackDoneBy !== null) return { done: true };
  const joined = await database.keyed(
    `with answer as (select subject from subjects where connection_id = $1 and caller = $3 and direction = 'outbound' and answered
         and started_at > $4 order by started_at limit 1),
       woken as (update subjects set wake_at = $5 where connection_id = $1 and subject = (select subject from answer))
     update subjects set callback_done_by = (select subject from answer)
     where connection_id = $1 and subject = $2 and exists (select 1 from answer) returning 1`,
    values,
  );
  return { done: joined.length > 0 };
}
