/** Calls: what a turn reads in one go, and what it leaves behind. */
import type { CallDossier, CallRecord, CallStore, KeptDelivery } from "../domain/ports/stores.ts";
import type { Write } from "../domain/write.ts";
import { callRowSchema, recordValues, RECORD_COLUMNS } from "./call-row.ts";
import { connectionRowSchema } from "./connections.ts";
import { toJsonb, type Database } from "./database.ts";

export function callStore(database: Database): CallStore {
  return {
    open: (connectionId, callId) => openDossier(database, connectionId, callId),
    async save(connectionId, record, outcomes, now) {
      const read = record.wakeAtRead === null ? null : new Date(record.wakeAtRead);
      await database.query(SAVE, [connectionId, ...recordValues(record), new Date(now), toJsonb([...outcomes]), read]);
    },
    async takeDue(now, limit) {
      return database.query(
        `update calls set wake_at = $1::timestamptz + interval '60 seconds' where (connection_id, call_id) in
           (select connection_id, call_id from calls where wake_at <= $1 order by wake_at limit $2 for update skip locked)
         returning connection_id as "connectionId", call_id as "callId"`,
        [new Date(now), limit],
      );
    },
    async wakeAll(connectionId, now) {
      await database.query(
        `update calls set wake_at = $2 where connection_id = $1 and state in ('pending', 'failed')`,
        [connectionId, new Date(now)],
      );
    },
    joinCallbacks: (connectionId, record, now) => joinCallbacks(database, connectionId, record, now),
    async lastSeen(connectionId, customerIds) {
      const rows = await database.query<{ id: number; at: Date }>(
        `select customer_id as id, max(started_at) as at from calls
         where connection_id = $1 and customer_id = any($2::bigint[]) and started_at is not null group by customer_id`,
        [connectionId, customerIds],
      );
      return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
    },
  };
}

const OPEN = `
  select to_jsonb(c) as connection,
    (select coalesce(jsonb_agg(line_id), '[]') from lines where connection_id = c.id and selected) as lines,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'body', body, 'outcome', outcome) order by id), '[]')
       from deliveries where connection_id = c.id and subject = $3) as deliveries,
    (select coalesce(jsonb_agg(jsonb_build_object('round', round, 'key', key, 'state', state, 'intent', intent,
        'outcome', outcome, 'requests', requests, 'intendedAt', extract(epoch from intended_at) * 1000)
        order by intended_at, key), '[]')
       from writes where connection_id = c.id and subject = $3) as writes,
    (select to_jsonb(calls) from calls where connection_id = c.id and call_id = $2) as record
  from connections c where c.id = $1`;

interface DossierRow {
  connection: unknown;
  lines: string[];
  deliveries: KeptDelivery[];
  writes: Write[];
  record: unknown;
}

async function openDossier(database: Database, connectionId: string, callId: string): Promise<CallDossier | null> {
  const [row] = await database.query<DossierRow>(OPEN, [connectionId, callId, `call:${callId}`]);
  if (!row) return null;
  return {
    connection: connectionRowSchema.parse(row.connection),
    selectedLines: new Set(row.lines),
    deliveries: row.deliveries,
    writes: row.writes,
    record: row.record === null ? null : callRowSchema.parse(row.record),
  };
}

const placeholders = RECORD_COLUMNS.map((_, i) => `$${i + 2}`).join(", ");
const MERGED = new Set<string>(["call_id", "callback_done_by", "wake_at"]);
const updates = RECORD_COLUMNS.filter((column) => !MERGED.has(column))
  .map((column) => `${column} = excluded.${column}`)
  .join(", ");
const NOW = RECORD_COLUMNS.length + 2;

/** One statement for the record and the outcomes of its deliveries, so that they are true together. */
const SAVE = `
  with read as (
    update deliveries d set outcome = o.value ->> 1
    from jsonb_array_elements($${NOW + 1}::jsonb) as o(value)
    where d.connection_id = $1 and d.id = (o.value ->> 0)::bigint
  )
  insert into calls (connection_id, ${RECORD_COLUMNS.join(", ")}, updated_at) values ($1, ${placeholders}, $${NOW})
  on conflict (connection_id, call_id) do update set ${updates}, updated_at = excluded.updated_at,
    -- Another call's turn may have joined a callback and set the time while this turn was under way.
    callback_done_by = coalesce(calls.callback_done_by, excluded.callback_done_by),
    wake_at = case when calls.wake_at is not distinct from $${NOW + 2}::timestamptz then excluded.wake_at
      else least(calls.wake_at, excluded.wake_at) end`;

/**
 * Both calls keep their own fact before they look for the other's, so of two turns at the same instant at least one
 * sees both. An answered outbound call serves every open request of its caller; a request is served by the first such call.
 */
async function joinCallbacks(
  database: Database,
  connectionId: string,
  record: CallRecord,
  now: number,
): Promise<{ done: boolean }> {
  const { callId, caller, startedAt } = record;
  if (caller === null || caller === "anonymous" || startedAt === null) return { done: false };
  const values = [connectionId, callId, caller, new Date(startedAt), new Date(now)];
  if (record.direction === "outbound" && record.answered) {
    await database.query(
      `update calls set callback_done_by = $2, wake_at = $5 where connection_id = $1 and caller = $3 and callback_requested
         and started_at < $4 and callback_done_by is null`,
      values,
    );
    const served = await database.query(
      `select 1 from calls where connection_id = $1 and callback_done_by = $2 limit 1`,
      [connectionId, callId],
    );
    return { done: served.length > 0 };
  }
  if (!record.callbackRequested) return { done: false };
  if (record.callbackDoneBy !== null) return { done: true };
  const joined = await database.query(
    `with answer as (select call_id from calls where connection_id = $1 and caller = $3 and direction = 'outbound' and answered
         and started_at > $4 order by started_at limit 1),
       woken as (update calls set wake_at = $5 where connection_id = $1 and call_id = (select call_id from answer))
     update calls set callback_done_by = (select call_id from answer)
     where connection_id = $1 and call_id = $2 and exists (select 1 from answer) returning 1`,
    values,
  );
  return { done: joined.length > 0 };
}
