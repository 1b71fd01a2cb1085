/** What a trace may know of a call or conversation: a conversation's name is a phone number and stays here. */
import { idOf, kindOf } from "../domain/subject.ts";
import type { Facts } from "../kit/trace.ts";

export function subjectFacts(connectionId: string, subject: string): Facts {
  const kind = kindOf(subject);
  const facts = { "connection.id": connectionId, "subject.kind": kind };
  return kind === "conversation" ? facts : { ...facts, "aircall.call_id": idOf(subject) };
}
