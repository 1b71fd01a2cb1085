/** Decides whether a request may go now, and if not, when (L2, L3, L4). */
import { PRIORITIES, rankOf } from "../domain/activity/work-item.ts";
import { leak, used, type Bucket } from "./bucket.ts";
import type { Decision, PermitRequest } from "./port.ts";

/** A bucket without an answer for this long may be wrong. Other apps use it too, and limits change. */
const STALE_AFTER_MS = 10_000;
/** Requests that may go on a stale bucket until one of them is answered. */
const MAX_UNCONFIRMED = 8;
/** The time in which an answer should arrive. */
const ANSWERED_IN_MS = 250;
/** The tolerance for floating-point errors. */
const EPSILON = 1e-9;

/** The step from one priority to the next, as a part of what all may use. At least one request. */
const STEP = 0.06;
/** Work of a priority without a permit for this long ranks one priority higher, and so on. */
const RAISED_AFTER_MS = 3_000;
/** The highest rank of raised work. It is ahead of live calls, so that the work is not starved, and behind cards. */
const AHEAD_OF_LIVE_CALLS = PRIORITIES.indexOf("live call") - 0.5;

/** `ahead`: how many others were just told to wait for the same capacity. */
export function takePermit(
  before: Bucket,
  request: PermitRequest,
  now: number,
  ahead = 0,
): Decision & { bucket: Bucket } {
  const bucket = leak(before, now);
  const waitMs = waitFor(bucket, request, now, ahead);
  if (waitMs > 0) return { bucket, waitMs, permit: null };
  const { priority } = request;
  const inFlight = [...bucket.inFlight, now];
  const grantedAt = { ...bucket.grantedAt, [priority]: now };
  const permit = { takenAt: now, priority, counted: bucket.counted };
  return { bucket: { ...bucket, inFlight, grantedAt }, waitMs: 0, permit };
}

/** How many requests of a priority could go now. */
export function capacityOf(before: Bucket, priority: string, now: number): number {
  const bucket = leak(before, now);
  if (pauseMs(bucket, now) > 0) return 0;
  const free = Math.floor(ceilingOf(bucket, { priority, waitedMs: 0 }, now) - used(bucket) + EPSILON);
  return Math.max(0, isStale(bucket, now) ? Math.min(free, MAX_UNCONFIRMED - bucket.inFlight.length) : free);
}

/**
 * How many requests may be in the bucket, this one included. More urgent requests may fill it further, so that a
 * backlog leaves capacity for a call (L3).
 */
export function ceilingOf({ limit, sharePercent, grantedAt }: Bucket, request: PermitRequest, now: number): number {
  const ours = Math.max(1, limit * (1 - sharePercent / 100));
  // An unknown priority has the ceiling of the last.
  const rank = Math.min(rankOf(request.priority), PRIORITIES.length - 1);
  // A long queue that moves is not starved. Only a priority without any permit is raised.
  const starvedMs = Math.min(request.waitedMs, now - (grantedAt[request.priority] ?? Number.NEGATIVE_INFINITY));
  const raised = Math.max(AHEAD_OF_LIVE_CALLS, rank - Math.max(0, Math.floor(starvedMs / RAISED_AFTER_MS)));
  return Math.max(1, ours - Math.min(rank, raised) * Math.max(1, ours * STEP));
}

function waitFor(bucket: Bucket, request: PermitRequest, now: number, ahead: number): number {
  const over = used(bucket) + 1 - ceilingOf(bucket, request, now);
  const unconfirmed = isStale(bucket, now) && bucket.inFlight.length >= MAX_UNCONFIRMED;
  return Math.max(
    pauseMs(bucket, now),
    unconfirmed ? ANSWERED_IN_MS : 0,
    over > EPSILON ? Math.max(1, Math.ceil(((over + ahead) / bucket.drainPerS) * 1_000 - EPSILON)) : 0,
  );
}

function pauseMs({ blockedUntil }: Bucket, now: number): number {
  return Math.max(0, (blockedUntil ?? now) - now);
}

function isStale({ answeredAt }: Bucket, now: number): boolean {
  return answeredAt === null || now - answeredAt > STALE_AFTER_MS;
}
