/** Holds a request back until the connection's bucket has capacity, or defers its work when that takes too long. */
import type { Clock } from "../kit/clock.ts";
import { RequestError } from "../kit/request-error.ts";
import type { RateLimiter, RateLimitStore } from "./port.ts";

export interface LimiterDeps {
  store: RateLimitStore;
  clock: Clock;
  sleep(ms: number): Promise<void>;
  /** A longer wait defers the work, so that it blocks no other. */
  patienceMs: number;
}

/** Work that has begun waits longer. Deferred at each request, it would repeat its first ones and never get further. */
const BEGUN_PATIENCE_MS = 20_000;
/** A waiting request asks again this often: answers to others may show capacity earlier than expected. */
const ASK_AGAIN_MS = 500;
/**
 * A card asks at least this long for capacity, whatever the wait. What another process learned counts twice until it is
 * seen here: that process stores it within a second (storage/rate-limit/cache.ts), and this one reads it up to one more
 * second later.
 */
const CARD_ASKS_FOR_MS = 2_500;

export function createRateLimiter({ store, clock, sleep, patienceMs }: LimiterDeps): RateLimiter {
  return {
    async acquire(connectionId, vendor, { priority, begun, waitedMs = 0 }) {
      const patience = begun ? BEGUN_PATIENCE_MS : patienceMs;
      const since = clock() - waitedMs;
      for (let sleptMs = 0; ;) {
        const now = clock();
        const { waitMs, permit } = await store.take(connectionId, vendor, { priority, waitedMs: now - since }, now);
        if (waitMs <= 0) return permit ?? undefined;
        const asksOn = priority === "card" && sleptMs < CARD_ASKS_FOR_MS;
        if (waitMs > patience && !asksOn) {
          throw new RequestError(`the ${vendor} rate limit is used up for ${Math.ceil(waitMs / 1000)} s`, {
            fate: "later",
            retryAfterMs: waitMs,
            noRoom: true,
            vendor,
          });
        }
        const napMs = Math.min(waitMs, ASK_AGAIN_MS);
        await sleep(napMs);
        sleptMs += napMs;
      }
    },
    report: (connectionId, vendor, feedback, permit) =>
      store.learn(connectionId, vendor, { ...feedback, permit, at: clock() }),
  };
}

/** Lets every request go at once: while a connection is being installed it has no bucket yet. */
export const unlimited: RateLimiter = { acquire: async () => undefined, report: async () => undefined };
