/** Which requests may go, which wait, and for how long. */
import { describe, expect, it } from "vitest";
import { leak, newBucket, used, type Bucket } from "./bucket.ts";
import { learn } from "./learn.ts";
import { capacityOf, takePermit } from "./permits.ts";

const NOW = 1_760_000_000_000;
const GORGIAS = { limit: 80, windowMs: 40_000, learnsDrain: true };
const PRIORITIES = ["card", "live call", "message", "ended call", "recording", "catch-up"];

const usedAt = (bucket: Bucket, now: number) => used(leak(bucket, now));

/** A limit of 80 requests, none left to others, confirmed just now. */
function bucketOf(over: Partial<Bucket> = {}): Bucket {
  return { ...newBucket(GORGIAS, 0, NOW), answeredAt: NOW, ...over };
}

/** Takes permits until a request has to wait. */
function goes(before: Bucket, priority: string, now = NOW, waitedMs = 0): Bucket {
  let bucket = before;
  for (let went = 0; went <= before.limit; went += 1) {
    const taken = takePermit(bucket, { priority, waitedMs }, now);
    if (!taken.permit) return taken.bucket;
    ({ bucket } = taken);
  }
  throw new Error("more go than the bucket holds");
}

describe("takePermit", () => {
  it("L2: leaves the share to others", () => {
    expect(usedAt(goes(bucketOf({ sharePercent: 10 }), "card"), NOW)).toBe(72);
    expect(usedAt(goes(bucketOf({ sharePercent: 90 }), "card"), NOW)).toBe(8);
  });

  it("L3: lets each priority fill the bucket less than the one before, and the last still well", () => {
    const levels = PRIORITIES.map((priority) => usedAt(goes(bucketOf({ sharePercent: 10 }), priority), NOW));
    expect(levels).toEqual([72, 67, 63, 59, 54, 50]);
  });

  it("L3: lets at least one request of each priority pass the one before where the limit is small", () => {
    const levels = PRIORITIES.map((priority) => usedAt(goes(bucketOf({ limit: 6 }), priority), NOW));
    expect(levels).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it("L3: gives an unknown priority the ceiling of the last", () => {
    expect(usedAt(goes(bucketOf({ sharePercent: 10 }), "?"), NOW)).toBe(50);
  });

  it("L3: raises starved work step by step, ahead of live calls and never to the cards", () => {
    const levelAfter = (waitedMs: number) =>
      usedAt(goes(bucketOf({ sharePercent: 10 }), "catch-up", NOW, waitedMs), NOW);
    // Only the first is starved. Once the priority got a permit, the others wait again.
    const full = goes(bucketOf({ sharePercent: 10 }), "live call");
    const asked = [0, 3_000, 9_000, 12_000, 15_000, 900_000].map(
      (waitedMs) => takePermit(full, { priority: "catch-up", waitedMs }, NOW).waitMs === 0,
    );
    expect(asked).toEqual([false, false, false, false, true, true]);
    expect(levelAfter(900_000)).toBe(50);
    expect(takePermit(goes(full, "card"), { priority: "catch-up", waitedMs: 900_000 }, NOW).waitMs).toBeGreaterThan(0);
  });

  it("L2: names a wait after which there is capacity, one after the other for requests that wait together", () => {
    const full = { ...bucketOf({ level: 80 }), inFlight: [] };
    expect(takePermit(full, { priority: "card", waitedMs: 0 }, NOW).waitMs).toBe(500);
    expect(takePermit(full, { priority: "card", waitedMs: 0 }, NOW, 3).waitMs).toBe(2_000);
    expect(takePermit(full, { priority: "card", waitedMs: 0 }, NOW + 499).waitMs).toBe(1);
    expect(takePermit(full, { priority: "card", waitedMs: 0 }, NOW + 500).waitMs).toBe(0);
  });

  it("L2: lets eight requests go on a bucket that no answer confirmed lately", () => {
    const old = bucketOf({ answeredAt: null });
    expect(capacityOf(old, "card", NOW)).toBe(8);
    const eight = goes(old, "card");
    expect([usedAt(eight, NOW), takePermit(eight, { priority: "card", waitedMs: 0 }, NOW).waitMs]).toEqual([8, 250]);
    const heard = learn(eight, { at: NOW, limit: 80, used: 30 }, NOW);
    expect(capacityOf(heard, "card", NOW)).toBe(80 - 30 - 7);
  });

  it("L2: lets no more than eight go once the confirmation is more than 10 s old", () => {
    expect([NOW + 10_000, NOW + 10_001].map((now) => capacityOf(bucketOf(), "card", now))).toEqual([80, 8]);
  });

  it("frees what a lost request held, after longer than a request may take", () => {
    const bucket = bucketOf({ inFlight: [NOW, NOW + 10_000] });
    expect([NOW + 34_999, NOW + 35_000, NOW + 45_000].map((now) => usedAt(bucket, now))).toEqual([2, 1, 0]);
  });

  it("L4: grants no permit before the vendor's pause is over", () => {
    const blocked = bucketOf({ blockedUntil: NOW + 7_000 });
    expect(takePermit(blocked, { priority: "card", waitedMs: 0 }, NOW).waitMs).toBe(7_000);
    expect([capacityOf(blocked, "card", NOW + 6_999), capacityOf(blocked, "card", NOW + 7_000)]).toEqual([0, 80]);
  });
});
