/** Delays a request until the connection's bucket has capacity, or defers its work when that takes too long. */
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

/**
 * Work that has begun waits longer. If it were deferred at each request, it would repeat its first requests forever.
 */
const BEGUN_PATIENCE_MS = 20_000;
/** A waiting request asks again this often. Answers to others may show capacity earlier than expected. */
const ASK_AGAIN_MS = 500;
/**
 * An insight card asks at least this long for capacity, whatever the wait. What another process learned counts twice
 * until this process reads it. The other process stores it within a second (storage/rate-limit/cache.ts). This one
 * reads it up to one second later.
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

/** Lets every request go at once. A connection has no bucket while it is being installed. */
export const unlimited: RateLimiter = { acquire: async () => undefined, report: async () => undefined };
