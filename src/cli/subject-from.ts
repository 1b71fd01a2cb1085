/** The call or conversation that somebody names: `call:123`, `text:+33612345678`, or a call's bare id. */
import { callSubject, isSubject } from "../domain/subject.ts";

export function subjectFrom(typed: string): string {
  return isSubject(typed) ? typed : callSubject(typed);
}
