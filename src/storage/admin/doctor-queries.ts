/** What the doctor reads from our own database. */
import type { DoctorQueries, ExaminedConnection } from "../../domain/ports/doctor.ts";
import type { Database } from "../db/database.ts";
import { pendingMigrations } from "../db/migrate.ts";
import { idText } from "../activity/activity-id.ts";

const EXAMPLES = 5;

export function doctorQueries(database: Database): DoctorQueries {
  return {
    async now() {
      const [row] = await database.query<{ at: Date }>(`select clock_timestamp() as at`);
      return row?.at.getTime() ?? Number.NaN;
    },
    async nodes() {
      const rows = await database.query<{ role: string; skewMs: number; startedAt: Date }>(
        `select role, skew_ms as "skewMs", started_at as "startedAt" from nodes
         where seen_at > clock_timestamp() - interval '5 minutes' order by started_at`,
      );
      return rows.map(({ startedAt, ...row }) => ({ ...row, startedAt: startedAt.getTime() }));
    },
    pending: () => pendingMigrations(database),
    connections: (account) =>
      database.query<ExaminedConnection & Record<string, unknown>>(
        `select id, account, status, reason, webhook_key as "webhookKey",
           exists (select 1 from credentials where connection_id = c.id and vendor = 'gorgias') as "hasGorgias",
           exists (select 1 from credentials where connection_id = c.id and vendor = 'aircall') as "hasAircall"
         from connections c where $1::text is null or account = $1 order by account`,
        [account],
      ),
    webhooks: () =>
      database.query<{ key: string; webhookId: string | null }>(
        `select webhook_key as key, webhook_id as "webhookId" from connections where webhook_token_hash is not null`,
      ),
    async work(connectionId) {
      const [row] = await database.query<{ failed: number; oldest: string | null; since: Date | null }>(
        `select (select count(*)::int from activity where connection_id = $1 and state = 'failed') as failed, o.id as oldest,
           o.deferred_since as since
         from (select 1) one left join
           (select ${idText("a")} as id, deferred_since from activity a where connection_id = $1 and deferred_since is not null
            order by deferred_since, kind, ref limit 1) o on true`,
        [connectionId],
      );
      const { failed = 0, oldest = null, since = null } = row ?? {};
      const examples = failed > 0 ? await failedOf(database, connectionId, EXAMPLES) : [];
      return { failed, examples, oldest: oldest && since ? { activityId: oldest, since: since.getTime() } : null };
    },
    failed: (connectionId) => failedOf(database, connectionId, null),
  };
}

async function failedOf(database: Database, connectionId: string, limit: number | null): Promise<string[]> {
  const rows = await database.query<{ activityId: string }>(
    `select ${idText("a")} as "activityId" from activity a
     where connection_id = $1 and state = 'failed' order by started_at, kind, ref limit $2`,
    [connectionId, limit],
  );
  return rows.map(({ activityId }) => activityId);
}
