/** Webhook endpoints, and the log of what was sent to them. Secrets are sealed. */
import type { AuditEntry, ChangedBy } from "../../domain/connection/audit.ts";
import type { EndpointChange, NewEndpoint, WebhookEndpoint, WebhookStore } from "../../domain/ports/webhooks.ts";
import type { WebhookEvent } from "../../domain/webhooks/webhook-event.ts";
import { recordAudit } from "../admin/audit.ts";
import { toText, type Database, type Sql } from "../db/database.ts";
import type { Sealer } from "../connection/seal.ts";
import { markDueFrom } from "../work/mark-due.ts";
import { deliveriesOf, deliveryInFull } from "./delivery-log.ts";
import { dueFrom, eventIdOf, eventList } from "./outbox.ts";

const COLUMNS = `id, url, description, events, active, failing_since as "failingSince", created_by as "createdBy",
  created_at as "createdAt"`;

/** `notifyMarked` notifies workers of what the part `marked` of a statement returns. */
export function webhookStore(database: Database, sealer: Sealer, notifyMarked: string): WebhookStore {
  return {
    list: (connectionId) =>
      database.query<WebhookEndpoint>(
        `select ${COLUMNS} from webhook_endpoints where connection_id = $1 order by created_at desc, id`,
        [connectionId],
      ),
    add: (connectionId, endpoint, most, change) =>
      database.transaction(async (sql) => add(sql, sealer, connectionId, { endpoint, most, change })),
    change: (connectionId, id, values, change) =>
      database.transaction((sql) => changeEndpoint(sql, connectionId, id, { values, change })),
    remove: (connectionId, id, change) =>
      database.transaction(async (sql) => {
        const [gone] = await sql.query<{ url: string }>(
          `delete from webhook_endpoints where connection_id = $1 and id = $2 returning url`,
          [connectionId, id],
        );
        if (gone) await audit(sql, connectionId, { action: "webhook_removed", subject: gone.url }, change);
        return gone !== undefined;
      }),
    renewSecret: (connectionId, id, { secret, previousUntil }, change) =>
      database.transaction(async (sql) => {
        const [renewed] = await sql.query<{ url: string }>(
          `update webhook_endpoints set previous_sealed = sealed, previous_until = $3, sealed = $4
           where connection_id = $1 and id = $2 returning url`,
          [connectionId, id, new Date(previousUntil), await sealer.seal(secret)],
        );
        if (renewed) await audit(sql, connectionId, { action: "webhook_secret_renewed", subject: renewed.url }, change);
        return renewed !== undefined;
      }),
    deliveries: (connectionId, endpointId, page) => deliveriesOf(database, connectionId, endpointId, page),
    delivery: (connectionId, endpointId, eventId) => deliveryInFull(database, connectionId, endpointId, eventId),
    replay: (connectionId, endpointId, eventId, change) =>
      database.transaction((sql) => replay(sql, notifyMarked, { connectionId, endpointId, eventId }, change)),
    send: (connectionId, endpointId, event) => send(database, notifyMarked, { connectionId, endpointId }, event),
  };
}

/** An address may hold a secret. `withoutSecrets` reduces it to its origin, wherever it stands. */
async function audit(
  sql: Sql,
  connectionId: string,
  { action, subject, from = null, to = null }: Pick<AuditEntry, "action" | "subject"> & Partial<AuditEntry>,
  change: ChangedBy,
): Promise<void> {
  await recordAudit(sql, connectionId, { action, subject: subject && new URL(subject).origin, from, to }, change);
}

async function add(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  { endpoint, most, change }: { endpoint: NewEndpoint; most: number; change: ChangedBy },
): Promise<WebhookEndpoint | null> {
  const { id, url, description, events, secret } = endpoint;
  // The lock makes the count hold until the end of the transaction.
  await sql.query(`select 1 from connections where id = $1 for update`, [connectionId]);
  const [made] = await sql.query<WebhookEndpoint>(
    `insert into webhook_endpoints (id, connection_id, url, description, events, sealed, created_by, created_at)
     select $1, $2, $3, $4, $5::text[], $6, $7, $8
     where (select count(*) from webhook_endpoints where connection_id = $2) < $9 returning ${COLUMNS}`,
    [
      id,
      connectionId,
      url,
      toText(description),
      events,
      await sealer.seal(secret),
      toText(change.by),
      new Date(change.now),
      most,
    ],
  );
  if (!made) return null;
  await audit(sql, connectionId, { action: "webhook_added", subject: url, to: events.join(", ") }, change);
  return made;
}

