/** Until when the service has nothing to do, so that virtual time can jump there. */
import type { Database } from "../../src/storage/db/database.ts";

/** Maintenance looks at a quiet company so often. The service does it every minute. */
const LONGEST_BY_DAY_MS = 30 * 60_000;
const LONGEST_BY_NIGHT_MS = 240 * 60_000;
const DAY_BEGINS_AT_HOUR = 7;
const DAY_ENDS_AT_HOUR = 20;

/** Epoch ms. Not after `now` where work is due or running. `lookedAt` is when the nodes last looked for work. */
export async function quietUntil(database: Database, now: number, lookedAt: number): Promise<number> {
  const hour = new Date(now).getUTCHours();
  const isDay = hour >= DAY_BEGINS_AT_HOUR && hour < DAY_ENDS_AT_HOUR;
  const latest = lookedAt + (isDay ? LONGEST_BY_DAY_MS : LONGEST_BY_NIGHT_MS);
  const [row] = await database.query<{ at: Date | null }>(
    `select min(greatest(due_at, coalesce(leased_until, due_at))) as at from work_items where due_at < 'infinity'`,
  );
  return Math.min(latest, row?.at?.getTime() ?? latest);
}
