/**
 * Whether two folded calls have the same content. The service saves a later answer of Aircall only where it adds
 * something. Pure.
 */
import type { Call } from "./call.ts";

/** Aircall signs links anew each time, and describes a line in more or less detail. Neither is a change. */
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
