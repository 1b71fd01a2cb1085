/** Parses a typed call or conversation: `call:123`, `text:+33612345678`, or the bare id of a call. */
import { callSubject, isSubject } from "../domain/subject.ts";

export function subjectFrom(typed: string): string {
  return isSubject(typed) ? typed : callSubject(typed);
}
