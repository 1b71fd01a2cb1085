/** How far a call has come, and when to look at it again though nothing arrives. */
import type { Call } from "./call.ts";

/** `call.ended` comes about 30 s after hang-up (Aircall contract 3.1); if it has not come by then, it never will (C8). */
const ENDED_EVENT_PATIENCE_MS = 60_000;

/**
 * `waiting`: nobody answered yet and it may still be answered: no ticket (C3). `live`: people talk. `closing`: the line
 * dropped and Aircall still gathers what belongs to the call. `finished`: its end can be written.
 */
export interface CallStage {
  stage: "waiting" | "live" | "closing" | "finished";
  /** When to look again though nothing arrives, epoch ms. */
  wakeAt: number | null;
}

/** `now` is epoch ms; the call's own times are Unix seconds. */
export function stageOf(call: Call, now: number): CallStage {
  if (call.endedAt === null) return { stage: call.answeredAt === null ? "waiting" : "live", wakeAt: null };
  const giveUpAt = call.endedAt * 1000 + ENDED_EVENT_PATIENCE_MS;
  if (call.closed || giveUpAt <= now) return { stage: "finished", wakeAt: null };
  return { stage: call.answeredAt === null ? "waiting" : "closing", wakeAt: giveUpAt };
}

/** Inbound, over, and nobody answered. Aircall's reason is no proof: it is null for callback requests (Aircall contract 4.1). */
export function isMissed(call: Call): boolean {
  return call.direction === "inbound" && call.endedAt !== null && call.answeredAt === null;
}

/** Who the ticket and its notes belong to: the last talker, else who dialled, else to whom the missed call was assigned (C4). */
export function agentOf(call: Call) {
  return call.talkers.at(-1) ?? call.dialler ?? call.assignedTo;
}
