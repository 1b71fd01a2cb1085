/** What Aircall fixes, and every part of the service relies on: its limits, header names, addresses, events and sizes. */
import type { RateLimitDefaults } from "../rate-limit/port.ts";

/** Aircall counts by the minute, so a falling count says nothing of a drain (contract 8.1). */
export const RATE_LIMIT: RateLimitDefaults = { limit: 60, windowMs: 60_000, learnsDrain: false };
/** Any of them may be missing (contract 8.1). */
export const RATE_LIMIT_HEADERS = {
  limit: "x-aircallapi-limit",
  remaining: "x-aircallapi-remaining",
  reset: "x-aircallapi-reset",
} as const;
/** After a 429 with neither a reset nor `Retry-After` (contract 8.1). */
export const DEFAULT_PAUSE_MS = 60_000;
