/** Installations: the credentials and accounts that each side was joined with, and the status of the connection. */
import { BY_SERVICE } from "../../domain/connection/audit.ts";
import type { ConnectionStatus, Credential } from "../../domain/connection/connection.ts";
import type { Installation, InstallStore, JoinedBy } from "../../domain/ports/install.ts";
import type { ConnectionReason } from "../../domain/reasons/connection-reason.ts";
import { nameOfJoiner, recordAudit } from "../admin/audit.ts";
import { keepLines, keepLinks, keepSide } from "./aircall-side.ts";
import { endDeactivationAlerts } from "../admin/end-alerts.ts";
import { forgetRejections } from "../rate-limit/row.ts";
import { hashToken } from "./connections.ts";
import { keepCredential } from "./credentials.ts";
import { toJsonb, type Database, type Sql } from "../db/database.ts";
import { requestRevocation } from "./revocations.ts";
import type { Sealer } from "./seal.ts";
import { recordStatusEvent } from "../webhooks/outbox.ts";

const READ = `
  select id, account, status, reason, webhook_key as "webhookKey", webhook_id as "webhookId",
    exists (select 1 from credentials where connection_id = c.id and vendor = 'aircall') as "hasAircall"
  from connections c`;

export function installStore(database: Database, sealer: Sealer): InstallStore {
  return {
    joinGorgias: (fresh, credential, by) =>
      database.transaction((sql) => joinGorgias(sql, sealer, fresh, { credential, by })),
    joinAircall: (connectionId, side) => database.transaction((sql) => keepSide(sql, sealer, connectionId, side)),
    keepKeys: (connectionId, vendor, credential, change) =>
      database.transaction(async (sql) => {
        await keepCredential(sql, sealer, connectionId, vendor, credential);
        const entry = { action: "keys_replaced" as const, subject: vendor, from: null, to: null };
        await recordAudit(sql, connectionId, entry, change);
      }),
    async keepLinks(connectionId, linked) {
      await keepLinks(database, connectionId, linked);
    },
    async keepWebhookProblem(connectionId, problem) {
      await database.query(
        `update connections set webhook_problem = $2 where id = $1 and webhook_problem is distinct from $2`,
        [connectionId, problem],
      );
    },
    keepLines: (connectionId, lines) => keepLines(database, connectionId, lines),
    async keepWebhook(connectionId, seen, { webhookId, token }) {
      const rows = await database.query(
        `update connections set webhook_id = $3, webhook_token_hash = $4
         where id = $1 and webhook_id is not distinct from $2
           and exists (select 1 from credentials where connection_id = $1 and vendor = 'aircall') returning 1`,
        [connectionId, seen, webhookId, hashToken(token)],
      );
      return rows.length > 0;
    },
    async read(connectionId) {
      const [row] = await database.query<Installation>(`${READ} where id = $1`, [connectionId]);
      return row ?? null;
    },
    async withCompany(companyId) {
      const [row] = await database.query<{ id: string }>(`select id from connections where aircall_company_id = $1`, [
        companyId,
      ]);
      return row?.id ?? null;
    },
    setStatus: (connectionId, status, reason, now, by) =>
      database.transaction(async (sql) => {
        await recordSwitch(sql, connectionId, { to: status, reason, action: "status_changed" }, by, now);
        await setStatus(sql, connectionId, { status, reason, now });
      }),
    wipe: (connectionId, now, by) =>
      database.transaction(async (sql) => {
        await recordSwitch(sql, connectionId, { to: "deactivated", reason: null, action: "disconnected" }, by, now);
        await wipe(sql, connectionId, now);
      }),
  };
}

