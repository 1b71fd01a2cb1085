/** Waiting work and used requests of a connection. */
import type { OverviewQueries } from "../../domain/ports/admin.ts";
import type { Database } from "../db/database.ts";

export function overviewQueries(database: Database): OverviewQueries {
  return {
    async waiting(connectionId) {
      const [row] = await database.query<{ count: number; oldest: Date | null }>(
        `select count(*)::int as count, min(coalesce(started_at, updated_at)) as oldest from activity
         where connection_id = $1 and state = 'pending'`,
        [connectionId],
      );
      return row ?? { count: 0, oldest: null };
    },
    used: (connectionId, since) =>
      database.query<{ kind: string; requests: number }>(
        `select write_kind as kind, sum(requests)::int as requests from writes
         where connection_id = $1 and intended_at >= $2 and requests > 0 group by 1 order by 2 desc, 1`,
        [connectionId, since],
      ),
  };
}
