/**
 * What a trace may hold about a call or conversation. The ref of a conversation is a phone number, so traces leave it
 * out.
 */
import { idOf, kindOf } from "../domain/subject.ts";
import type { Facts } from "../kit/trace.ts";

export function subjectFacts(connectionId: string, subject: string): Facts {
  const kind = kindOf(subject);
  const facts = { "connection.id": connectionId, "subject.kind": kind };
  return kind === "conversation" ? facts : { ...facts, "aircall.call_id": idOf(subject) };
}
