/** What becomes of work that did not get through: it is put aside, with when it is tried again and what people are told. */
import type { Lane } from "../domain/ports/help-desk.ts";
import type { SubjectRecord } from "../domain/ports/stores.ts";
import { failureOf } from "../domain/reasons/failure-of.ts";
import type { Reason } from "../domain/reasons/reason.ts";
import { RequestError } from "../kit/request-error.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** What was refused for what it is, is tried again later than what failed: something has to change first. */
const FIRST_REFUSED_WAIT_MS = 60_000;
const LONGEST_REFUSED_WAIT_MS = 60 * 60_000;

/** Doubling; what the other side asked for goes first. Times in epoch ms. */
export function afterFailure(record: SubjectRecord, error: unknown, lane: Lane, now: number): SubjectRecord {
  const told = error instanceof RequestError ? error : null;
  if (told?.fate === "refused" && told.status !== 401) return afterRefusal(record, failureOf(error), lane, now);
  const attempts = record.attempts + (told?.fate === "later" ? 0 : 1);
  return {
    ...record,
    // A refused credential stays refused until somebody acts; it is tried again all the same, so that acting is enough.
    state: told?.fate === "refused" ? "failed" : "pending",
    reason: failureOf(error),
    attempts,
    heldSince: record.heldSince ?? now,
    heldLane: lane,
    wakeAt: now + waitOf(told, attempts),
  };
}

/** Something is missing that the help desk rejects, or that nobody can sign. It is tried again by itself, at least every hour (C5, C18). */
export function afterRefusal(record: SubjectRecord, reason: Reason, lane: Lane, now: number): SubjectRecord {
  const attempts = record.attempts + 1;
  const wakeAt = now + Math.min(FIRST_REFUSED_WAIT_MS * 2 ** (attempts - 1), LONGEST_REFUSED_WAIT_MS);
  // It waits for nobody until then, and goes behind what has waited for longer.
  return { ...record, state: "failed", reason, attempts, heldSince: wakeAt, heldLane: lane, wakeAt };
}

function waitOf(told: RequestError | null, attempts: number): number {
  // Taken up as soon as there is room: whoever takes up what waits knows of it.
  if (told?.noRoom) return 0;
  if (told?.fate === "refused") return LONGEST_WAIT_MS;
  return told?.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
}

/** Nothing waits any more. */
export const NOT_HELD = { attempts: 0, heldSince: null, heldLane: null } as const;

/** Work on what is over for so long catches up; it must not be in the way of what happens now (L3, L8). */
const CATCHING_UP_MS = 15 * 60_000;

/** `since` is when it happened, epoch ms. */
export function laneOf(lane: Lane, since: number, now: number): Lane {
  return now - since > CATCHING_UP_MS ? "catch-up" : lane;
}

/** How long the work has been put aside. */
export function waitedMs(record: SubjectRecord | null, now: number): number {
  return record?.heldSince == null ? 0 : Math.max(0, now - record.heldSince);
}
