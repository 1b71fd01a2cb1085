/** The sessions of signed-in users. The cookie's value is a secret, and only its hash is stored. */
import type { SessionStore, SignedIn } from "../../domain/ports/oauth.ts";
import { hashToken } from "../connection/connections.ts";
import { nameOfJoiner, recordAudit } from "./audit.ts";
import type { Database, Sql } from "../db/database.ts";

const SESSION_MS = 12 * 3_600_000;

interface Row {
  connectionId: string;
  account: string;
  name: string | null;
  email: string | null;
  csrfToken: string;
  userId: string | number | null;
  confirmedAt: Date;
  openedBy: "link" | "key" | null;
}

export function sessionStore(database: Database): SessionStore {
  return {
    open: (session, now) => database.transaction((sql) => open(sql, session, now)),
    async find(sessionId, now) {
      const [row] = await database.query<Row>(
        `select s.connection_id as "connectionId", c.account, user_name as name, user_email as email, csrf_token as "csrfToken",
           opened_by as "openedBy", help_desk_user_id as "userId", coalesce(role_checked_at, s.created_at) as "confirmedAt"
         from sessions s join connections c on c.id = s.connection_id where id_hash = $1 and expires_at > $2`,
        [hashToken(sessionId), new Date(now)],
      );
      if (!row) return null;
      const { connectionId, account, name, email, csrfToken, userId, confirmedAt, openedBy } = row;
      const user = { id: userId === null ? null : Number(userId), name, email };
      const session = { sessionId, connectionId, account, user, csrfToken, confirmedAt: confirmedAt.getTime() };
      return openedBy === null ? session : { ...session, openedBy };
    },
    async confirm(sessionId, confirmedAt) {
      await database.query(`update sessions set role_checked_at = $2 where id_hash = $1`, [
        hashToken(sessionId),
        new Date(confirmedAt),
      ]);
    },
    async endOf(connectionId, userId) {
      await database.query(`delete from sessions where connection_id = $1 and help_desk_user_id = $2`, [
        connectionId,
        userId,
      ]);
    },
    async end(sessionId) {
      await database.query(`delete from sessions where id_hash = $1`, [hashToken(sessionId)]);
    },
  };
}

/** A sign-in by OAuth has its own entry in the audit log: the authorisation. */
async function open(sql: Sql, session: SignedIn, now: number): Promise<void> {
  const { sessionId, connectionId, user, csrfToken, openedBy = null } = session;
  await sql.query(`delete from sessions where expires_at < $1`, [new Date(now)]);
  await sql.query(
    `insert into sessions (id_hash, connection_id, user_name, user_email, csrf_token, created_at, expires_at,
       help_desk_user_id, role_checked_at, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9)`,
    [
      hashToken(sessionId),
      connectionId,
      user.name,
      user.email,
      csrfToken,
      new Date(now),
      new Date(now + SESSION_MS),
      user.id ?? null,
      openedBy,
    ],
  );
  if (openedBy === null) return;
  const entry = { action: "signed_in" as const, subject: openedBy, from: null, to: null };
  await recordAudit(sql, connectionId, entry, { by: nameOfJoiner({ ...user, at: now }), now });
}
