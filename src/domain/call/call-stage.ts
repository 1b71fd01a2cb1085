/** How far a call has come, when to check it again without a new event, and what became of it. */
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

/**
 * `ringing`, `in_progress`: the call is not over. `callback`: unanswered, and the customer asks to be called back.
 * `missed`: inbound, without voicemail. `unanswered`: outbound. `message`: a conversation.
 */
export const OUTCOMES = [
  "ringing",
  "in_progress",
  "answered",
  "missed",
  "voicemail",
  "callback",
  "unanswered",
  "message",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** A callback request goes before a voicemail: it is what the customer asks for. */
export function outcomeOf(call: Call, callbackRequested: boolean): Outcome {
  if (call.answeredAt !== null) return call.endedAt === null ? "in_progress" : "answered";
  if (call.endedAt === null) return "ringing";
  if (callbackRequested) return "callback";
  if (call.media.some(({ kind }) => kind === "voicemail")) return "voicemail";
  return call.direction === "inbound" ? "missed" : "unanswered";
}

/** A call that began at most this much earlier may still have been under way. */
const UNDER_WAY_MS = 86_400_000;

/**
 * Whether a call precedes the start of the connection or of its line. Such a call never gets a ticket by itself (C17).
 * `since`: start of the call's line, epoch ms. A call that an admin imports is never past.
 */
export function isPast(call: Pick<Call, "startedAt" | "imported">, since: number): boolean {
  return !call.imported && call.startedAt * 1000 < since - UNDER_WAY_MS;
}
