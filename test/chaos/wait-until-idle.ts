/** Waits until no work is left after the faults. Moves every clock instead of waiting long. */
import type { AircallSimulator } from "../../sandbox/aircall/start.ts";
import type { ChaosDatabase } from "./database.ts";

export interface IdleDeps {
  database: ChaosDatabase;
  phone: AircallSimulator["phone"];
  /** Moves the clocks of the simulators and of every process. */
  moveClock(ms: number): void;
  now(): number;
  timeoutMs: number;
  /** Skips the scheduler's back-off of failed work. */
  hurry: boolean;
}

/** Work that is due later than this is regular maintenance. */
const HORIZON_MS = 15 * 60_000;
const POLL_MS = 250;

/** Rejects with what is left if it takes too long. */
export async function waitUntilIdle(deps: IdleDeps): Promise<void> {
  const until = Date.now() + deps.timeoutMs;
  const retries = retrying(deps.phone);
  for (let quiet = 0; quiet < 2;) {
    const left = retries() ?? (await findWaitingWork(deps));
    quiet = left === null ? quiet + 1 : 0;
    if (left !== null && Date.now() > until) throw new Error(`the work is not completed: ${left}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Retries deliveries that have not arrived, one batch at a time. */
function retrying({ deliveries }: AircallSimulator["phone"]): () => string | null {
  let underWay = false;
  return () => {
    const left = deliveries.log.filter(({ state }) => ["held", "sending", "failed"].includes(state)).length;
    if (left === 0) return null;
    if (!underWay) {
      underWay = true;
      void deliveries.retry().finally(() => (underWay = false));
    }
    return `${left} deliveries on their way`;
  };
}

/** What is left, or null. */
async function findWaitingWork({ database, moveClock, now, hurry }: IdleDeps): Promise<string | null> {
  const waiting = await database.query<{ state: string; kind: string; count: number }>(
    `select case when leased_until > now() then 'leased' when attempts > 0 then 'failed' else 'due' end as state, kind,
       count(*)::int as count
     from work_items where leased_until > now() or deferred_since is null and (due_at <= $1 or attempts > 0) group by 1, 2`,
    [new Date(now())],
  );
  if (waiting.length > 0) {
    const latest = new Date(now() + (hurry ? 0 : 20_000));
    await database.query(
      `update work_items set due_at = $1 where attempts > 0 and due_at > $2 and (leased_until is null or leased_until < now())`,
      [new Date(now()), latest],
    );
    return `work ${waiting.map(({ state, kind, count }) => `${count} ${kind} ${state}`).join(", ")}`;
  }
  const [unread] = await database.query<{ count: number }>(
    `select count(*)::int as count from deliveries where outcome is null`,
  );
  const [next] = await database.query<{ at: Date | null; due: number }>(
    `select min(due_at) as at, count(*) filter (where due_at <= $1)::int as due from work_items`,
    [new Date(now())],
  );
  const at = next?.at?.getTime() ?? Infinity;
  if (at > now() && at <= now() + HORIZON_MS) {
    moveClock(at - now());
    return `the next is due in ${Math.round((at - now()) / 1000)} s`;
  }
  if (at > now()) return unread?.count ? `${unread.count} deliveries unprocessed` : null;
  // Due and deferred: the work waits for capacity, or for the sweep.
  moveClock(hurry ? 2_000 : 0);
  return `${next?.due} calls and conversations due`;
}

/** The longest time between two reconciliations of a connection. */
const RECONCILED_MS = 8 * 60_000;

/** Makes every connection due for reconciliation, and waits until that is done. */
export async function reconcileOnce(deps: IdleDeps): Promise<void> {
  const before = deps.now();
  deps.moveClock(RECONCILED_MS);
  const until = Date.now() + deps.timeoutMs;
  for (;;) {
    const [row] = await deps.database.query<{ count: number }>(
      `select count(*)::int as count from maintenance where recent_until < $1`,
      [new Date(before)],
    );
    if (row?.count === 0) break;
    if (Date.now() > until) throw new Error(`${row?.count} connections were not reconciled`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await waitUntilIdle(deps);
}