/** Locks the row, so that the record has the values that the change really replaced. */
async function changeEndpoint(
  sql: Sql,
  connectionId: string,
  id: string,
  { values, change }: { values: EndpointChange; change: ChangedBy },
): Promise<WebhookEndpoint | null> {
  const [before] = await sql.query<WebhookEndpoint>(
    `select ${COLUMNS} from webhook_endpoints where connection_id = $1 and id = $2 for update`,
    [connectionId, id],
  );
  if (!before) return null;
  const { url, description, events, active } = { ...before, ...values };
  const [after] = await sql.query<WebhookEndpoint>(
    `update webhook_endpoints set url = $3, description = $4, events = $5::text[], active = $6,
       failing_since = case when url = $3 then failing_since end
     where connection_id = $1 and id = $2 returning ${COLUMNS}`,
    [connectionId, id, url, toText(description), events, active],
  );
  const sayOf = (one: { events: readonly string[]; active: boolean; url: string }) =>
    `${new URL(one.url).origin}, ${one.active ? "on" : "off"}: ${one.events.join(", ")}`;
  const entry = {
    action: "webhook_changed" as const,
    subject: url,
    from: sayOf(before),
    to: sayOf({ url, active, events }),
  };
  if (entry.from !== entry.to || before.url !== url) await audit(sql, connectionId, entry, change);
  return after ?? null;
}

interface Named {
  connectionId: string;
  endpointId: string;
  eventId: string;
}

/** A delivery that is under way is attempted once more after it. */
async function replay(
  sql: Sql,
  notifyMarked: string,
  { connectionId, endpointId, eventId }: Named,
  change: ChangedBy,
): Promise<"queued" | "unknown" | "off"> {
  const [found] = await sql.query<{ active: boolean; url: string }>(
    `select e.active, e.url from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
     where d.connection_id = $1 and d.endpoint_id = $2 and d.event_id = $3 for update`,
    [connectionId, endpointId, eventId],
  );
  if (!found) return "unknown";
  if (!found.active) return "off";
  await sql.query(
    `with again as (
       update webhook_deliveries set state = 'pending', attempts = 0, next_attempt_at = $4
       where connection_id = $1 and endpoint_id = $2 and event_id = $3
       returning connection_id, event_id, endpoint_id, $4::timestamptz as created_at),
     marked as (${markDueFrom(dueFrom("again"))} returning kind) select ${notifyMarked}`,
    [connectionId, endpointId, eventId, new Date(change.now)],
  );
  await audit(sql, connectionId, { action: "webhook_replayed", subject: found.url, to: eventId }, change);
  return "queued";
}

async function send(
  database: Database,
  notifyMarked: string,
  { connectionId, endpointId }: Omit<Named, "eventId">,
  event: WebhookEvent,
): Promise<string | null> {
  const rows = await database.query(
    `with wanted as (select id from webhook_endpoints where connection_id = $1 and id = $2 and active),
     told as (
       insert into webhook_events (connection_id, id, type, data, occurred_at)
       select $1, n.id, n.type, n.data, n.at from wanted, jsonb_to_recordset($3::jsonb) as n(id text, type text, data jsonb, at timestamptz)
       returning id, occurred_at),
     addressed as (
       insert into webhook_deliveries (connection_id, event_id, endpoint_id, created_at, next_attempt_at)
       select $1, t.id, w.id, t.occurred_at, t.occurred_at from told t, wanted w
       returning connection_id, event_id, endpoint_id, created_at),
     marked as (${markDueFrom(dueFrom("addressed"))} returning kind)
     select ${notifyMarked} from told`,
    [connectionId, endpointId, eventList(connectionId, [event])],
  );
  return rows.length > 0 ? eventIdOf(connectionId, event.key) : null;
}
