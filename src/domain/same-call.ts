/** Whether two foldings of a call tell the same: what Aircall answers later is kept only where it says something new. Pure. */
import type { Call } from "./call.ts";

/** Links are signed anew each time, and a line is described at more or less length: neither is news. */
export function sameCall(a: Call | null, b: Call | null): boolean {
  return JSON.stringify(a && essence(a)) === JSON.stringify(b && essence(b));
}

function essence(call: Call) {
  const { direction, startedAt, answeredAt, endedAt, closed, missedReason, teams, callbackCallId } = call;
  return {
    told: [direction, startedAt, answeredAt, endedAt, closed, missedReason, callbackCallId],
    line: call.line?.id,
    teams: teams.toSorted(),
    talkers: call.talkers.map(({ id }) => id),
    assignedTo: call.assignedTo?.id,
    transferredOutTo: call.transferredOutTo,
    tags: call.tags.map(({ id }) => id).toSorted(),
    comments: call.comments.map(({ id, content }) => [id, content]),
    ivr: call.ivr,
    media: call.media.map(({ kind }) => kind),
  };
}
