/**
 * The record of a call or conversation before its first run, and after a run that failed: when the next attempt is due,
 * and the reason that the activity shows.
 */
import type { Priority } from "../domain/activity/work-item.ts";
import type { ActivityRecord } from "../domain/ports/stores.ts";
import { failureOf } from "../domain/reasons/failure-of.ts";
import type { Reason } from "../domain/reasons/reason.ts";
import { RequestError } from "../kit/request-error.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** A rejected request is retried later than a failed one. Something has to change first. */
const FIRST_REFUSED_WAIT_MS = 60_000;
const LONGEST_REFUSED_WAIT_MS = 60 * 60_000;

/** The wait doubles with each attempt. A wait that the vendor asked for goes first. Times are epoch ms. */
export function afterFailure(record: ActivityRecord, error: unknown, priority: Priority, now: number): ActivityRecord {
  const told = error instanceof RequestError ? error : null;
  if (told?.fate === "refused" && told.status !== 401) return afterRejection(record, failureOf(error), priority, now);
  const attempts = record.attempts + (told?.fate === "later" ? 0 : 1);
  return {
    ...record,
    // A rejected credential stays rejected until an admin acts. The retries pick up the new credential without another
    // step.
    state: told?.fate === "refused" ? "failed" : "pending",
    reason: failureOf(error),
    attempts,
    deferredSince: record.deferredSince ?? now,
    deferredPriority: priority,
    wakeAt: now + waitOf(told, attempts),
  };
}

/** Gorgias rejects the write, or no agent can sign it. The scheduler retries it at least every hour (C5, C18). */
export function afterRejection(
  record: ActivityRecord,
  reason: Reason,
  priority: Priority,
  now: number,
): ActivityRecord {
  const attempts = record.attempts + 1;
  const wakeAt = now + Math.min(FIRST_REFUSED_WAIT_MS * 2 ** (attempts - 1), LONGEST_REFUSED_WAIT_MS);
  // The item counts as waiting only from `wakeAt` on. It goes behind items that were deferred earlier.
  return { ...record, state: "failed", reason, attempts, deferredSince: wakeAt, deferredPriority: priority, wakeAt };
}

function waitOf(told: RequestError | null, attempts: number): number {
  // Due at once. The sweep resumes it as soon as the rate limit has capacity.
  if (told?.noRoom) return 0;
  if (told?.fate === "refused") return LONGEST_WAIT_MS;
  return told?.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
}

/** The fields of a record that is not deferred. */
export const NOT_HELD = { attempts: 0, deferredSince: null, deferredPriority: null } as const;

/** Work on calls older than this has catch-up priority. It must not delay the calls of now (L3, L8). */
const CATCHING_UP_MS = 15 * 60_000;

/** `since` is the time of the event in epoch ms. */
export function priorityOf(priority: Priority, since: number, now: number): Priority {
  return now - since > CATCHING_UP_MS ? "catch-up" : priority;
}

/** For how long the work item has been deferred, in ms. */
export function waitedMs(record: ActivityRecord | null, now: number): number {
  return record?.deferredSince == null ? 0 : Math.max(0, now - record.deferredSince);
}

/** The record of what has had no run yet. */
export function blankRecord(activityId: string): ActivityRecord {
  return {
    activityId,
    state: "pending",
    reason: null,
    direction: null,
    lineName: null,
    lineId: null,
    startedAt: null,
    caller: null,
    answered: false,
    callbackRequested: false,
    callbackDoneBy: null,
    outcome: null,
    agent: null,
    answeredAt: null,
    endedAt: null,
    missedReason: null,
    tags: null,
    customerId: null,
    customerName: null,
    ticketId: null,
    match: null,
    plan: null,
    ticketSeenAt: null,
    attempts: 0,
    deferredSince: null,
    deferredPriority: null,
    trimmed: false,
    wakeAt: null,
  };
}
