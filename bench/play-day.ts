/** Plays timed actions through the whole service on a clock that jumps, and watches its requests to Gorgias. */
import type { Action } from "../test/helpers/busy-day.ts";
import type { Shop } from "../test/helpers/shop.ts";
import type { World } from "../test/helpers/world.ts";

export interface PlayedDay {
  /** When each request reached Gorgias, in epoch ms. */
  requestsAt: number[];
  /** Answered with 429. */
  refused: number;
  /** The longest that a work item was deferred, in ms. */
  longestWaitMs: number;
}

/** A running service sweeps every second. */
const SWEEP_MS = 1_000;
const MINUTE_MS = 60_000;
/** After the last action, for files and retries. */
const AFTERWARDS_MS = 30 * MINUTE_MS;

export async function playDay(world: World, shop: Shop, actions: readonly Action[]): Promise<PlayedDay> {
  const { services, clock } = world;
  const played: PlayedDay = { requestsAt: [], refused: 0, longestWaitMs: 0 };
  let sweptAt = 0;
  /** Runs what is due, at its time, until the clock shows `until`. */
  const workUntil = async (until: number) => {
    for (;;) {
      const { due, deferredSince } = await lookAhead(world);
      if (due !== null && due <= clock.now()) {
        const { completed, failed } = await services.scheduler.step(services.run);
        if (completed + failed > 0) continue;
      }
      if (clock.now() - sweptAt >= SWEEP_MS) {
        sweptAt = clock.now();
        if ((await services.sweep()) > 0) continue;
      }
      const now = clock.now();
      if (deferredSince !== null) played.longestWaitMs = Math.max(played.longestWaitMs, now - deferredSince);
      if (now >= until) return;
      const next = deferredSince === null ? Math.max(due ?? Infinity, now + 1) : now + SWEEP_MS;
      // Maintenance is due every minute, whatever else is.
      clock.advance(Math.min(next, now + MINUTE_MS, until) - now);
    }
  };
  const began = clock.now();
  for (const { at, act } of actions) {
    await workUntil(began + at * 1_000);
    await act();
    collect(shop, played);
  }
  await workUntil(clock.now() + AFTERWARDS_MS);
  collect(shop, played);
  return played;
}

/** The simulator remembers only its latest requests. */
function collect({ desk, account }: Shop, played: PlayedDay): void {
  for (const { at, status } of desk.requests(account)) {
    played.requestsAt.push(at);
    if (status === 429) played.refused += 1;
  }
  desk.clearRequests(account);
}

/** When the next item is due, and since when the oldest waits for the limit. Epoch ms. */
async function lookAhead({ services, clock }: World): Promise<{ due: number | null; deferredSince: number | null }> {
  const [row] = await services.database.query<{ due: Date | null; deferred: Date | null }>(
    `select min(due_at) filter (where deferred_since is null) as due,
       min(deferred_since) filter (where due_at <= $1) as deferred from work_items where due_at is not null`,
    [new Date(clock.now())],
  );
  return { due: row?.due?.getTime() ?? null, deferredSince: row?.deferred?.getTime() ?? null };
}
