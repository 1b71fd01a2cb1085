/** What a run reads before it attempts a delivery, and saves after it. */
import type {
  AttemptEnd,
  DeliveryRuns,
  DeliveryState,
  LeasedDelivery,
  OpenDelivery,
} from "../../domain/ports/webhooks.ts";
import type { WorkItem } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import type { Sealer } from "../connection/seal.ts";
import { endLease } from "../work/complete.ts";

interface Row {
  type: string;
  data: Record<string, unknown>;
  at: Date;
  state: DeliveryState;
  attempts: number;
  url: string;
  active: boolean;
  sealed: string;
  previous: string | null;
}

export function deliveryRuns(database: Database, sealer: Sealer): DeliveryRuns {
  return {
    open: (work, now) => open(database, sealer, work, now),
    finish: (work, end) => finish(database, work, end),
  };
}

async function open(
  database: Database,
  sealer: Sealer,
  { connectionId, ref, part }: WorkItem,
  now: number,
): Promise<OpenDelivery | null> {
  const [row] = await database.keyed<Row>(
    `select v.type, v.data, v.occurred_at as at, d.state, d.attempts, e.url, e.active, e.sealed,
       case when e.previous_until > $4 then e.previous_sealed end as previous
     from webhook_deliveries d
       join webhook_events v on v.connection_id = d.connection_id and v.id = d.event_id
       join webhook_endpoints e on e.id = d.endpoint_id
     where d.connection_id = $1 and d.event_id = $2 and d.endpoint_id = $3`,
    [connectionId, ref, part, new Date(now)],
  );
  if (!row) return null;
  const { type, data, at, state, attempts, url, active, sealed, previous } = row;
  const secrets = await Promise.all([sealed, ...(previous === null ? [] : [previous])].map(sealer.open));
  const event = { id: ref, type, data, at: at.getTime() };
  return { event, state, attempts, endpoint: { url, active, secrets } };
}

/** $1 to $3 name the delivery, $4 is the time, $5 to $7 the attempt, $8 and $9 its end. $10 is the lease. */
const FINISH = `
  with delivery as (
    update webhook_deliveries set state = $8, attempts = attempts + 1, next_attempt_at = $9::timestamptz
    where connection_id = $1 and event_id = $2 and endpoint_id = $3 returning event_id),
  logged as (
    insert into webhook_attempts (connection_id, event_id, endpoint_id, at, duration_ms, status, problem)
    select $1, event_id, $3, $4::timestamptz, $5::int, $6::int, $7::text from delivery),
  endpoint as (
    update webhook_endpoints set active = active and not $11::boolean,
      failing_since = case when $7::text is null then null else coalesce(failing_since, $4::timestamptz) end
    where connection_id = $1 and id = $3),
  completed as (
    update work_items w set ${endLease({
      now: "$4::timestamptz",
      next: "$9::timestamptz",
      attempts: "0",
      deferredSince: "null::timestamptz",
      priority: "0",
    })}
    where connection_id = $1 and kind = 'webhook' and ref = $2 and part = $3 and lease = $10
    returning coalesce(due_at <= $4::timestamptz, false) as again)
  select (select again from completed) as again`;

async function finish(
  database: Database,
  { connectionId, ref, part, lease }: LeasedDelivery,
  { attempt: { at, durationMs, status, problem }, state, nextAt, gone }: AttemptEnd,
): Promise<{ again: boolean }> {
  const next = nextAt === null ? null : new Date(nextAt);
  const values = [
    connectionId,
    ref,
    part,
    new Date(at + durationMs),
    durationMs,
    status,
    problem,
    state,
    next,
    lease,
    gone,
  ];
  const [row] = await database.keyed<{ again: boolean | null }>(FINISH, values);
  return { again: row?.again ?? false };
}
