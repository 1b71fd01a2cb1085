/** Moments that were noted earlier, maybe by a process whose clock was wrong. */

/** Clocks that are set from the network differ by far less: a moment further ahead means nothing. */
export const MOST_AHEAD_MS = 60_000;

/** Whether `at` is less than `ms` ago. A moment in the future is of a clock that was wrong, and never is. */
export function isWithin(at: number, now: number, ms: number): boolean {
  return now - at < ms && !isWrong(at, now);
}

/** Whether a clock that was wrong must have told this moment, which was the present when it was noted. */
export function isWrong(at: number, now: number): boolean {
  return at > now + MOST_AHEAD_MS;
}
