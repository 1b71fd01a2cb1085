/** Checks stored times, which a process with a wrong clock may have written. */

/** Clocks set by NTP differ by far less. A stored time further ahead is invalid. */
export const MOST_AHEAD_MS = 60_000;

/** True if `at` is less than `ms` ago. False for a time too far in the future. */
export function isWithin(at: number, now: number, ms: number): boolean {
  return now - at < ms && !isWrong(at, now);
}

/** True if only a wrong clock can have written this time. */
export function isWrong(at: number, now: number): boolean {
  return at > now + MOST_AHEAD_MS;
}
