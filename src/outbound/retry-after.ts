/** When to try again: what the other side asked for, in whatever form it asked. Arithmetic only; the time is passed in. */
import { vendorTime } from "../kit/vendor-time.ts";
import { MAX_PAUSE_MS } from "../rate-limit/bucket.ts";

/** Numbers above this are epoch milliseconds, below it epoch seconds (Aircall contract 8.1). */
const EPOCH_MS_FROM = 1e12;
/** Numbers above this are a moment, not a span. */
const EPOCH_SECONDS_FROM = 1e9;

/** A wait beyond this, or a moment that far away, cannot be true, and teaches nothing (L1). */
const ABSURD_FROM_MS = 24 * 60 * 60_000;
/** Plain decimal digits. Signs, exponents and other bases are no numbers that a vendor sends. */
const PLAIN_NUMBER = /^\d{1,20}(?:\.\d{1,9})?$/;

/** `Retry-After` as seconds or as a date, to milliseconds from `now`; null when it says nothing usable. At most a quarter of an hour. */
export function retryAfterMs(header: string | null, now: number): number | null {
  const told = header?.trim() ?? "";
  if (PLAIN_NUMBER.test(told)) return bounded(Number(told) * 1000);
  if (!/[a-z]/i.test(told)) return null;
  const date = vendorTime(told);
  return date === null ? null : bounded(date - now);
}

/** `X-AircallApi-Reset`: a moment in seconds or milliseconds, or a span in seconds. */
export function resetMs(header: string | null, now: number): number | null {
  const told = header?.trim() ?? "";
  if (!PLAIN_NUMBER.test(told)) return null;
  const value = Number(told);
  if (value <= 0) return null;
  if (value > EPOCH_MS_FROM) return bounded(value - now);
  return value > EPOCH_SECONDS_FROM ? bounded(value * 1000 - now) : bounded(value * 1000);
}

function bounded(ms: number): number | null {
  return Math.abs(ms) > ABSURD_FROM_MS ? null : Math.min(Math.max(ms, 0), MAX_PAUSE_MS);
}
