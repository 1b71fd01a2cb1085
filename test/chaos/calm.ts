/** Peace after the chaos: waits until nothing is to be done any more, moving everybody's clock instead of waiting long. */
import type { LittleAircall } from "../../sandbox/aircall/start.ts";
import type { ChaosDatabase } from "./database.ts";

export interface CalmDeps {
  database: ChaosDatabase;
  phone: LittleAircall["phone"];
  /** Moves the clock of the vendors and of every process. */
  moveClock(ms: number): void;
  now(): number;
  patienceMs: number;
  /** Does not wait for the queue's own patience with what failed. */
  hurry: boolean;
}

/** What comes later than this would come without chaos, too. */
const HORIZON_MS = 15 * 60_000;
const LOOK_AGAIN_MS = 250;

/** Rejects, and says what is left, when it takes too long. */
export async function waitForQuiet(deps: CalmDeps): Promise<void> {
  const until = Date.now() + deps.patienceMs;
  const retries = retrying(deps.phone);
  for (let quiet = 0; quiet < 2;) {
    const left = retries() ?? (await lookAround(deps));
    quiet = left === null ? quiet + 1 : 0;
    if (left !== null && Date.now() > until) throw new Error(`the work does not settle: ${left}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** Deliveries that have not arrived are tried again at once; each of them one at a time. */
function retrying({ deliveries }: LittleAircall["phone"]): () => string | null {
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

/** What is still to be done, or null. */
async function lookAround({ database, moveClock, now, hurry }: CalmDeps): Promise<string | null> {
  const jobs = await database.query<{ state: string; name: string; count: number }>(
    `select state::text, name, count(*)::int as count from pgboss.job
     where name in ('card', 'turn', 'file', 'media', 'care') and state in ('created', 'active', 'retry') group by 1, 2`,
  );
  if (jobs.length > 0) {
    const wait = hurry ? "0 seconds" : "20 seconds";
    await database.query(
      `update pgboss.job set start_after = now() where state = 'retry' and start_after > now() + $1::interval`,
      [wait],
    );
    return `jobs ${jobs.map(({ state, name, count }) => `${count} ${name} ${state}`).join(", ")}`;
  }
  const [unread] = await database.query<{ count: number }>(
    `select count(*)::int as count from deliveries where outcome is null`,
  );
  const [next] = await database.query<{ at: Date | null; due: number }>(
    `select min(wake_at) as at, count(*) filter (where wake_at <= $1)::int as due from subjects`,
    [new Date(now())],
  );
  const at = next?.at?.getTime() ?? Infinity;
  if (at > now() && at <= now() + HORIZON_MS) {
    moveClock(at - now());
    return `the next is due in ${Math.round((at - now()) / 1000)} s`;
  }
  if (at > now()) return unread?.count ? `${unread.count} deliveries unread` : null;
  // Due, and not taken up: it waits for room, or for the sweep.
  moveClock(hurry ? 2_000 : 0);
  return `${next?.due} calls and conversations due`;
}

/** Calls are compared with Aircall's list again after this at the latest. */
const COMPARED_MS = 8 * 60_000;

/** Has the calls of every connection compared once, and waits until that is done. */
export async function careOnce(deps: CalmDeps): Promise<void> {
  const before = deps.now();
  deps.moveClock(COMPARED_MS);
  const until = Date.now() + deps.patienceMs;
  for (;;) {
    const [row] = await deps.database.query<{ count: number }>(
      `select count(*)::int as count from care where recent_until < $1`,
      [new Date(before)],
    );
    if (row?.count === 0) break;
    if (Date.now() > until) throw new Error(`${row?.count} connections were not looked after`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  await waitForQuiet(deps);
}
