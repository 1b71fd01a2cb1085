/** What is known of a vendor's bucket: how much it holds, how fast it drains, how full it is (L1). */
import type { RateLimitDefaults } from "./port.ts";

/** One bucket. All times are epoch ms. */
export interface Bucket {
  /** Requests that the bucket holds. */
  limit: number;
  drainPerS: number;
  learnsDrain: boolean;
  /** The share that is left to the shop's other apps (L2). */
  sharePercent: number;
  /** Requests in the bucket at `levelAt`, according to answers. Requests in flight come on top. */
  level: number;
  levelAt: number;
  /** When each request without an answer left. Until the answer it may or may not be in the bucket. */
  inFlight: readonly number[];
  /** The latest answer. */
  answeredAt: number | null;
  /** The vendor paused our requests until then (L4). */
  blockedUntil: number | null;
  /** The first rejection (429) since the latest other answer (L5). */
  refusedSince: number | null;
  /** Requests of ours that the vendor has ever counted. */
  counted: number;
  anchor: DrainAnchor | null;
  /** When a request of each priority last got a permit. */
  grantedAt: Readonly<Record<string, number>>;
}

/** An answer from which the drain is measured. */
interface DrainAnchor {
  /** When its request left. */
  at: number;
  /** The bucket held more than this when the request was counted. */
  level: number;
  /** Requests of ours that may be in that level: all that had left by the time of the answer. */
  sent: number;
}

export function newBucket(defaults: RateLimitDefaults, sharePercent: number, now: number): Bucket {
  const { limit, windowMs, learnsDrain } = defaults;
  return {
    limit,
    drainPerS: (limit / windowMs) * 1_000,
    learnsDrain,
    sharePercent,
    level: 0,
    levelAt: now,
    inFlight: [],
    answeredAt: null,
    blockedUntil: null,
    refusedSince: null,
    counted: 0,
    anchor: null,
    grantedAt: {},
  };
}

/** A request without an answer by then is lost: its connection broke or its process died. Longer than any timeout. */
const LOST_AFTER_MS = 35_000;
/** Clocks of two processes differ by less. A moment further ahead comes from a wrong clock. */
const MAX_AHEAD_MS = 30_000;
/** A pause is obeyed (L4) up to this. A longer one can only be a mistake. */
export const MAX_PAUSE_MS = 15 * 60_000;
/** No bucket holds more than this many limits. An earlier version may have stored what an answer claimed. */
const MAX_FILLS = 2;

/** The bucket as of `now`. A clock that goes back a little drains nothing. */
export function leak(before: Bucket, now: number): Bucket {
  const bucket = withoutWrongMoments(before, now + MAX_AHEAD_MS, now);
  return {
    ...bucket,
    level: Math.max(0, Math.min(bucket.level, bucket.limit * MAX_FILLS) - drained(bucket, bucket.levelAt, now)),
    levelAt: Math.max(bucket.levelAt, now),
    inFlight: bucket.inFlight.filter((leftAt) => leftAt > now - LOST_AFTER_MS),
  };
}

/** Requests that drain between two moments. Storage has the same formula once in SQL (storage/rate-limit/usage.ts). */
export function drained({ drainPerS }: Pick<Bucket, "drainPerS">, from: number, to: number): number {
  return (Math.max(0, to - from) / 1_000) * drainPerS;
}

/** Without this, a clock that was far ahead would block requests until that time has come. */
function withoutWrongMoments(bucket: Bucket, latest: number, now: number): Bucket {
  const { levelAt, inFlight, answeredAt, blockedUntil, refusedSince, grantedAt } = bucket;
  return {
    ...bucket,
    levelAt: levelAt > latest ? now : levelAt,
    inFlight: inFlight.filter((leftAt) => leftAt <= latest),
    answeredAt: answeredAt !== null && answeredAt > latest ? null : answeredAt,
    blockedUntil: blockedUntil !== null && blockedUntil > latest + MAX_PAUSE_MS ? null : blockedUntil,
    refusedSince: refusedSince !== null && refusedSince > latest ? now : refusedSince,
    grantedAt: Object.fromEntries(Object.entries(grantedAt).filter(([, at]) => at <= latest)),
  };
}

/** Requests that may be in the bucket at `levelAt`. */
export function used({ level, inFlight }: Bucket): number {
  return level + inFlight.length;
}

/** How full the bucket is, for people. A request in flight counts as arrived, so it drains as well. */
export function usageAt(bucket: Bucket, now: number): number {
  return Math.ceil(leak({ ...bucket, level: used(bucket), inFlight: [] }, now).level);
}
