/** The call or conversation that an activity id names; null for what can be none. */
import { isSubject } from "../../domain/subject.ts";

export function subjectOf(activityId: string): string | null {
  return isSubject(activityId) ? activityId : null;
}
