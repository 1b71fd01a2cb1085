/** What two answers prove of the drain between them (L1): each figure is worked out by hand from the vendor's rules. */
import { describe, expect, it } from "vitest";
import { learn } from "./learn.ts";
import { newBudget, type BudgetState } from "./state.ts";

const NOW = 1_760_000_000_000;

interface Answer {
  /** Since the first one's request left. */
  atMs: number;
  used?: number;
  /** How long it was on its way. */
  tookMs?: number;
  /** Requests of ours that the vendor had counted when it left. */
  counted: number;
}

/** The budget after these answers to requests that were alone on their way. */
function after(...answers: Answer[]): BudgetState {
  return answers.reduce<BudgetState>(
    (state, { atMs, used, tookMs = 0, counted }) => {
      const at = NOW + atMs;
      const passage = { takenAt: at - tookMs, lane: "card", counted };
      return learn(
        { ...state, inFlight: [passage.takenAt] },
        { at, passage, ...(used === undefined ? {} : { used }) },
        at,
      );
    },
    { ...newBudget("gorgias", 0, NOW), heardAt: NOW },
  );
}

/** What is believed after the bucket went from `from` to `to` within `ms`, with one request of ours between. */
const believed = (from: number, to: number, ms: number) =>
  after({ atMs: 0, used: from, counted: 0 }, { atMs: ms, used: to, counted: 1 }).drainPerS;

describe("the proof of the drain", () => {
  it("L1: counts what was lost, with what we added, less than a whole one for what the header rounds up", () => {
    // From more than 59 to at most 30, with one of ours: at least 30 in 10 s.
    expect(believed(60, 30, 10_000)).toBeCloseTo(3, 9);
  });

  it("L1: never makes the drain slower than it was believed", () => {
    expect(believed(60, 59, 10_000)).toBe(2);
  });

  it("L1: is none within less than 2 s", () => {
    expect(believed(60, 50, 1_999)).toBe(2);
    expect(believed(60, 50, 2_000)).toBe(5);
  });

  it("L1: is taken for a known window from nine tenths of it on", () => {
    // 18 in 5 s is 3.6 a second, nine tenths of what drains 80 in 20 s.
    expect(believed(60, 42, 5_000)).toBe(4);
    expect(believed(60, 42, 5_010)).toBeCloseTo(18 / 5.01, 9);
    expect(believed(60, 39, 5_000)).toBeCloseTo(4.2, 9);
  });

  it("L1: believes in no drain that empties the bucket in less than 5 s", () => {
    expect(believed(79, 1, 2_000)).toBe(16);
  });

  it("L1: takes nothing from an answer that tells no count, and spoils nothing by it", () => {
    const silent = { atMs: 0, counted: 0 };
    expect(after(silent)).toMatchObject({ drainPerS: 2, anchor: null });
    const proved = after(silent, { atMs: 10, used: 60, counted: 1 }, { atMs: 10_010, used: 30, counted: 2 });
    expect(proved.drainPerS).toBeCloseTo(3, 9);
  });
});

describe("the answer from which the drain is measured", () => {
  const first = { atMs: 0, used: 60, counted: 0 };
  /** Since when the drain is measured after a second answer that proves less than the first. */
  const since = (atMs: number, more: Partial<Answer> = {}) =>
    (after(first, { atMs, used: 40, counted: 1, ...more }).anchor?.at ?? Number.NaN) - NOW;

  it("L1: stays while it leaves more to explain than the newer one", () => {
    expect(since(10_000)).toBe(0);
    expect(since(0, { tookMs: 5 })).toBe(0);
  });

  it("L1: gives way to one that leaves as much to explain, or more", () => {
    expect(since(10_000, { used: 60 })).toBe(0);
    expect(since(10_000, { used: 61 })).toBe(10_000);
  });

  it("L1: gives way after 30 s, to see what has changed", () => {
    expect([since(30_000), since(30_001, { tookMs: 100 })]).toEqual([0, 29_901]);
  });

  it("L1: gives way where a clock went backwards", () => {
    expect(since(-1)).toBe(-1);
  });
});
