/** Tokens of Gorgias: who may refresh one, and what became of it. */
import type { Token } from "../domain/connection.ts";
import type { TokenStore } from "../domain/ports/install.ts";
import { MOST_AHEAD_MS } from "../kit/moments.ts";
import { openCredential } from "./credentials.ts";
import type { Database } from "./database.ts";
import type { Sealer } from "./seal.ts";

/** Longer than a refresh can take. */
const REFRESH_MS = 30_000;

export function tokenStore(database: Database, sealer: Sealer): TokenStore {
  /**
   * False where another token than `old` is kept by now. It goes by the token itself: the same one may be sealed anew
   * meanwhile, or counted as ended.
   */
  const change = (connectionId: string, old: Token, next: Token, right: { givenBack: boolean }) =>
    database.transaction(async (sql) => {
      const [row] = await sql.query<{ sealed: string }>(
        `select sealed from credentials where connection_id = $1 and vendor = 'gorgias' for update`,
        [connectionId],
      );
      const kept = row && (await openCredential(sealer, row.sealed));
      if (kept?.kind !== "bearer" || kept.accessToken !== old.accessToken) return false;
      await sql.query(
        `update credentials set sealed = $2, refreshing_until = case when $3 then null else refreshing_until end
         where connection_id = $1 and vendor = 'gorgias'`,
        [connectionId, await sealer.seal(JSON.stringify(next)), right.givenBack],
      );
      return true;
    });
  return {
    async claimRefresh(connectionId, now) {
      const rows = await database.query(
        `update credentials set refreshing_until = $2 where connection_id = $1 and vendor = 'gorgias'
           and (refreshing_until is null or refreshing_until <= $3
             -- Claimed by a clock that was wrong.
             or refreshing_until > $4) returning 1`,
        [connectionId, new Date(now + REFRESH_MS), new Date(now), new Date(now + REFRESH_MS + MOST_AHEAD_MS)],
      );
      return rows.length > 0;
    },
    replace: (connectionId, old, refreshed) => change(connectionId, old, refreshed, { givenBack: true }),
    async end(connectionId, token) {
      await change(connectionId, token, { ...token, expiresAt: 0 }, { givenBack: false });
    },
  };
}
