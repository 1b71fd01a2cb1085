/** When to try again: what the other side asked for, in whatever form it asked. Arithmetic only; the time is passed in. */
import { vendorTime } from "../kit/vendor-time.ts";

/** What is asked for is obeyed (L4), up to what can only be a mistake. */
const LONGEST_MS = 15 * 60_000;
/** Numbers above this are epoch milliseconds, below it epoch seconds (Aircall contract 8.1). */
const EPOCH_MS_FROM = 1e12;
/** Numbers above this are a moment, not a span. */
const EPOCH_SECONDS_FROM = 1e9;

/** `Retry-After` as seconds or as a date, to milliseconds from `now`; null when it says nothing usable. At most a quarter of an hour. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (!header?.trim()) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return bounded(seconds * 1000);
  const date = vendorTime(header);
  return date === null ? null : bounded(date - now);
}

/** `X-AircallApi-Reset`: a moment in seconds or milliseconds, or a span in seconds. */
export function resetMs(header: string | null, now: number): number | null {
  const value = Number(header ?? Number.NaN);
  if (!Number.isFinite(value) || value <= 0) return null;
  if (value > EPOCH_MS_FROM) return bounded(value - now);
  return value > EPOCH_SECONDS_FROM ? bounded(value * 1000 - now) : bounded(value * 1000);
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, 0), LONGEST_MS);
}
