/** The rate limiter on a store with scripted answers. */
import { describe, expect, it } from "vitest";
import { createRateLimiter } from "./limiter.ts";
import type { AnswerFeedback, Permit, PermitRequest, RateLimitStore } from "./port.ts";

const FRESH = { priority: "live call", begun: false };
const BEGUN = { priority: "live call", begun: true };

/** A limiter on a store that returns these waits, one after the other. Time passes by sleeping only. */
function limiterWith(waits: number[], patienceMs = 1_000) {
  let now = 5_000;
  const taken: [string, string, PermitRequest, number][] = [];
  const learned: [string, string, AnswerFeedback][] = [];
  const slept: number[] = [];
  const store: RateLimitStore = {
    async take(connectionId, vendor, request, at) {
      taken.push([connectionId, vendor, request, at]);
      const waitMs = waits.shift() ?? 0;
      if (waitMs > 0) return { waitMs, permit: null };
      return { waitMs: 0, permit: { takenAt: at, priority: request.priority, counted: 0 } };
    },
    async learn(connectionId, vendor, feedback) {
      learned.push([connectionId, vendor, feedback]);
    },
  };
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms;
  };
  const limiter = createRateLimiter({ store, clock: () => now, sleep, patienceMs });
  return { limiter, taken, learned, slept };
}

describe("the rate limiter", () => {
  it("L2: lets a request go when there is capacity for its priority", async () => {
    const { limiter, taken, slept } = limiterWith([0]);
    expect(await limiter.acquire("c1", "gorgias", FRESH)).toEqual({
      takenAt: 5_000,
      priority: "live call",
      counted: 0,
    });
    expect(taken).toEqual([["c1", "gorgias", { priority: "live call", waitedMs: 0 }, 5_000]]);
    expect(slept).toEqual([]);
  });

  it("L2: waits as long as the store says, and asks again on the way, as answers to others may show capacity", async () => {
    const { limiter, taken, slept } = limiterWith([300, 1_000, 500, 0]);
    await limiter.acquire("c1", "aircall", FRESH);
    expect(slept).toEqual([300, 500, 500]);
    expect(taken.map(([, , , at]) => at)).toEqual([5_000, 5_300, 5_800, 6_300]);
  });

  it("L3: says how long the work has been waiting, before it came and here", async () => {
    const { limiter, taken } = limiterWith([300, 0]);
    await limiter.acquire("c1", "gorgias", { ...FRESH, waitedMs: 7_000 });
    expect(taken.map(([, , { waitedMs }]) => waitedMs)).toEqual([7_000, 7_300]);
  });

  it("L4: defers the work when the wait is longer than its timeout", async () => {
    const { limiter, taken, slept } = limiterWith([1_001]);
    await expect(limiter.acquire("c1", "gorgias", { priority: "catch-up", begun: false })).rejects.toMatchObject({
      name: "RequestError",
      fate: "later",
      retryAfterMs: 1_001,
      message: "the gorgias rate limit is used up for 2 s",
    });
    expect([taken.length, slept]).toEqual([1, []]);
  });

  it("L4: waits longer for work that has begun, and for that too not without end", async () => {
    const patient = limiterWith([20_000, 0]);
    await patient.limiter.acquire("c1", "gorgias", BEGUN);
    expect(patient.slept).toEqual([500]);
    const { limiter, slept } = limiterWith([20_001]);
    await expect(limiter.acquire("c1", "gorgias", BEGUN)).rejects.toMatchObject({
      fate: "later",
      retryAfterMs: 20_001,
    });
    expect(slept).toEqual([]);
  });

  it("I2: has a card ask on where the wait is long, as feedback of other processes may show capacity, but not without end", async () => {
    const card = { priority: "card", begun: false };
    const { limiter, slept } = limiterWith([14_000, 13_500, 0]);
    await limiter.acquire("c1", "gorgias", card);
    expect(slept).toEqual([500, 500]);
    const blocked = limiterWith(Array.from({ length: 9 }, () => 30_000));
    await expect(blocked.limiter.acquire("c1", "gorgias", card)).rejects.toMatchObject({ fate: "later", noRoom: true });
    expect(blocked.slept).toEqual([500, 500, 500, 500, 500]);
  });

  it("L1: passes on what an answer said of the rate limit, with its permit and the time", async () => {
    const { limiter, learned } = limiterWith([]);
    const permit: Permit = { takenAt: 4_000, priority: "card", counted: 2 };
    await limiter.report("c1", "gorgias", { limit: 80, used: 3 }, permit);
    expect(learned).toEqual([["c1", "gorgias", { limit: 80, used: 3, permit, at: 5_000 }]]);
  });
});
