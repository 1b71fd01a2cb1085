/**
 * What a trace or a log line may hold about a call or conversation. The ref of a conversation is a phone number, so both
 * leave it out.
 */
import { idOf, kindOf } from "../domain/activity/activity-id.ts";
import type { Facts } from "../kit/trace.ts";

export function activityFacts(connectionId: string, activityId: string): Facts {
  const kind = kindOf(activityId);
  const facts = { "connection.id": connectionId, "subject.kind": kind };
  return kind === "conversation" ? facts : { ...facts, "aircall.call_id": idOf(activityId) };
}

/** The same for a log line. `subject` is null for what is about no call and no conversation. */
export function lineFacts(connectionId: string, activityId: string | null): Readonly<Record<string, string>> {
  if (activityId === null) return { connectionId };
  const kind = kindOf(activityId);
  return kind === "conversation" ? { connectionId, kind } : { connectionId, kind, callId: idOf(activityId) };
}
