/** One-time links, and the browsers that one of them has admitted to the set-up page. */
import type { OneTimeLinks, SetUpSessions } from "../../domain/ports/access.ts";
import { recordAudit } from "../admin/audit.ts";
import { hashToken } from "./connections.ts";
import type { Database } from "../db/database.ts";

export function oneTimeLinks(database: Database): OneTimeLinks {
  return {
    make: ({ secret, connectionId, expiresAt }, change) =>
      database.transaction(async (sql) => {
        await sql.query(`delete from one_time_links where expires_at < $1`, [new Date(change.now)]);
        await sql.query(`insert into one_time_links (token_hash, connection_id, expires_at) values ($1, $2, $3)`, [
          hashToken(secret),
          connectionId,
          new Date(expiresAt),
        ]);
        const entry = { action: "console_link_made" as const, subject: null, from: null, to: null };
        if (connectionId !== null) await recordAudit(sql, connectionId, entry, change);
      }),
    async take(secret, now) {
      // One statement, so that of two browsers one gets it.
      const [row] = await database.query<{ connectionId: string | null; expires_at: Date }>(
        `delete from one_time_links where token_hash = $1 returning connection_id as "connectionId", expires_at`,
        [hashToken(secret)],
      );
      if (!row || row.expires_at.getTime() <= now) return null;
      if (row.connectionId === null) return { connectionId: null, account: null };
      const [connection] = await database.query<{ account: string }>(`select account from connections where id = $1`, [
        row.connectionId,
      ]);
      return connection ? { connectionId: row.connectionId, account: connection.account } : null;
    },
  };
}

export function setUpSessions(database: Database): SetUpSessions {
  return {
    async open(secret, { now, expiresAt }) {
      await database.query(`delete from set_up_sessions where expires_at < $1`, [new Date(now)]);
      await database.query(`insert into set_up_sessions (id_hash, expires_at) values ($1, $2)`, [
        hashToken(secret),
        new Date(expiresAt),
      ]);
    },
    async isOpen(secret, now) {
      const rows = await database.query(`select 1 from set_up_sessions where id_hash = $1 and expires_at > $2`, [
        hashToken(secret),
        new Date(now),
      ]);
      return rows.length > 0;
    },
    async end(secret) {
      await database.query(`delete from set_up_sessions where id_hash = $1`, [hashToken(secret)]);
    },
  };
}
