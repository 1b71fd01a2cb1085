/** The record of a call that has had no run yet. */
import type { SubjectRecord } from "../domain/ports/stores.ts";

export function blankRecord(subject: string): SubjectRecord {
  return {
    subject,
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
    customerId: null,
    customerName: null,
    ticketId: null,
    match: null,
    plan: null,
    ticketSeenAt: null,
    attempts: 0,
    heldSince: null,
    heldLane: null,
    trimmed: false,
    wakeAt: null,
  };
}
