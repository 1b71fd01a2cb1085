/** Calls and conversations: what a turn leaves behind, and when each is looked at again. */
import type { SettledWrite, SubjectRecord, SubjectStore } from "../domain/ports/stores.ts";
import type { DeliveryOutcome } from "../domain/reasons/delivery-outcome.ts";
import { columnsOf } from "../domain/reasons/reason.ts";
import { HURRY_KNOWN } from "./care.ts";
import { toJsonb, type Database } from "./database.ts";
import { dueWork } from "./due-work.ts";
import { openDossier } from "./open-dossier.ts";
import { recordValues, RECORD_COLUMNS } from "./subject-row.ts";
import { settledList, settleFrom } from "./writes.ts";

export function subjectStore(database: Database): SubjectStore {
  return {
    open: (connectionId, subject) =>
      openDossier(database, connectionId, subject, { deliveries: "true", writes: "true" }),
    async save(connectionId, record, outcomes, now, settled = []) {
      const read = record.wakeAtRead === null ? null : new Date(record.wakeAtRead);
      const values = [connectionId, ...recordValues(record), new Date(now), read, record.trimmed];
      const [text, more] = saveWith(outcomes, settled);
      await database.keyed(text, [...values, ...more]);
    },
    async claim(connectionId, record, now) {
      const values = [connectionId, ...recordValues(record), new Date(now)];
      const rows = await database.keyed(CLAIM, values);
      return rows.length > 0;
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

const CLAIM = `
  insert into subjects (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, subject) do nothing returning 1`;

const SAVE = `
  insert into subjects (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, subject) do update set ${updates}, updated_at = excluded.updated_at,
    -- Another call's turn may have joined a callback and set the time while this turn was under way.
    callback_done_by = coalesce(subjects.callback_done_by, excluded.callback_done_by),
    wake_at = case when subjects.wake_at is not distinct from $${NOW + 1}::timestamptz then excluded.wake_at
      else least(subjects.wake_at, excluded.wake_at) end
  -- Trimmed or erased while this turn was under way: what it knows is not kept once more.
  where subjects.trimmed_at is null or $${NOW + 2}::boolean`;

/** The statement's further values follow these. */
const VALUES = NOW + 2;

/** One statement for the record, the outcomes of its deliveries and how writes ended, so that they are true together. */
function saveWith(
  outcomes: ReadonlyMap<number, DeliveryOutcome>,
  settled: readonly SettledWrite[],
): [text: string, more: unknown[]] {
  const more: unknown[] = [];
  const value = (it: unknown) => `$${VALUES + more.push(it)}`;
  const parts: string[] = [];
  if (outcomes.size > 0) parts.push(`read as (${markRead(outcomes, value)})`);
  if (settled.length > 0) parts.push(`settled as (${settleFrom(value(settledList(settled)))})`);
  return [parts.length > 0 ? `with ${parts.join(", ")} ${SAVE}` : SAVE, more];
}

/** By their ids: joined to a list whose length nobody can guess, all deliveries of a connection would be gone through. */
function markRead(outcomes: ReadonlyMap<number, DeliveryOutcome>, value: (it: unknown) => string): string {
  const ids = [...outcomes.keys()];
  const columns = [...outcomes.values()].map(columnsOf);
  const codes = columns.map(([code]) => code);
  const details = columns.map(([, parameters]) => parameters && toJsonb(parameters));
  // Mostly there is one; that is planned once.
  if (ids.length === 1)
    return `update deliveries set outcome = ${value(codes[0])}, outcome_detail = ${value(details[0])}::jsonb
      where id = ${value(ids[0])} and connection_id = $1`;
  const list = value(ids);
  const place = `array_position(${list}::bigint[], id)`;
  return `update deliveries set outcome = (${value(codes)}::text[])[${place}],
      outcome_detail = (${value(details)}::text[])[${place}]::jsonb
    where id = any(${list}::bigint[]) and connection_id = $1`;
}

/** A call on a line that counts (S1). Rows of earlier versions name no line: then their state says so. */
const onSelectedLine = (row: string): string => `
  (exists (select from lines l where l.connection_id = $1 and l.line_id = ${row}.line_id and l.selected)
   or (${row}.line_id is null and ${row}.state <> 'ignored'))`;

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
         and started_at < $4 and callback_done_by is null and ${onSelectedLine("subjects")}`,
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
         and started_at > $4 and ${onSelectedLine("subjects")} order by started_at limit 1),
       woken as (update subjects set wake_at = $5 where connection_id = $1 and subject = (select subject from answer))
     update subjects set callback_done_by = (select subject from answer)
     where connection_id = $1 and subject = $2 and exists (select 1 from answer) returning 1`,
    values,
  );
  return { done: joined.length > 0 };
}
