/** The work of all connections in figures, for operators. Only sums leave: nothing that belongs to one connection. */
import type { WorkFigures, WorkQueries } from "../domain/ports/metrics.ts";
import type { Database } from "./database.ts";
import { fullestBuckets } from "./rate-limit/usage.ts";

export function workQueries(database: Database): WorkQueries {
  return {
    async read(now) {
      await database.writable?.();
      // One after the other: a scrape takes one connection to the database, not six.
      const oldest = await oldestWork(database);
      const waiting = await database.query<Counted<"lane">>(
        `select coalesce(s.held_lane, 'catch-up') as lane, count(*)::int as count
         from subjects s join connections c on c.id = s.connection_id
         where s.held_since is not null and s.state = 'pending' and c.status = 'active' group by 1`,
      );
      const connections = await database.query<Counted<"status">>(
        `select status, count(*)::int as count from connections group by 1`,
      );
      const rateLimits = await fullestBuckets(database, now);
      const [failed, jobs] = [await failedOf(database), await jobsOf(database)];
      return { oldest, waiting, failed, connections, rateLimits, jobs };
    },
  };
}

type Counted<K extends string> = Record<K, string> & { count: number };

/** Connections that are switched off keep their deliveries for as long as they like; nothing is late there. */
async function oldestWork(database: Database): Promise<number | null> {
  const [row] = await database.query<{ at: Date | null }>(
    `select least(
       (select min(d.received_at) from deliveries d join connections c on c.id = d.connection_id
        where d.outcome is null and c.status = 'active'),
       (select min(s.held_since) from subjects s join connections c on c.id = s.connection_id
        where s.held_since is not null and s.state = 'pending' and c.status = 'active')) as at`,
  );
  return row?.at?.getTime() ?? null;
}

/** By connection, so that the index by state is walked and not the calls of all years. */
async function failedOf(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select coalesce(sum(f.count), 0)::int as count from connections c
     cross join lateral (select count(*) from subjects where connection_id = c.id and state = 'failed') f
     where c.status = 'active'`,
  );
  return row?.count ?? 0;
}

function jobsOf(database: Database): Promise<WorkFigures["jobs"]> {
  return database.query(
    `select name as queue, case when state = 'active' then 'active' else 'waiting' end as state, count(*)::int as count
     from pgboss.job where state in ('created', 'retry', 'active') group by 1, 2`,
  );
}
