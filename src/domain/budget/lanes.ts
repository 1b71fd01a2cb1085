/** How full each lane may make the bucket: the more urgent, the fuller, so that a backlog leaves room at once for a call (L3). */
import { LANES } from "../ports/help-desk.ts";
import type { BudgetState } from "./state.ts";

/** From one lane to the next, as a part of what all may use; at least one request. */
const STEP = 0.06;
/** Work of a lane that got nothing for this long is held one lane more urgent, and so on. */
const RAISED_AFTER_MS = 3_000;
/** The highest that work is raised: ahead of live calls, or it might wait for ever, and behind cards. */
const AHEAD_OF_LIVE_CALLS = 0.5;

export interface Ask {
  /** A lane that nobody knows is the last. */
  lane: string;
  /** How long the work has been waiting. */
  waitedMs: number;
}

/** Requests that may be in the bucket once this one is. */
export function ceilingOf({ limit, sharePercent, grantedAt }: BudgetState, ask: Ask, now: number): number {
  const ours = Math.max(1, limit * (1 - sharePercent / 100));
  const known = LANES.findIndex((lane) => lane === ask.lane);
  const rank = known === -1 ? LANES.length - 1 : known;
  // A long queue that moves is no starving: only a lane that was let through by nobody is raised.
  const starvedMs = Math.min(ask.waitedMs, now - (grantedAt[ask.lane] ?? Number.NEGATIVE_INFINITY));
  const raised = Math.max(AHEAD_OF_LIVE_CALLS, rank - Math.max(0, Math.floor(starvedMs / RAISED_AFTER_MS)));
  return Math.max(1, ours - Math.min(rank, raised) * Math.max(1, ours * STEP));
}