async function joinGorgias(
  sql: Sql,
  sealer: Sealer,
  fresh: { id: string; account: string; webhookKey: string },
  { credential, by }: { credential: Credential; by: JoinedBy },
): Promise<Installation> {
  await sql.query(
    `insert into connections (id, account, status, webhook_key, created_at, since) values ($1, $2, 'installing', $3, $4, $4)
     on conflict (account) do nothing`,
    [fresh.id, fresh.account, fresh.webhookKey, new Date(by.at)],
  );
  const [row] = await sql.query<Installation>(`${READ} where account = $1`, [fresh.account]);
  if (!row) throw new Error(`the connection of ${fresh.account} was not kept`);
  await requestRevocation(sql, row.id, { vendor: "gorgias", webhookId: null, appOff: false, at: by.at });
  await keepCredential(sql, sealer, row.id, "gorgias", credential);
  await sql.query(`update connections set joined_gorgias = $2::jsonb where id = $1`, [row.id, toJsonb(by)]);
  const entry = { action: "gorgias_authorised" as const, subject: null, from: null, to: row.account };
  await recordAudit(sql, row.id, entry, { by: nameOfJoiner(by), now: by.at });
  return row;
}

async function setStatus(
  sql: Sql,
  connectionId: string,
  { status, reason, now }: { status: ConnectionStatus; reason: ConnectionReason | null; now: number },
): Promise<void> {
  if (status === "active") await forgetRejections(sql, connectionId);
  await sql.query(
    `update connections set status = $2, reason = $3, since = case when status = $2 and reason is not distinct from $3 then since else $4 end
     where id = $1`,
    [connectionId, status, reason, new Date(now)],
  );
  await endDeactivationAlerts(sql, connectionId, now);
}

interface Switch {
  action: "status_changed" | "disconnected";
  to: ConnectionStatus;
  reason: ConnectionReason | null;
}

/** Locks the row until the change is made, so that the record has the status it really replaced. */
async function recordSwitch(
  sql: Sql,
  connectionId: string,
  { action, to, reason }: Switch,
  by: string | undefined,
  now: number,
): Promise<void> {
  const [row] = await sql.query<{ status: ConnectionStatus; reason: ConnectionReason | null }>(
    `select status, reason from connections where id = $1 for update`,
    [connectionId],
  );
  if (!row) return;
  const changes = row.status !== to || action === "disconnected";
  const entry = { action, subject: reason, from: row.status, to };
  if (changes) await recordAudit(sql, connectionId, entry, { by: by ?? BY_SERVICE, now });
  if (row.status !== to) await recordStatusEvent(sql, connectionId, { status: to, reason, now });
  if (by === undefined) return;
  await sql.query(
    `insert into setting_changes (connection_id, name, from_value, to_value, changed_by, changed_at)
     values ($1, 'connection', $2::jsonb, $3::jsonb, $4, $5)`,
    [connectionId, toJsonb(row.status), toJsonb(to), by, new Date(now)],
  );
}

async function wipe(sql: Sql, connectionId: string, now: number): Promise<void> {
  const [kept] = await sql.query<{ webhookId: string | null }>(
    `select webhook_id as "webhookId" from connections where id = $1 for update`,
    [connectionId],
  );
  const aircall = { vendor: "aircall", webhookId: kept?.webhookId ?? null, appOff: true, at: now } as const;
  await requestRevocation(sql, connectionId, aircall);
  await requestRevocation(sql, connectionId, { vendor: "gorgias", webhookId: null, appOff: false, at: now });
  await sql.query(`delete from credentials where connection_id = $1`, [connectionId]);
  await sql.query(`delete from sessions where connection_id = $1`, [connectionId]);
  await sql.query(`delete from one_time_links where connection_id = $1`, [connectionId]);
  await sql.query(`delete from api_tokens where connection_id = $1`, [connectionId]);
  await sql.query(`delete from webhook_endpoints where connection_id = $1`, [connectionId]);
  await sql.query(`delete from webhook_events where connection_id = $1`, [connectionId]);
  await sql.query(`update lines set linked = null where connection_id = $1 and linked is not null`, [connectionId]);
  // Later events are left alone. After another install, reconciliation starts anew (N6).
  await sql.query(`delete from maintenance where connection_id = $1`, [connectionId]);
  await sql.query(
    `update connections set status = 'deactivated', reason = 'disconnected', since = $2, webhook_token_hash = null,
       webhook_id = null, webhook_problem = null, aircall_company_id = null, joined_aircall = null where id = $1`,
    [connectionId, new Date(now)],
  );
}
