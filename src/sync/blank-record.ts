/** The record of a call that has had no run yet. */
import type { ActivityRecord } from "../domain/ports/stores.ts";

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
