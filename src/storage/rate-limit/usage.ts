/** The API usage of connections, for the console and for operators. */
import type { UsageFigures, UsageQueries } from "../../domain/ports/usage.ts";
import { usageAt } from "../../rate-limit/bucket.ts";
import type { Database } from "../db/database.ts";
import { rowAccess } from "./row.ts";

const DAY_MS = 24 * 3_600_000;

/** An existing row has its own figures. A missing row is not shown. */
const NO_DEFAULTS = { limit: 0, windowMs: 1, learnsDrain: false };

export function usageQueries(database: Database): UsageQueries {
  const readRow = (connectionId: string, now: number) =>
    rowAccess(database, connectionId, "gorgias", NO_DEFAULTS).read(now);
  return {
    async read(connectionId, now) {
      const since = [connectionId, new Date(now - DAY_MS), new Date(now)];
      const [{ bucket, version }, byPriority, minutes] = await Promise.all([
        readRow(connectionId, now),
        database.query<UsageFigures["byPriority"][number]>(
          `select priority as priority, sum(requests)::int as requests, sum(refused)::int as refused from rate_limit_minutes
           where connection_id = $1 and vendor = 'gorgias' and minute > $2 and minute <= $3 group by priority order by priority`,
          since,
        ),
        database.query<UsageFigures["minutes"][number]>(
          `select minute, sum(requests)::int as requests, sum(refused)::int as refused from rate_limit_minutes
           where connection_id = $1 and vendor = 'gorgias' and minute > $2 and minute <= $3 group by minute order by minute`,
          since,
        ),
      ]);
      const { limit, drainPerS, blockedUntil, sharePercent } = bucket;
      const paused = blockedUntil !== null && blockedUntil > now ? new Date(blockedUntil) : null;
      const shown = { limit, drainPerS, used: usageAt(bucket, now), blockedUntil: paused };
      return { bucket: version === 0 ? null : shown, sharePercent, byPriority, minutes };
    },
    async current(connectionId, now) {
      const { bucket, version } = await readRow(connectionId, now);
      return version === 0 ? null : { limit: bucket.limit, used: usageAt(bucket, now) };
    },
  };
}

/**
 * The fullest bucket of each vendor, where 1 is its limit. Only this SQL computes the drain (as `drained` in
 * rate-limit/bucket.ts).
 */
export function fullestBuckets(database: Database, now: number): Promise<{ vendor: string; used: number }[]> {
  return database.query(
    `select b.vendor, max(greatest(0, b.level - b.drain_per_s * extract(epoch from $1::timestamptz - b.level_at)::float8)
       / b.capacity) as used
     from rate_limits b join connections c on c.id = b.connection_id where c.status = 'active' and b.capacity > 0 group by 1`,
    [new Date(now)],
  );
}
