/** How far a call has come, and when to look at it again though nothing arrives. */
import type { Call } from "./call.ts";

/** `call.ended` comes about 30 s after hang-up (Aircall contract 3.1); if it has not come by then, it never will (C8). */
export const ENDED_EVENT_PATIENCE_MS = 60_000;

/**
 * `waiting`: nobody answered yet and it may still be answered: no ticket (C3).
 * `live`: answered, not finished. `finished`: nothing more is needed to write its end.
 */
export type CallStage = { stage: "waiting" | "live"; wakeAt: number | null } | { stage: "finished"; wakeAt: null };

/** `now` and `wakeAt` are epoch milliseconds; the call's own times are Unix seconds. */
export function stageOf(call: Call, now: number): CallStage {
  const giveUpAt = call.endedAt === null ? null : call.endedAt * 1000 + ENDED_EVENT_PATIENCE_MS;
  if (call.endedAt !== null && (call.closed || (giveUpAt !== null && giveUpAt <= now))) {
    return { stage: "finished", wakeAt: null };
  }
  return { stage: call.answeredAt === null ? "waiting" : "live", wakeAt: giveUpAt };
}

/** Inbound, over, and nobody answered. Aircall's reason is no proof: it is null for callback requests (contract 4.1). */
export function isMissed(call: Call): boolean {
  return call.direction === "inbound" && call.endedAt !== null && call.answeredAt === null;
}

/** Who the ticket and its notes belong to: the last talker, else who dialled, else to whom the missed call was assigned (C4). */
export function agentOf(call: Call) {
  return call.talkers.at(-1) ?? call.dialler ?? call.assignedTo;
}
