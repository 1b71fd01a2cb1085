/** A bucket whose moments were told by a clock that was wrong. */
import { describe, expect, it } from "vitest";
import { newBudget, used, type BudgetState } from "./state.ts";
import { take } from "./take.ts";

const NOW = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const CARD = { lane: "card", waitedMs: 0 };

const budgetOf = (over: Partial<BudgetState>): BudgetState => ({
  ...newBudget("gorgias", 0, NOW),
  heardAt: NOW,
  ...over,
});

describe("a clock that was ahead and has been put right", () => {
  it("L2: keeps no requests in flight that left in the future", () => {
    const lost = Array.from({ length: 8 }, () => NOW + 2 * MINUTE_MS);
    const state = budgetOf({ heardAt: null, inFlight: lost });
    expect(take(state, CARD, NOW).waitMs).toBe(0);
    expect(used(state, NOW)).toBe(0);
  });

  it("L2: drains a full bucket from now on, not from when that clock has been caught up with", () => {
    const full = budgetOf({ level: 80, levelAt: NOW + 2 * MINUTE_MS });
    const { state, waitMs } = take(full, CARD, NOW);
    expect(waitMs).toBe(500);
    expect(take(state, CARD, NOW + waitMs).waitMs).toBe(0);
  });

  it("L1: holds no more than a bucket can, whatever an earlier version believed", () => {
    for (const level of [99_999_999, Number.POSITIVE_INFINITY]) {
      expect(take(budgetOf({ level }), CARD, NOW).waitMs).toBeLessThan(60_000);
    }
  });

  it("L4: is silent for no longer than a vendor may want, and for all that time", () => {
    expect(take(budgetOf({ blockedUntil: NOW + 15 * MINUTE_MS }), CARD, NOW).waitMs).toBe(15 * MINUTE_MS);
    expect(take(budgetOf({ blockedUntil: NOW + 24 * 60 * MINUTE_MS }), CARD, NOW).waitMs).toBe(0);
  });

  it("L5: counts refusals from now on", () => {
    expect(take(budgetOf({ refusedSince: NOW + 2 * MINUTE_MS }), CARD, NOW).state.refusedSince).toBe(NOW);
    expect(take(budgetOf({ refusedSince: NOW - MINUTE_MS }), CARD, NOW).state.refusedSince).toBe(NOW - MINUTE_MS);
  });

  it("L2: trusts an answer from the future no more than none", () => {
    expect(take(budgetOf({ heardAt: NOW + 2 * MINUTE_MS }), CARD, NOW).state.heardAt).toBeNull();
  });

  it("L3: holds a lane for let through by now, not in the future", () => {
    const granted = { "catch-up": NOW + 2 * MINUTE_MS, card: NOW - 1 };
    expect(take(budgetOf({ grantedAt: granted, blockedUntil: NOW + 1 }), CARD, NOW).state.grantedAt).toEqual({
      card: NOW - 1,
    });
  });

  it("believes clocks of nodes that differ by half a minute", () => {
    const at = NOW + 30_000;
    const near = { inFlight: [at], heardAt: at, levelAt: at, level: 3, refusedSince: at, grantedAt: { card: at } };
    expect(used(budgetOf(near), NOW)).toBe(4);
    expect(take(budgetOf({ ...near, blockedUntil: NOW + 1 }), CARD, NOW).state).toMatchObject({
      heardAt: at,
      levelAt: at,
      refusedSince: at,
      grantedAt: { card: at },
    });
  });

  it("L4: believes the longest silence from such a clock", () => {
    const until = NOW + 30_000 + 15 * MINUTE_MS;
    expect(take(budgetOf({ blockedUntil: until }), CARD, NOW).state.blockedUntil).toBe(until);
  });
});

describe("a budget of which nothing was heard yet", () => {
  it("L1: has nothing in flight", () => {
    expect(newBudget("gorgias", 0, NOW).inFlight).toEqual([]);
  });
});
