/**
 * Credentials over time: which node may refresh a Gorgias token, the result of the refresh, and the problems of each
 * credential.
 */
import {
  authorizationOf,
  type Credential,
  type CredentialProblem,
  type Token,
  type Vendor,
} from "../../domain/connection/connection.ts";
import type { RefreshClaim, TokenStore } from "../../domain/ports/install.ts";
import { MOST_AHEAD_MS } from "../../kit/moments.ts";
import { openCredential } from "./credentials.ts";
import type { Database, Sql } from "../db/database.ts";
import type { Sealer } from "./seal.ts";

/** Longer than a refresh takes. */
const REFRESH_MS = 30_000;
/** The longest wait before a failed refresh is retried. */
const LONGEST_HOLD_MS = 15 * 60_000;

export function tokenStore(database: Database, sealer: Sealer): TokenStore {
  /**
   * Changes the row only while it still has this credential. It compares the credential itself, because the row may be
   * resealed meanwhile, or its token marked as expired.
   */
  const whileStored = (
    connectionId: string,
    vendor: Vendor,
    known: Credential,
    change: (sql: Sql) => Promise<unknown>,
  ) =>
    database.transaction(async (sql) => {
      const [row] = await sql.query<{ sealed: string }>(
        `select sealed from credentials where connection_id = $1 and vendor = $2 for update`,
        [connectionId, vendor],
      );
      const kept = row && (await openCredential(sealer, row.sealed));
      if (!kept || authorizationOf(kept) !== authorizationOf(known)) return false;
      await change(sql);
      return true;
    });
  return {
    claimRefresh: (connectionId, now) => claimRefresh(database, connectionId, now),
    replace: async (connectionId, old, refreshed) => {
      const sealed = await sealer.seal(JSON.stringify(refreshed));
      return whileStored(connectionId, "gorgias", old, (sql) =>
        sql.query(
          // A renewed token that the API rejects remains a problem until the API accepts one.
          `update credentials set sealed = $2, refreshing_until = null, refresh_failures = 0,
             problem = case when problem_why = 'refused again' then problem end,
             problem_since = case when problem_why = 'refused again' then problem_since end,
             problem_why = case when problem_why = 'refused again' then problem_why end
           where connection_id = $1 and vendor = 'gorgias'`,
          [connectionId, sealed],
        ),
      );
    },
    async end(connectionId, token) {
      const ended: Token = { ...token, expiresAt: 0 };
      const sealed = await sealer.seal(JSON.stringify(ended));
      await whileStored(connectionId, "gorgias", token, (sql) =>
        sql.query(`update credentials set sealed = $2 where connection_id = $1 and vendor = 'gorgias'`, [
          connectionId,
          sealed,
        ]),
      );
    },
    async postpone(connectionId, { why, until, now }) {
      await database.query(
        `update credentials set refreshing_until = $2, refresh_failures = refresh_failures + 1, problem = 'not renewed',
           problem_why = $3, problem_since = coalesce(problem_since, $4) where connection_id = $1 and vendor = 'gorgias'`,
        [connectionId, new Date(until), why, new Date(now)],
      );
    },
    judge: (connectionId, vendor, credential, problem) =>
      whileStored(connectionId, vendor, credential, (sql) => keepProblem(sql, connectionId, vendor, problem)),
  };
}

async function claimRefresh(database: Database, connectionId: string, now: number): Promise<RefreshClaim> {
  const [mine] = await database.query<{ failures: number }>(
    `update credentials set refreshing_until = $2 where connection_id = $1 and vendor = 'gorgias'
       and (refreshing_until is null or refreshing_until <= $3
         -- Claimed by a clock that was wrong.
         or refreshing_until > $4) returning refresh_failures as failures`,
    [connectionId, new Date(now + REFRESH_MS), new Date(now), new Date(now + LONGEST_HOLD_MS + MOST_AHEAD_MS)],
  );
  if (mine) return { kind: "yours", failures: mine.failures };
  const [taken] = await database.query<{ until: Date | null }>(
    `select refreshing_until as until from credentials where connection_id = $1 and vendor = 'gorgias'`,
    [connectionId],
  );
  return { kind: "taken", until: taken?.until?.getTime() ?? now };
}

async function keepProblem(
  sql: Sql,
  connectionId: string,
  vendor: Vendor,
  problem: CredentialProblem | null,
): Promise<void> {
  await sql.query(
    `update credentials set problem = $3, problem_why = $4,
       problem_since = case when problem is not distinct from $3 then problem_since else $5 end
     where connection_id = $1 and vendor = $2`,
    [
      connectionId,
      vendor,
      problem?.kind ?? null,
      problem?.why ?? null,
      problem === null ? null : new Date(problem.since),
    ],
  );
}
