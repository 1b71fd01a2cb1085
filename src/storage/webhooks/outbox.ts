/**
 * Stores events in the statement or transaction that makes them true. An event that no endpoint wants is not stored.
 * Each delivery is a work item, so that the scheduler sends it.
 */
import { createHash } from "node:crypto";
import type { WebhookEvent } from "../../domain/webhooks/webhook-event.ts";
import { toJsonb, type Sql } from "../db/database.ts";
import { markDueFrom } from "../work/mark-due.ts";

/** Deliveries to an endpoint that fails wait behind those to all others. */
const BEHIND = 1;

/**
 * Parts of a statement. `list` is a value from `eventList`. The last part, `queued`, returns the `kind` of the marked
 * work items.
 */
export const eventParts = (list: string): string[] => [
  `told as (
    insert into webhook_events (connection_id, id, type, kind, ref, data, occurred_at)
    select connection_id, id, type, kind, ref, data, at
    from jsonb_to_recordset(${list}::jsonb) as n(connection_id text, id text, type text, kind text, ref text, data jsonb, at timestamptz)
    where exists (select from webhook_endpoints e where e.connection_id = n.connection_id and e.active and n.type = any(e.events))
    on conflict do nothing returning connection_id, id, type, occurred_at)`,
  `addressed as (
    insert into webhook_deliveries (connection_id, event_id, endpoint_id, created_at, next_attempt_at)
    select t.connection_id, t.id, e.id, t.occurred_at, t.occurred_at
    from told t join webhook_endpoints e on e.connection_id = t.connection_id and e.active and t.type = any(e.events)
    returning connection_id, event_id, endpoint_id, created_at)`,
  `queued as (${markDueFrom(dueFrom("addressed"))} returning kind)`,
];

/** Selects the work items of deliveries (connection_id, event_id, endpoint_id, created_at). */
export const dueFrom = (deliveries: string): string => `
  select d.connection_id, 'webhook' as kind, d.event_id as ref, d.endpoint_id as part, d.created_at as due_at,
    case when e.failing_since is null then 0 else ${BEHIND} end as priority, null::timestamptz as deferred_since,
    '{}'::jsonb as input
  from ${deliveries} d join webhook_endpoints e on e.id = d.endpoint_id`;

export function eventList(connectionId: string, events: readonly WebhookEvent[]): string {
  return toJsonb(
    events.map(({ type, key, about, data, at }) => ({
      connection_id: connectionId,
      id: eventIdOf(connectionId, key),
      type,
      kind: about?.kind ?? null,
      ref: about?.ref ?? null,
      data,
      at: new Date(at),
    })),
  );
}

/** The same for the same event, however often it is stored. */
export function eventIdOf(connectionId: string, key: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([connectionId, key]))
    .digest("base64url");
  return `msg_${digest.slice(0, 27)}`;
}

/** `sql` is the transaction that makes the events true. Workers find the work items by their next poll. */
async function recordEvents(sql: Sql, connectionId: string, events: readonly WebhookEvent[]): Promise<void> {
  await sql.query(`with ${eventParts("$1").join(", ")} select 1`, [eventList(connectionId, events)]);
}

/** Records that the connection has another status. */
export async function recordStatusEvent(
  sql: Sql,
  connectionId: string,
  { status, reason, now }: { status: string; reason: string | null; now: number },
): Promise<void> {
  const [row] = await sql.query<{ account: string }>(`select account from connections where id = $1`, [connectionId]);
  if (!row) return;
  const key = `connection.status:${status}:${now}`;
  const data = { account: row.account, status, reason };
  await recordEvents(sql, connectionId, [{ type: "connection.status", key, about: null, data, at: now }]);
}
