/** Computes the wait before a retry from a vendor's headers. Pure, with the time as an argument. */
import { vendorTime } from "../kit/vendor-time.ts";
import { MAX_PAUSE_MS } from "../rate-limit/bucket.ts";

/** Numbers above this are epoch milliseconds, below it epoch seconds (Aircall contract 8.1). */
const EPOCH_MS_FROM = 1e12;
/** Above this the number is a point in time, below a duration. */
const EPOCH_SECONDS_FROM = 1e9;

/** A longer wait or later time is implausible and is ignored (L1). */
const ABSURD_FROM_MS = 24 * 60 * 60_000;
/** Plain decimal digits. Vendors send no signs, exponents or other bases. */
const PLAIN_NUMBER = /^\d{1,20}(?:\.\d{1,9})?$/;

/**
 * Parses `Retry-After` in seconds or as a date. Returns ms from `now`, at most 15 minutes, or null if it is not usable.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (PLAIN_NUMBER.test(text)) return bounded(Number(text) * 1000);
  if (!/[a-z]/i.test(text)) return null;
  const date = vendorTime(text);
  return date === null ? null : bounded(date - now);
}

/** Parses `X-AircallApi-Reset`: a point in time in seconds or milliseconds, or a duration in seconds. */
export function resetMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (!PLAIN_NUMBER.test(text)) return null;
  const value = Number(text);
  if (value <= 0) return null;
  if (value > EPOCH_MS_FROM) return bounded(value - now);
  return value > EPOCH_SECONDS_FROM ? bounded(value * 1000 - now) : bounded(value * 1000);
}

function bounded(ms: number): number | null {
  return Math.abs(ms) > ABSURD_FROM_MS ? null : Math.min(Math.max(ms, 0), MAX_PAUSE_MS);
}
