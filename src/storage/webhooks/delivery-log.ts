/** Reads what became of the events that were sent to an endpoint, and forgets old ones. */
import type {
  AttemptProblem,
  DeliveryInFull,
  DeliveryPlace,
  DeliveryState,
  ListedDelivery,
} from "../../domain/ports/webhooks.ts";
import type { Database } from "../db/database.ts";

const LISTED = `
  select d.event_id as "eventId", v.type, d.state, d.attempts, d.created_at as "createdAt",
    d.next_attempt_at as "nextAttemptAt", a.at as "lastAttemptAt", a.status as "lastStatus", a.problem as "lastProblem",
    v.data
  from webhook_deliveries d join webhook_events v on v.connection_id = d.connection_id and v.id = d.event_id
    left join lateral (
      select at, status, problem from webhook_attempts
      where endpoint_id = d.endpoint_id and event_id = d.event_id order by at desc, id desc limit 1) a on true
  where d.connection_id = $1 and d.endpoint_id = $2`;

type Row = ListedDelivery & { data: Record<string, unknown> };

export async function deliveriesOf(
  database: Database,
  connectionId: string,
  endpointId: string,
  { state, after, limit }: { state: DeliveryState | null; after: DeliveryPlace | null; limit: number },
): Promise<ListedDelivery[]> {
  const rows = await database.query<Row>(
    `${LISTED} and ($3::text is null or d.state = $3)
       and ($4::timestamptz is null or (d.created_at, d.event_id) < ($4, $5))
     order by d.created_at desc, d.event_id desc limit $6`,
    [connectionId, endpointId, state, after?.createdAt ?? null, after?.eventId ?? null, limit],
  );
  return rows.map(({ data: _data, ...listed }) => listed);
}

const MOST_ATTEMPTS = 100;

export async function deliveryInFull(
  database: Database,
  connectionId: string,
  endpointId: string,
  eventId: string,
): Promise<DeliveryInFull | null> {
  const [row] = await database.query<Row>(`${LISTED} and d.event_id = $3`, [connectionId, endpointId, eventId]);
  if (!row) return null;
  const log = await database.query<{
    at: Date;
    durationMs: number;
    status: number | null;
    problem: AttemptProblem | null;
  }>(
    `select at, duration_ms as "durationMs", status, problem from webhook_attempts
     where connection_id = $1 and endpoint_id = $2 and event_id = $3 order by at desc, id desc limit ${MOST_ATTEMPTS}`,
    [connectionId, endpointId, eventId],
  );
  return { ...row, log: log.map(({ at, ...attempt }) => ({ ...attempt, at: at.getTime() })) };
}

/** The log goes back so many days. */
const KEPT_DAYS = 30;
const BATCH = 2_000;

/** Deletes old events with their deliveries. Those that are still attempted stay. */
export async function forgetEvents(database: Database, connectionId: string, now: number): Promise<void> {
  await database.query(
    `delete from webhook_events where connection_id = $1 and id in (
       select id from webhook_events v where connection_id = $1
         and occurred_at < $2::timestamptz - interval '${KEPT_DAYS} days'
         and not exists (select from webhook_deliveries d
           where d.connection_id = v.connection_id and d.event_id = v.id and d.state = 'pending') limit ${BATCH})`,
    [connectionId, new Date(now)],
  );
}
