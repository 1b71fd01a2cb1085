/** Parses a typed call or conversation: `call:123`, `text:+33612345678`, or the bare id of a call. */
import { callActivityId, isActivityId } from "../domain/activity/work-item.ts";

export function activityIdFrom(typed: string): string {
  return isActivityId(typed) ? typed : callActivityId(typed);
}
