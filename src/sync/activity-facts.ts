/**
 * What a trace may hold about a call or conversation. The ref of a conversation is a phone number, so traces leave it
 * out.
 */
import { idOf, kindOf } from "../domain/activity/activity-id.ts";
import type { Facts } from "../kit/trace.ts";

export function activityFacts(connectionId: string, activityId: string): Facts {
  const kind = kindOf(activityId);
  const facts = { "connection.id": connectionId, "subject.kind": kind };
  return kind === "conversation" ? facts : { ...facts, "aircall.call_id": idOf(activityId) };
}
