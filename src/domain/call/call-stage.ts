/** How far a call has come, and when to check it again without a new event. */
import type { Call } from "./call.ts";

/** `call.ended` comes about 30 s after hang-up (Aircall contract 3.1). After this time it never comes (C8). */
const ENDED_EVENT_PATIENCE_MS = 60_000;

/**
 * `waiting`: unanswered, and its end is not final yet, so it has no ticket (C3). `live`: people talk. `closing`: the
 * line dropped, and Aircall still gathers what belongs to the call. `finished`: the service can write its end.
 */
export interface CallStage {
  stage: "waiting" | "live" | "closing" | "finished";
  /** When to check again without a new event, epoch ms. */
  wakeAt: number | null;
}

/** `now` is epoch ms. The call's own times are Unix seconds. */
export function stageOf(call: Call, now: number): CallStage {
  if (call.endedAt === null) return { stage: call.answeredAt === null ? "waiting" : "live", wakeAt: null };
  const giveUpAt = call.endedAt * 1000 + ENDED_EVENT_PATIENCE_MS;
  if (call.closed || giveUpAt <= now) return { stage: "finished", wakeAt: null };
  return { stage: call.answeredAt === null ? "waiting" : "closing", wakeAt: giveUpAt };
}

/**
 * Inbound, over, and unanswered. Aircall's reason is no proof. It is null for callback requests (Aircall contract 4.1).
 */
export function isMissed(call: Call): boolean {
  return call.direction === "inbound" && call.endedAt !== null && call.answeredAt === null;
}

/**
 * The agent of the ticket and its notes (C4): the last talker, else the dialler, else the assignee of the missed call.
 */
export function agentOf(call: Call) {
  return call.talkers.at(-1) ?? call.dialler ?? call.assignedTo;
}
