/** Installations: what each side of a connection was joined with, and how it stands. */
import type { Line } from "../domain/call.ts";
import type { AircallSide, Installation, InstallStore } from "../domain/ports/install.ts";
import { hashToken } from "./connections.ts";
import { toJsonb, type Database, type Sql } from "./database.ts";
import type { Sealer } from "./seal.ts";

const READ = `
  select id, account, status, reason, webhook_key as "webhookKey", webhook_id as "webhookId",
    exists (select 1 from credentials where connection_id = c.id and vendor = 'aircall') as "hasAircall"
  from connections c`;

export function installStore(database: Database, sealer: Sealer): InstallStore {
  return {
    joinGorgias: (fresh, credential, by) =>
      database.transaction(async (sql) => {
        await sql.query(
          `insert into connections (id, account, status, webhook_key, created_at, since) values ($1, $2, 'installing', $3, $4, $4)
           on conflict (account) do nothing`,
          [fresh.id, fresh.account, fresh.webhookKey, new Date(by.at)],
        );
        const [row] = await sql.query<Installation>(`${READ} where account = $1`, [fresh.account]);
        if (!row) throw new Error(`the connection of ${fresh.account} was not kept`);
        await keepCredential(sql, sealer, row.id, "gorgias", JSON.stringify(credential));
        await sql.query(`update connections set joined_gorgias = $2::jsonb where id = $1`, [row.id, toJsonb(by)]);
        return row;
      }),
    joinAircall: (connectionId, side) => database.transaction((sql) => keepSide(sql, sealer, connectionId, side)),
    keepLines: (connectionId, lines) => keepLines(database, connectionId, lines),
    keepWebhook: (connectionId, webhook) => keepWebhook(database, connectionId, webhook),
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
    async setStatus(connectionId, status, reason, now) {
      // Who is active again has not been refused yet: patience begins anew (L5).
      await database.query(
        `with forgiven as (update budgets set refused_since = null, version = version + 1
           where connection_id = $1 and refused_since is not null and $2 = 'active')
         update connections set status = $2, reason = $3, since = case when status = $2 and reason is not distinct from $3 then since else $4 end
         where id = $1`,
        [connectionId, status, reason, new Date(now)],
      );
    },
    async recordSwitch(connectionId, { from, to, by }, now) {
      await database.query(
        `insert into setting_changes (connection_id, name, from_value, to_value, changed_by, changed_at)
         values ($1, 'connection', $2::jsonb, $3::jsonb, $4, $5)`,
        [connectionId, toJsonb(from), toJsonb(to), by, new Date(now)],
      );
    },
    wipe: (connectionId, now) =>
      database.transaction(async (sql) => {
        await sql.query(`delete from credentials where connection_id = $1`, [connectionId]);
        await sql.query(`delete from sessions where connection_id = $1`, [connectionId]);
        // What happens from now on is not ours: should it be installed again, comparing begins anew (N6).
        await sql.query(`delete from care where connection_id = $1`, [connectionId]);
        await sql.query(
          `update connections set status = 'deactivated', reason = 'disconnected', since = $2, webhook_token_hash = null,
             webhook_id = null, aircall_company_id = null, joined_aircall = null where id = $1`,
          [connectionId, new Date(now)],
        );
      }),
  };
}

async function keepWebhook(
  sql: Sql,
  connectionId: string,
  { webhookId, token }: { webhookId: string; token: string },
): Promise<void> {
  await sql.query(
    `update connections set webhook_id = $2, webhook_token_hash = $3
     where id = $1 and (webhook_id, webhook_token_hash) is distinct from ($2, $3)`,
    [connectionId, webhookId, hashToken(token)],
  );
}

async function keepCredential(
  sql: Sql,
  sealer: Sealer,
  connectionId: string,
  vendor: string,
  plain: string,
): Promise<void> {
  await sql.query(
    `insert into credentials (connection_id, vendor, sealed) values ($1, $2, $3)
     on conflict (connection_id, vendor) do update set sealed = excluded.sealed, refreshing_until = null`,
    [connectionId, vendor, await sealer.seal(plain)],
  );
}

async function keepSide(sql: Sql, sealer: Sealer, connectionId: string, side: AircallSide): Promise<void> {
  await keepCredential(sql, sealer, connectionId, "aircall", JSON.stringify(side.credential));
  await sql.query(
    // What somebody switched off by hand stays off until somebody switches it on (L7).
    `update connections set aircall_company_id = $3, webhook_id = $4, webhook_token_hash = $5, callback_tag_ids = $6::jsonb,
       joined_aircall = $7::jsonb,
       status = case when reason = 'by hand' then status else 'active' end,
       since = case when reason = 'by hand' or status = 'active' then since else $2 end,
       reason = case when reason = 'by hand' then reason end
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
  await keepLines(sql, connectionId, side.lines);
}

async function keepLines(sql: Sql, connectionId: string, lines: readonly Line[]): Promise<void> {
  for (const line of lines) {
    await sql.query(
      `insert into lines (connection_id, line_id, name, digits, country, time_zone) values ($1, $2, $3, $4, $5, $6)
       on conflict (connection_id, line_id) do update set name = excluded.name, digits = excluded.digits,
         country = excluded.country, time_zone = excluded.time_zone`,
      [connectionId, line.id, line.name, line.digits, line.country, line.timeZone],
    );
  }
}
