/** Until when the service has nothing to do, so that virtual time can jump there. */
import type { Database } from "../../src/storage/db/database.ts";

/** The nodes look for work at least this often. */
const LONGEST_MS = 240 * 60_000;

/** Epoch ms. Not after `now` where work is due or running. `lookedAt` is when the nodes last looked for work. */
export async function quietUntil(database: Database, lookedAt: number): Promise<number> {
  const latest = lookedAt + LONGEST_MS;
  const [row] = await database.query<{ at: Date | null }>(
    `select min(greatest(due_at, coalesce(leased_until, due_at))) as at from work_items where due_at < 'infinity'`,
  );
  return Math.min(latest, row?.at?.getTime() ?? latest);
}
