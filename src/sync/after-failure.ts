/** Defers a work item after a failed run: sets the time of the next attempt and the reason that the activity shows. */
import type { Lane } from "../domain/ports/help-desk.ts";
import type { SubjectRecord } from "../domain/ports/stores.ts";
import { failureOf } from "../domain/reasons/failure-of.ts";
import type { Reason } from "../domain/reasons/reason.ts";
import { RequestError } from "../kit/request-error.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** A rejected request is retried later than a failed one. Something has to change first. */
const FIRST_REFUSED_WAIT_MS = 60_000;
const LONGEST_REFUSED_WAIT_MS = 60 * 60_000;

/** The wait doubles with each attempt. A wait that the vendor asked for goes first. Times are epoch ms. */
export function afterFailure(record: SubjectRecord, error: unknown, lane: Lane, now: number): SubjectRecord {
  const told = error instanceof RequestError ? error : null;
  if (told?.fate === "refused" && told.status !== 401) return afterRefusal(record, failureOf(error), lane, now);
  const attempts = record.attempts + (told?.fate === "later" ? 0 : 1);
  return {
    ...record,
    // A rejected credential stays rejected until an admin acts. The retries pick up the new credential without another
    // step.
    state: told?.fate === "refused" ? "failed" : "pending",
    reason: failureOf(error),
    attempts,
    heldSince: record.heldSince ?? now,
    heldLane: lane,
    wakeAt: now + waitOf(told, attempts),
  };
}

/** Gorgias rejects the write, or no agent can sign it. The scheduler retries it at least every hour (C5, C18). */
export function afterRefusal(record: SubjectRecord, reason: Reason, lane: Lane, now: number): SubjectRecord {
  const attempts = record.attempts + 1;
  const wakeAt = now + Math.min(FIRST_REFUSED_WAIT_MS * 2 ** (attempts - 1), LONGEST_REFUSED_WAIT_MS);
  // The item counts as waiting only from `wakeAt` on. It goes behind items that were deferred earlier.
  return { ...record, state: "failed", reason, attempts, heldSince: wakeAt, heldLane: lane, wakeAt };
}

function waitOf(told: RequestError | null, attempts: number): number {
  // Due at once. The sweep resumes it as soon as the rate limit has capacity.
  if (told?.noRoom) return 0;
  if (told?.fate === "refused") return LONGEST_WAIT_MS;
  return told?.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
}

/** The fields of a record that is not deferred. */
export const NOT_HELD = { attempts: 0, heldSince: null, heldLane: null } as const;

/** Work on calls older than this has catch-up priority. It must not delay the calls of now (L3, L8). */
const CATCHING_UP_MS = 15 * 60_000;

/** `since` is the time of the event in epoch ms. */
export function laneOf(lane: Lane, since: number, now: number): Lane {
  return now - since > CATCHING_UP_MS ? "catch-up" : lane;
}

/** For how long the work item has been deferred, in ms. */
export function waitedMs(record: SubjectRecord | null, now: number): number {
  return record?.heldSince == null ? 0 : Math.max(0, now - record.heldSince);
}
