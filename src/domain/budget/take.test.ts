/** Who may go, who waits and for how long. */
import { describe, expect, it } from "vitest";
import { learn } from "./learn.ts";
import { newBudget, used, type BudgetState } from "./state.ts";
import { room, take } from "./take.ts";

const NOW = 1_760_000_000_000;
const LANES = ["card", "live call", "message", "ended call", "recording", "catch-up"];

/** 80 requests of which none is left to others, known since just now. */
function budgetOf(over: Partial<BudgetState> = {}): BudgetState {
  return { ...newBudget("gorgias", 0, NOW), heardAt: NOW, ...over };
}

/** As many as go at once. */
function goes(before: BudgetState, lane: string, now = NOW, waitedMs = 0): BudgetState {
  let state = before;
  for (let went = 0; went <= before.limit; went += 1) {
    const taken = take(state, { lane, waitedMs }, now);
    if (!taken.passage) return taken.state;
    ({ state } = taken);
  }
  throw new Error("more go than the bucket holds");
}

describe("take", () => {
  it("L2: leaves the share to others", () => {
    expect(used(goes(budgetOf({ sharePercent: 10 }), "card"), NOW)).toBe(72);
    expect(used(goes(budgetOf({ sharePercent: 90 }), "card"), NOW)).toBe(8);
  });

  it("L3: lets each lane fill the bucket less than the one before, and the last still well", () => {
    const levels = LANES.map((lane) => used(goes(budgetOf({ sharePercent: 10 }), lane), NOW));
    expect(levels).toEqual([72, 67, 63, 59, 54, 50]);
  });

  it("L3: lets at least one request of each lane pass the one before where the limit is small", () => {
    const levels = LANES.map((lane) => used(goes(budgetOf({ limit: 6 }), lane), NOW));
    expect(levels).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it("L3: holds a lane that nobody knows for the last", () => {
    expect(used(goes(budgetOf({ sharePercent: 10 }), "?"), NOW)).toBe(50);
  });

  it("L3: raises starved work step by step, ahead of live calls and never to the cards", () => {
    const levelAfter = (waitedMs: number) => used(goes(budgetOf({ sharePercent: 10 }), "catch-up", NOW, waitedMs), NOW);
    // Only the first is starved; once the lane was let through, the others wait their turn again.
    const full = goes(budgetOf({ sharePercent: 10 }), "live call");
    const asked = [0, 3_000, 9_000, 12_000, 15_000, 900_000].map(
      (waitedMs) => take(full, { lane: "catch-up", waitedMs }, NOW).waitMs === 0,
    );
    expect(asked).toEqual([false, false, false, false, true, true]);
    expect(levelAfter(900_000)).toBe(50);
    expect(take(goes(full, "card"), { lane: "catch-up", waitedMs: 900_000 }, NOW).waitMs).toBeGreaterThan(0);
  });

  it("L2: answers a wait after which there is room, one after the other for those who wait together", () => {
    const full = { ...budgetOf({ level: 80 }), inFlight: [] };
    expect(take(full, { lane: "card", waitedMs: 0 }, NOW).waitMs).toBe(500);
    expect(take(full, { lane: "card", waitedMs: 0 }, NOW, 3).waitMs).toBe(2_000);
    expect(take(full, { lane: "card", waitedMs: 0 }, NOW + 499).waitMs).toBe(1);
    expect(take(full, { lane: "card", waitedMs: 0 }, NOW + 500).waitMs).toBe(0);
  });

  it("L2: trusts a belief that no answer confirmed lately with eight requests", () => {
    const old = budgetOf({ heardAt: null });
    expect(room(old, "card", NOW)).toBe(8);
    const eight = goes(old, "card");
    expect([used(eight, NOW), take(eight, { lane: "card", waitedMs: 0 }, NOW).waitMs]).toEqual([8, 250]);
    const heard = learn(eight, { at: NOW, limit: 80, used: 30 }, NOW);
    expect(room(heard, "card", NOW)).toBe(80 - 30 - 7);
  });

  it("L2: trusts a belief no further once its confirmation is more than 10 s old", () => {
    expect([NOW + 10_000, NOW + 10_001].map((now) => room(budgetOf(), "card", now))).toEqual([80, 8]);
  });

  it("frees what a lost request held, after longer than a request may take", () => {
    const state = budgetOf({ inFlight: [NOW, NOW + 10_000] });
    expect([NOW + 34_999, NOW + 35_000, NOW + 45_000].map((now) => used(state, now))).toEqual([2, 1, 0]);
  });

  it("L4: lets nobody pass before the vendor's time", () => {
    const blocked = budgetOf({ blockedUntil: NOW + 7_000 });
    expect(take(blocked, { lane: "card", waitedMs: 0 }, NOW).waitMs).toBe(7_000);
    expect([room(blocked, "card", NOW + 6_999), room(blocked, "card", NOW + 7_000)]).toEqual([0, 80]);
  });
});
