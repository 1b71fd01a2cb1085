/** The Aircall side of a connection: what an Aircall authorisation stores, and the lines to choose from. */
import type { Line } from "../../domain/call/call.ts";
import type { AircallSide } from "../../domain/ports/install.ts";
import { nameOfJoiner, recordAudit } from "../admin/audit.ts";
import { endDeactivationAlerts } from "../admin/end-alerts.ts";
import { forgetRejections } from "../rate-limit/row.ts";
import { hashToken } from "./connections.ts";
import { keepCredential } from "./credentials.ts";
import { toJsonb, type Sql } from "../db/database.ts";
import { requestRevocation } from "./revocations.ts";
import type { Sealer } from "./seal.ts";
import { recordStatusEvent } from "../webhooks/outbox.ts";

/** The connection stays deactivated until Gorgias is authorised again. */
const GORGIAS_GONE = `(reason = 'authorisation_removed' and exists (select 1 from credentials
  where connection_id = connections.id and vendor = 'gorgias' and problem = 'removed'))`;

export async function keepSide(sql: Sql, sealer: Sealer, connectionId: string, side: AircallSide): Promise<void> {
  await leaveOldSide(sql, connectionId, side);
  await keepCredential(sql, sealer, connectionId, "aircall", side.credential);
  await forgetRejections(sql, connectionId);
  await forgetOtherLines(sql, connectionId, side);
  const [before] = await sql.query<{ company: string | null; status: string }>(
    `select aircall_company_id as company, status from connections where id = $1 for update`,
    [connectionId],
  );
  await sql.query(
    // A connection that was deactivated by hand stays so until it is activated by hand (L7). Without a webhook it was
    // never joined, or was disconnected. In that case `made_at` is set to now (C17).
    `update connections set made_at = case when webhook_token_hash is null then $2 else made_at end,
       aircall_company_id = $3, webhook_id = $4, webhook_token_hash = $5, callback_tag_ids = $6::jsonb,
       joined_aircall = $7::jsonb, webhook_problem = null,
       status = case when reason = 'by_hand' or ${GORGIAS_GONE} then status else 'active' end,
       since = case when reason = 'by_hand' or status = 'active' or ${GORGIAS_GONE} then since else $2 end,
       reason = case when reason = 'by_hand' or ${GORGIAS_GONE} then reason end
     where id = $1`,
    [
      connectionId,
      new Date(side.by.at),
      side.companyId,
      side.webhookId,
      hashToken(side.webhookToken),
      toJsonb(side.callbackTagIds),
      toJsonb({ ...side.by, company: side.companyId }),
    ],
  );
  await endDeactivationAlerts(sql, connectionId, side.by.at);
  await keepLines(sql, connectionId, side.lines);
  if (side.linked) await keepLinks(sql, connectionId, side.linked);
  const change = { by: nameOfJoiner(side.by), now: side.by.at };
  const joined = { action: "aircall_authorised" as const, subject: null };
  await recordAudit(sql, connectionId, { ...joined, from: before?.company ?? null, to: side.companyId }, change);
  const [after] = await sql.query<{ status: string }>(`select status from connections where id = $1`, [connectionId]);
  if (!before || !after || before.status === after.status) return;
  const switched = { action: "status_changed" as const, subject: null };
  await recordAudit(sql, connectionId, { ...switched, from: before.status, to: after.status }, change);
  await recordStatusEvent(sql, connectionId, { status: after.status, reason: null, now: change.now });
}

export async function keepLinks(sql: Sql, connectionId: string, linked: readonly string[]): Promise<void> {
  await sql.query(
    `update lines set linked = (line_id = any($2::text[]))
     where connection_id = $1 and linked is distinct from (line_id = any($2::text[]))`,
    [connectionId, linked],
  );
}

/**
 * A second authorisation may belong to a second Aircall app with its own webhook, which would deliver each call twice.
 * This requests the removal of the old webhook. When the company changes, it also requests that the old company's app
 * is switched off.
 */
async function leaveOldSide(sql: Sql, connectionId: string, side: AircallSide): Promise<void> {
  const [old] = await sql.query<{ webhookId: string | null; companyId: string | null }>(
    `select webhook_id as "webhookId", aircall_company_id as "companyId" from connections where id = $1 for update`,
    [connectionId],
  );
  const webhookId = old?.webhookId === side.webhookId ? null : (old?.webhookId ?? null);
  const appOff = old !== undefined && old.companyId !== null && old.companyId !== side.companyId;
  if (webhookId === null && !appOff) return;
  await requestRevocation(sql, connectionId, { vendor: "aircall", webhookId, appOff, at: side.by.at });
}

/**
 * Another company has none of the chosen lines (N3). Within one company, a line that is gone may still have late
 * events.
 */
async function forgetOtherLines(sql: Sql, connectionId: string, { companyId, lines }: AircallSide): Promise<void> {
  await sql.query(
    `delete from lines where connection_id = $1 and line_id <> all($2::text[])
       and exists (select 1 from connections where id = $1 and aircall_company_id is distinct from $3)`,
    [connectionId, lines.map(({ id }) => id), companyId],
  );
}

export async function keepLines(sql: Sql, connectionId: string, lines: readonly Line[]): Promise<void> {
  for (const line of lines) {
    await sql.query(
      `insert into lines (connection_id, line_id, name, digits, country, time_zone) values ($1, $2, $3, $4, $5, $6)
       on conflict (connection_id, line_id) do update set name = excluded.name, digits = excluded.digits,
         country = excluded.country, time_zone = excluded.time_zone`,
      [connectionId, line.id, line.name, line.digits, line.country, line.timeZone],
    );
  }
}
