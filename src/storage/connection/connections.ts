/** Connections, their lines and their sealed credentials. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Connection, ConnectionDraft } from "../../domain/connection/connection.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import { settingsSchema } from "../../domain/settings/settings.ts";
import { recordAudit } from "../admin/audit.ts";
import { openCredential, readCredential } from "./credentials.ts";
import { systemClock, type Clock } from "../../kit/clock.ts";
import { toJsonb, type Database, type Sql } from "../db/database.ts";
import type { Sealer } from "./seal.ts";
import { selectLines } from "./select-lines.ts";

export const connectionRowSchema = z
  .object({
    id: z.string(),
    account: z.string(),
    status: z.enum(["installing", "active", "deactivated"]),
    settings: settingsSchema,
    callback_tag_ids: z.object({ requested: z.array(z.string()), done: z.array(z.string()) }),
  })
  .transform(({ callback_tag_ids, ...row }): Connection => ({ ...row, callbackTagIds: callback_tag_ids }));

export function connectionStore(database: Database, sealer: Sealer, clock: Clock = systemClock): ConnectionStore {
  return {
    add: (draft, now, by) =>
      database.transaction(async (sql) => {
        await addConnection(sql, sealer, draft, now);
        const entry = { action: "connection_added" as const, subject: null, from: null, to: "active" };
        if (by !== undefined) await recordAudit(sql, draft.id, entry, { by, now });
      }),
    async endpointOf(webhookKey) {
      const [row] = await database.keyed<{ id: string; hash: string }>(
        `select id, webhook_token_hash as hash from connections where webhook_key = $1 and webhook_token_hash is not null`,
        [webhookKey],
      );
      return row ? { connectionId: row.id, tokenHash: row.hash } : null;
    },
    async withAccount(account) {
      const [row] = await database.query(
        `select id, account, status, settings, callback_tag_ids from connections where account = $1`,
        [account],
      );
      return row ? connectionRowSchema.parse(row) : null;
    },
    credential: (connectionId, vendor) => readCredential(database, sealer, connectionId, vendor),
    async holderOfLines(lineIds, except) {
      const [row] = await database.query<{ account: string }>(
        `select account from lines l join connections c on c.id = l.connection_id
         where l.line_id = any($1::text[]) and c.id is distinct from $2
           and exists (select from credentials where connection_id = c.id and vendor = 'aircall') limit 1`,
        [lineIds, except],
      );
      return row?.account ?? null;
    },
    unseal: (sealed) => openCredential(sealer, sealed),
    selectLines: (connectionId, lineIds, change) =>
      database.transaction((sql) => selectLines(sql, connectionId, lineIds, { change, now: change?.now ?? clock() })),
    async remove(connectionId) {
      await database.query(
        `with work as (delete from work_items where connection_id = $1) delete from connections where id = $1`,
        [connectionId],
      );
    },
  };
}

/** The hash that the webhook endpoint compares. The token itself is not stored. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

async function addConnection(sql: Sql, sealer: Sealer, draft: ConnectionDraft, now: number): Promise<void> {
  await sql.query(
    `insert into connections (id, account, status, webhook_key, webhook_token_hash, settings, callback_tag_ids, created_at, webhook_id, joined_gorgias)
     values ($1, $2, 'active', $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9::jsonb)`,
    [
      draft.id,
      draft.account,
      draft.webhookKey,
      hashToken(draft.webhookToken),
      toJsonb(draft.settings ?? {}),
      toJsonb(draft.callbackTagIds),
      new Date(now),
      draft.webhookId ?? null,
      draft.joinedBy ? toJsonb(draft.joinedBy) : null,
    ],
  );
  for (const line of draft.lines) {
    await sql.query(
      `insert into lines (connection_id, line_id, name, digits, country, time_zone, selected) values ($1, $2, $3, $4, $5, $6, $7)`,
      [draft.id, line.id, line.name, line.digits, line.country, line.timeZone, line.selected],
    );
  }
  for (const vendor of ["aircall", "gorgias"] as const) {
    const sealed = await sealer.seal(JSON.stringify(draft.credentials[vendor]));
    await sql.query(`insert into credentials (connection_id, vendor, sealed) values ($1, $2, $3)`, [
      draft.id,
      vendor,
      sealed,
    ]);
  }
}
