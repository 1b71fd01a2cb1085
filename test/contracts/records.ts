/** An activity record with every field filled, each with its own value. */
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { NOW } from "./backend.ts";

export function fullRecord(activityId: string, more: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    activityId,
    state: "pending",
    reason: { code: "vendor_rejected", vendor: "gorgias", status: 400, request: "POST /tickets", detail: "Bad." },
    direction: "inbound",
    lineName: "Support FR",
    lineId: "7",
    startedAt: NOW - 60_123,
    caller: "+33612345678",
    answered: true,
    callbackRequested: true,
    callbackDoneBy: "call:99",
    outcome: "answered",
    agent: { id: "456", name: "Cleo Agent" },
    answeredAt: NOW - 50_123,
    endedAt: NOW - 10_123,
    missedReason: "no_available_agent",
    tags: ["Refund", "It's \\ odd"],
    customerId: 910_001,
    customerName: "Ada Byron",
    ticketId: 9_007_199_254_740_991,
    match: {
      customer: { id: 910_001, name: "Ada Byron", email: null },
      how: "phone channel",
      others: [1, 2],
      created: false,
    },
    plan: { subject: "Inbound call", notes: [{ key: "ended" }], none: null },
    ticketSeenAt: NOW - 1,
    attempts: 3,
    deferredSince: NOW - 5_000,
    deferredPriority: "ended call",
    trimmed: false,
    wakeAt: NOW + 1_001,
    ...more,
  };
}
