/** What two answers prove of the drain between them (L1). Each figure is calculated by hand from the vendor's rules. */
import { describe, expect, it } from "vitest";
import { learn } from "./learn.ts";
import { newBucket, type Bucket } from "./bucket.ts";

const NOW = 1_760_000_000_000;
const GORGIAS = { limit: 80, windowMs: 40_000, learnsDrain: true };

interface Answer {
  /** Ms since the first request left. */
  atMs: number;
  used?: number;
  /** How long the request was in flight, in ms. */
  tookMs?: number;
  /** The service's requests that the vendor had counted when it left. */
  counted: number;
}

/** The bucket after these answers, each to the only request in flight. */
function after(...answers: Answer[]): Bucket {
  return answers.reduce<Bucket>(
    (bucket, { atMs, used, tookMs = 0, counted }) => {
      const at = NOW + atMs;
      const permit = { takenAt: at - tookMs, priority: "card", counted };
      return learn(
        { ...bucket, inFlight: [permit.takenAt] },
        { at, permit, ...(used === undefined ? {} : { used }) },
        at,
      );
    },
    { ...newBucket(GORGIAS, 0, NOW), answeredAt: NOW },
  );
}

/** The drain after the bucket went from `from` to `to` within `ms`, with one request of the service between. */
const drainAfter = (from: number, to: number, ms: number) =>
  after({ atMs: 0, used: from, counted: 0 }, { atMs: ms, used: to, counted: 1 }).drainPerS;

describe("the proof of the drain", () => {
  it("L1: counts what was drained, with the service's requests, less a part of one that the header rounds up", () => {
    // From more than 59 to at most 30, with one request of the service: at least 30 in 10 s.
    expect(drainAfter(60, 30, 10_000)).toBeCloseTo(3, 9);
  });

  it("L1: never makes the drain slower", () => {
    expect(drainAfter(60, 59, 10_000)).toBe(2);
  });

  it("L1: is none within less than 2 s", () => {
    expect(drainAfter(60, 50, 1_999)).toBe(2);
    expect(drainAfter(60, 50, 2_000)).toBe(5);
  });

  it("L1: is taken for a known window from nine tenths of it on", () => {
    // 18 in 5 s is 3.6 a second, nine tenths of what drains 80 in 20 s.
    expect(drainAfter(60, 42, 5_000)).toBe(4);
    expect(drainAfter(60, 42, 5_010)).toBeCloseTo(18 / 5.01, 9);
    expect(drainAfter(60, 39, 5_000)).toBeCloseTo(4.2, 9);
  });

  it("L1: accepts no drain that empties the bucket in less than 5 s", () => {
    expect(drainAfter(79, 1, 2_000)).toBe(16);
  });

  it("L1: takes nothing from an answer without a count, and spoils nothing by it", () => {
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
