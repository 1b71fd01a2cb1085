/** What answers teach. */
import { describe, expect, it } from "vitest";
import { leak, newBucket, used, type Bucket } from "./bucket.ts";
import { learn } from "./learn.ts";
import { takePermit } from "./permits.ts";
import type { AnswerFeedback } from "./port.ts";

const NOW = 1_760_000_000_000;
const GORGIAS = { limit: 80, windowMs: 40_000, learnsDrain: true };
const AIRCALL = { limit: 60, windowMs: 60_000, learnsDrain: false };

function bucketOf(over: Partial<Bucket> = {}): Bucket {
  return { ...newBucket(GORGIAS, 0, NOW), answeredAt: NOW, ...over };
}

const after = (bucket: Bucket, feedback: Partial<AnswerFeedback>) => learn(bucket, { at: NOW, ...feedback }, NOW);
const usedAt = (bucket: Bucket, now: number) => used(leak(bucket, now));

describe("learn", () => {
  it("L1: follows another limit at once, and lets as much drain in the same time", () => {
    const half = after(bucketOf(), { limit: 40, used: 1 });
    expect(half).toMatchObject({ limit: 40, drainPerS: 1, level: 1 });
    expect(after(half, { limit: 160, used: 1 })).toMatchObject({ limit: 160, drainPerS: 4 });
  });

  it("L4: takes a pause of no time as one, and twice the limit as a count", () => {
    expect(after(bucketOf(), { used: 80, blockedForMs: 0 }).blockedUntil).toBe(NOW);
    expect(after(bucketOf(), { used: 160 }).level).toBe(160);
  });

  it("L1: takes no limit that is impossible", () => {
    for (const limit of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001, 1e9]) {
      expect(after(bucketOf(), { limit, used: 0 })).toMatchObject({ limit: 80, drainPerS: 2 });
    }
  });

  it("L1: takes the smallest limit that lets anything go, and the largest that can be meant", () => {
    for (const limit of [1, 10_000]) {
      expect(after(bucketOf(), { limit, used: 0 })).toMatchObject({ limit, drainPerS: limit / 40 });
    }
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 161, 99_999_999])(
    "L1: learns nothing from a count that cannot be true: %d",
    (used) => {
      const bucket = bucketOf({ level: 7 });
      expect(after(bucket, { used, limit: 80 })).toMatchObject({ level: 8, limit: 80, drainPerS: 2, anchor: null });
      // Nor anything else that the same answer says.
      expect(after(bucket, { used, limit: 40 }).limit).toBe(80);
    },
  );

  it("L1: accepts a count that is a little over the limit", () => {
    expect(after(bucketOf(), { used: 95, limit: 80 }).level).toBe(95);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
    "L1: pauses for 10 s where a rejection says %d ms",
    (blockedForMs) => {
      expect(after(bucketOf(), { blockedForMs }).blockedUntil).toBe(NOW + 10_000);
    },
  );

  it("L1: pauses for a quarter of an hour at most", () => {
    expect(after(bucketOf(), { blockedForMs: 1e12 }).blockedUntil).toBe(NOW + 900_000);
  });

  it("L2: takes the vendor's count as of the moment of its answer", () => {
    const late = learn(bucketOf({ levelAt: NOW + 10_000 }), { at: NOW, used: 70 }, NOW + 10_000);
    expect(late.level).toBe(50);
  });

  it("L2: says how full the bucket is by the time an answer is learned, not when it came", () => {
    const late = learn(bucketOf({ level: 60 }), { at: NOW, used: 20 }, NOW + 10_000);
    expect(late).toMatchObject({ level: 40, levelAt: NOW + 10_000, answeredAt: NOW });
  });

  it("counts a request itself where the answer has no count", () => {
    const { bucket, permit } = takePermit(bucketOf(), { priority: "card", waitedMs: 0 }, NOW);
    expect(after(bucket, { permit: permit ?? undefined })).toMatchObject({ level: 1, inFlight: [], counted: 1 });
  });

  it("takes an answer for the request it belongs to, and for none that timed out", () => {
    const bucket = bucketOf({ inFlight: [NOW - 2, NOW - 1] });
    const permit = { priority: "card", counted: 0 };
    expect(after(bucket, { permit: { ...permit, takenAt: NOW - 1 } }).inFlight).toEqual([NOW - 2]);
    expect(after(bucket, { permit: { ...permit, takenAt: NOW - 9 } }).inFlight).toEqual([NOW - 2, NOW - 1]);
    expect(after(bucket, {}).inFlight).toEqual([NOW - 1]);
  });

  it("L4: takes the bucket for full at a rejection, and obeys the longest of several", () => {
    const once = after(bucketOf(), { blockedForMs: 7_000 });
    const twice = learn(once, { at: NOW + 1_000, blockedForMs: 2_000 }, NOW + 1_000);
    expect([usedAt(once, NOW), once.blockedUntil, twice.blockedUntil]).toEqual([80, NOW + 7_000, NOW + 7_000]);
  });

  it("L5: remembers the first rejection until another answer", () => {
    const first = after(bucketOf(), { blockedForMs: 1_000 });
    const second = learn(first, { at: NOW + 60_000, blockedForMs: 1_000 }, NOW + 60_000);
    expect(second.refusedSince).toBe(NOW);
    // An answer from before the rejection proves nothing.
    expect(learn(second, { at: NOW - 1, used: 80 }, NOW + 60_000).refusedSince).toBe(NOW);
    expect(learn(second, { at: NOW + 61_000, used: 80 }, NOW + 61_000).refusedSince).toBeNull();
    // In doubt the connection stays active. Within the same millisecond, the answer counts as the later one.
    expect(learn(second, { at: NOW, used: 80 }, NOW + 61_000).refusedSince).toBeNull();
  });

  it("L1: expects a slower drain after an unexplained rejection, once for all that come together", () => {
    const first = after(bucketOf({ level: 10 }), { used: 80, limit: 80, blockedForMs: 1_000 });
    expect(first.drainPerS).toBe(1.5);
    expect(after(first, { used: 80, limit: 80, blockedForMs: 1_000 }).drainPerS).toBe(1.5);
    expect(after(bucketOf({ level: 79.5 }), { used: 80, limit: 80, blockedForMs: 1_000 }).drainPerS).toBe(2);
    expect(after(bucketOf({ level: 10 }), { used: 10, limit: 80, blockedForMs: 1_000 }).drainPerS).toBe(2);
    // Nor by the next, when the bucket would have drained by then. Other requests wait for the same capacity.
    expect(learn(first, { at: NOW + 20_000, used: 80, blockedForMs: 1_000 }, NOW + 20_000).drainPerS).toBe(1.5);
  });

  it.each([
    ["not explained by less than a full bucket", { level: 78.9 }, 80, 1.5],
    ["explained by a bucket that one more request fills", { level: 79 }, 80, 2],
    ["explained by what is in flight", { level: 40, inFlight: Array<number>(40).fill(NOW) }, 80, 2],
    ["of which the vendor says that it is as good as full", { level: 10 }, 79, 1.5],
    ["of which the vendor says that there was capacity", { level: 10 }, 78, 2],
  ])("L1: learns from a rejection that is %s", (_, over, used, drainPerS) => {
    const permit = { takenAt: NOW, priority: "card", counted: 0 };
    expect(after(bucketOf(over), { used, limit: 80, blockedForMs: 1_000, permit }).drainPerS).toBe(drainPerS);
  });

  it("L1: keeps the drain of a vendor that counts by the minute, also after a rejection", () => {
    const aircall = { ...newBucket(AIRCALL, 0, NOW), answeredAt: NOW };
    expect(after(aircall, { limit: 60, used: 60, blockedForMs: 1_000 }).drainPerS).toBe(1);
  });

  it("L1: reads no drain from a count that is set back at the full minute", () => {
    const aircall = newBucket(AIRCALL, 0, NOW);
    const permit = { takenAt: NOW, priority: "live call", counted: 0 };
    const full = learn(aircall, { at: NOW, limit: 60, used: 60, permit }, NOW);
    const later = { at: NOW + 5_000, limit: 60, used: 1, permit: { ...permit, takenAt: NOW + 5_000, counted: 1 } };
    expect(learn(full, later, NOW + 5_000).drainPerS).toBe(1);
  });
});
