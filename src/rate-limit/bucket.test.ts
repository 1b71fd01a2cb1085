/** A bucket with moments from a wrong clock. */
import { describe, expect, it } from "vitest";
import { leak, newBucket, usageAt, used, type Bucket } from "./bucket.ts";
import { takePermit } from "./permits.ts";

const NOW = 1_760_000_000_000;
const GORGIAS = { limit: 80, windowMs: 40_000, learnsDrain: true };
const MINUTE_MS = 60_000;
const CARD = { priority: "card", waitedMs: 0 };

const usedAt = (bucket: Bucket, now: number) => used(leak(bucket, now));

const bucketOf = (over: Partial<Bucket>): Bucket => ({
  ...newBucket(GORGIAS, 0, NOW),
  answeredAt: NOW,
  ...over,
});

describe("a clock that was ahead and is right again", () => {
  it("L2: keeps no requests in flight that left in the future", () => {
    const lost = Array.from({ length: 8 }, () => NOW + 2 * MINUTE_MS);
    const bucket = bucketOf({ answeredAt: null, inFlight: lost });
    expect(takePermit(bucket, CARD, NOW).waitMs).toBe(0);
    expect(usedAt(bucket, NOW)).toBe(0);
  });

  it("L2: drains a full bucket from now on, not from when that clock has been caught up with", () => {
    const full = bucketOf({ level: 80, levelAt: NOW + 2 * MINUTE_MS });
    const { bucket, waitMs } = takePermit(full, CARD, NOW);
    expect(waitMs).toBe(500);
    expect(takePermit(bucket, CARD, NOW + waitMs).waitMs).toBe(0);
  });

  it("L1: holds no more than a bucket can, whatever an earlier version stored", () => {
    for (const level of [99_999_999, Number.POSITIVE_INFINITY]) {
      expect(takePermit(bucketOf({ level }), CARD, NOW).waitMs).toBeLessThan(60_000);
    }
  });

  it("L4: pauses for no longer than a vendor can mean, and for all that time", () => {
    expect(takePermit(bucketOf({ blockedUntil: NOW + 15 * MINUTE_MS }), CARD, NOW).waitMs).toBe(15 * MINUTE_MS);
    expect(takePermit(bucketOf({ blockedUntil: NOW + 24 * 60 * MINUTE_MS }), CARD, NOW).waitMs).toBe(0);
  });

  it("L5: counts rejections from now on", () => {
    expect(takePermit(bucketOf({ refusedSince: NOW + 2 * MINUTE_MS }), CARD, NOW).bucket.refusedSince).toBe(NOW);
    expect(takePermit(bucketOf({ refusedSince: NOW - MINUTE_MS }), CARD, NOW).bucket.refusedSince).toBe(
      NOW - MINUTE_MS,
    );
  });

  it("L2: treats an answer from the future like none", () => {
    expect(takePermit(bucketOf({ answeredAt: NOW + 2 * MINUTE_MS }), CARD, NOW).bucket.answeredAt).toBeNull();
  });

  it("L3: ignores a permit of a priority that was granted in the future", () => {
    const granted = { "catch-up": NOW + 2 * MINUTE_MS, card: NOW - 1 };
    expect(takePermit(bucketOf({ grantedAt: granted, blockedUntil: NOW + 1 }), CARD, NOW).bucket.grantedAt).toEqual({
      card: NOW - 1,
    });
  });

  it("accepts clocks of two processes that differ by half a minute", () => {
    const at = NOW + 30_000;
    const near = { inFlight: [at], answeredAt: at, levelAt: at, level: 3, refusedSince: at, grantedAt: { card: at } };
    expect(usedAt(bucketOf(near), NOW)).toBe(4);
    expect(takePermit(bucketOf({ ...near, blockedUntil: NOW + 1 }), CARD, NOW).bucket).toMatchObject({
      answeredAt: at,
      levelAt: at,
      refusedSince: at,
      grantedAt: { card: at },
    });
  });

  it("L4: accepts the longest pause from such a clock", () => {
    const until = NOW + 30_000 + 15 * MINUTE_MS;
    expect(takePermit(bucketOf({ blockedUntil: until }), CARD, NOW).bucket.blockedUntil).toBe(until);
  });
});

describe("a bucket before the first answer", () => {
  it("L1: has nothing in flight", () => {
    expect(newBucket(GORGIAS, 0, NOW).inFlight).toEqual([]);
  });
});

describe("the usage that people see", () => {
  it("L1: counts a request in flight as arrived, and drains it as well", () => {
    const bucket = bucketOf({ level: 10, inFlight: [NOW, NOW] });
    expect([NOW, NOW + 1_000, NOW + 1_250, NOW + 60_000].map((now) => usageAt(bucket, now))).toEqual([12, 10, 10, 0]);
  });
});
