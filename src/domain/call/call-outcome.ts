/** What became of a call or conversation, in one word. Lists and reports use it. */
import type { Call } from "./call.ts";

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
