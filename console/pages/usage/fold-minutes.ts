/** Sums the minutes of the last 24 hours into longer intervals, empty ones included. Pure. */
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";

export interface Interval {
  /** Start, ISO 8601. */
  from: string;
  accepted: number;
  refused: number;
}

const DAY_MS = 86_400_000;

/** `at` is the time of the answer, ISO 8601. Oldest interval first. */
export function foldMinutes({ at, minutes }: Pick<UsageAnswer, "at" | "minutes">, intervalMs: number): Interval[] {
  const last = Math.floor(Date.parse(at) / intervalMs);
  const count = DAY_MS / intervalMs;
  const intervals = Array.from({ length: count }, (_, index) => ({
    from: new Date((last - count + 1 + index) * intervalMs).toISOString(),
    requests: 0,
    refused: 0,
  }));
  for (const { minute, requests, refused } of minutes) {
    const interval = intervals[Math.floor(Date.parse(minute) / intervalMs) - last + count - 1];
    if (!interval) continue;
    interval.requests += requests;
    interval.refused += refused;
  }
  // A rejection counts when it arrives, which may be in the interval after its request.
  return intervals.map(({ from, requests, refused }) => ({ from, accepted: Math.max(0, requests - refused), refused }));
}
