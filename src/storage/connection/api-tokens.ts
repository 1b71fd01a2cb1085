/** API tokens. Only hashes are stored, and a comparison takes the same time for every value. */
import { timingSafeEqual } from "node:crypto";
import { prefixOf, type ApiToken } from "../../domain/connection/api-token.ts";
import type { ChangedBy } from "../../domain/connection/audit.ts";
import type { ApiTokenStore, KnownToken, NewToken } from "../../domain/ports/api-tokens.ts";
import { recordAudit } from "../admin/audit.ts";
import { hashToken } from "./connections.ts";
import { toText, type Database, type Sql } from "../db/database.ts";

const COLUMNS = `id, name, scope, prefix, created_by as "createdBy", created_at as "createdAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt"`;

/** The last use is stored at most this often, so that a busy token does not write with every read. */
const USED_EVERY_MS = 60_000;

export function apiTokenStore(database: Database): ApiTokenStore {
  return {
    list: (connectionId) =>
      database.query<ApiToken>(
        `select ${COLUMNS} from api_tokens where connection_id = $1 order by created_at desc, id`,
        [connectionId],
      ),
    add: (connectionId, token, most, change) =>
      database.transaction((sql) => add(sql, connectionId, token, { most, change })),
    revoke: (connectionId, id, change) =>
      database.transaction(async (sql) => {
        const [gone] = await sql.query<{ name: string; scope: string }>(
          `delete from api_tokens where connection_id = $1 and id = $2 returning name, scope`,
          [connectionId, id],
        );
        if (!gone) return false;
        const entry = { action: "token_revoked" as const, subject: gone.name, from: gone.scope, to: null };
        await recordAudit(sql, connectionId, entry, change);
        return true;
      }),
    identify: (token, now) => identify(database, token, now),
  };
}

async function add(
  sql: Sql,
  connectionId: string,
  { id, name, scope, token, expiresAt }: NewToken,
  { most, change }: { most: number; change: ChangedBy },
): Promise<ApiToken | null> {
  // The lock makes the count hold until the end of the transaction.
  await sql.query(`select 1 from connections where id = $1 for update`, [connectionId]);
  const [made] = await sql.query<ApiToken>(
    `insert into api_tokens (id, connection_id, name, scope, prefix, token_hash, created_by, created_at, expires_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9
     where (select count(*) from api_tokens where connection_id = $2) < $10 returning ${COLUMNS}`,
    [
      id,
      connectionId,
      toText(name),
      scope,
      prefixOf(token),
      hashToken(token),
      toText(change.by),
      new Date(change.now),
      expiresAt === null ? null : new Date(expiresAt),
      most,
    ],
  );
  if (!made) return null;
  const entry = { action: "token_created" as const, subject: name, from: null, to: scope };
  await recordAudit(sql, connectionId, entry, change);
  return made;
}

interface Candidate extends KnownToken {
  hash: string;
  lastUsedAt: Date | null;
}

async function identify(database: Database, token: string, now: number): Promise<KnownToken | null> {
  const prefix = prefixOf(token);
  if (prefix === null) return null;
  const candidates = await database.query<Candidate>(
    `select t.id, t.name, t.scope, t.connection_id as "connectionId", c.account, t.token_hash as hash,
       t.last_used_at as "lastUsedAt"
     from api_tokens t join connections c on c.id = t.connection_id
     where t.prefix = $1 and (t.expires_at is null or t.expires_at > $2)`,
    [prefix, new Date(now)],
  );
  const given = Buffer.from(hashToken(token));
  const found = candidates.find(({ hash }) => timingSafeEqual(Buffer.from(hash), given));
  if (!found) return null;
  const { hash: _hash, lastUsedAt, ...known } = found;
  if (lastUsedAt === null || now - lastUsedAt.getTime() >= USED_EVERY_MS)
    await database.query(`update api_tokens set last_used_at = $3 where connection_id = $1 and id = $2`, [
      known.connectionId,
      known.id,
      new Date(now),
    ]);
  return known;
}
