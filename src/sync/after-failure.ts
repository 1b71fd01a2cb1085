/** What becomes of a call whose turn did not get through: when it is tried again, and what people are told. */
import type { CallRecord } from "../domain/ports/stores.ts";
import { RequestError } from "../kit/request-error.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Doubling from a second to ten minutes; what the other side asked for goes first. Times in epoch ms. */
export function afterFailure(record: CallRecord, error: unknown, now: number): CallRecord {
  const told = error instanceof RequestError ? error : null;
  const attempts = record.attempts + (told?.fate === "later" ? 0 : 1);
  const waitMs = told?.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
  return {
    ...record,
    // What was refused stays refused until somebody acts; it is tried again all the same, so that acting is enough.
    state: told?.fate === "refused" ? "failed" : "pending",
    reason: error instanceof Error ? error.message : "failed for an unknown reason",
    attempts,
    wakeAt: now + (told?.fate === "refused" ? LONGEST_WAIT_MS : waitMs),
  };
}
