/** What Gorgias fixes, and every part of the service relies on: its limits, header names, addresses and sizes. */
import type { RateLimitDefaults } from "../rate-limit/port.ts";

/** 80 requests in 40 s is the slowest that any source names. Answers teach the rest (contract 11.3). */
export const RATE_LIMIT: RateLimitDefaults = { limit: 80, windowMs: 40_000, learnsDrain: true };
/** `used/limit`, on every answer (contract 11.3). */
export const RATE_LIMIT_HEADER = "x-gorgias-account-api-call-limit";
/** After a 429 without `Retry-after`. */
export const DEFAULT_PAUSE_MS = 10_000;
