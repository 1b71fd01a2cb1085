/** A call of which nothing is known yet. */
import type { CallRecord } from "../domain/ports/stores.ts";

export function blankRecord(callId: string): CallRecord {
  return {
    callId,
    state: "pending",
    reason: null,
    direction: null,
    lineName: null,
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
    wakeAt: null,
    wakeAtRead: null,
  };
}
