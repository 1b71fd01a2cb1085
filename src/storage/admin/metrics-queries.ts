/**
 * Figures about the work of all connections, for operators. They are sums only, and contain nothing of a single
 * connection.
 */
import type { WorkFigures, WorkQueries } from "../../domain/ports/metrics.ts";
import type { Database } from "../db/database.ts";
import { fullestBuckets } from "../rate-limit/usage.ts";

export function workQueries(database: Database): WorkQueries {
  return {
    async read(now) {
      await database.writable?.();
      // The queries run one after another, so that a scrape takes one database connection, not six.
      const oldest = await oldestWork(database);
      const waiting = await database.query<Counted<"priority">>(
        `select coalesce(s.deferred_priority, 'catch-up') as priority, count(*)::int as count
         from activity s join connections c on c.id = s.connection_id
         where s.deferred_since is not null and s.state = 'pending' and c.status = 'active' group by 1`,
      );
      const connections = await database.query<Counted<"status">>(
        `select status, count(*)::int as count from connections group by 1`,
      );
      const rateLimits = await fullestBuckets(database, now);
      const [failed, jobs] = [await failedOf(database), await jobsOf(database, now)];
      return { oldest, waiting, failed, connections, rateLimits, jobs };
    },
  };
}

type Counted<K extends string> = Record<K, string> & { count: number };

/** Counts active connections only. The others keep their deliveries, and nothing is late there. */
async function oldestWork(database: Database): Promise<number | null> {
  const [row] = await database.query<{ at: Date | null }>(
    `select least(
       (select min(d.received_at) from deliveries d join connections c on c.id = d.connection_id
        where d.outcome is null and c.status = 'active'),
       (select min(s.deferred_since) from activity s join connections c on c.id = s.connection_id
        where s.deferred_since is not null and s.state = 'pending' and c.status = 'active')) as at`,
  );
  return row?.at?.getTime() ?? null;
}

/** Counts by connection, so that the query walks the index by state and not the calls of all years. */
async function failedOf(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select coalesce(sum(f.count), 0)::int as count from connections c
     cross join lateral (select count(*) from activity where connection_id = c.id and state = 'failed') f
     where c.status = 'active'`,
  );
  return row?.count ?? 0;
}

/** The label values of the metric. They are older than the kinds of work items. */
const QUEUE = `case kind when 'recording' then 'media' when 'message_file' then 'file' when 'connection' then 'care'
  when 'card' then 'card' else 'turn' end`;

/** Work that is due later, or is deferred, does not wait for a worker and is not counted. */
function jobsOf(database: Database, now: number): Promise<WorkFigures["jobs"]> {
  return database.query(
    `select ${QUEUE} as queue, case when leased_until > now() then 'active' else 'waiting' end as state, count(*)::int as count
     from work_items where leased_until > now() or deferred_since is null and (due_at <= $1 or attempts > 0) group by 1, 2`,
    [new Date(now)],
  );
}
