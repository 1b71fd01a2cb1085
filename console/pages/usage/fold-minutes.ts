/** Adds up the minutes of the last 24 hours in longer steps, those in which nothing happened included. Pure. */
import type { BudgetAnswer } from "../../../src/http/api/schemas.ts";

export interface Step {
  /** When it begins, ISO 8601. */
  from: string;
  accepted: number;
  refused: number;
}

const DAY_MS = 86_400_000;

/** `at` is when the minutes were read, ISO 8601. The first steps are the oldest. */
export function foldMinutes({ at, minutes }: Pick<BudgetAnswer, "at" | "minutes">, stepMs: number): Step[] {
  const last = Math.floor(Date.parse(at) / stepMs);
  const count = DAY_MS / stepMs;
  const steps = Array.from({ length: count }, (_, place) => ({
    from: new Date((last - count + 1 + place) * stepMs).toISOString(),
    requests: 0,
    refused: 0,
  }));
  for (const { minute, requests, refused } of minutes) {
    const step = steps[Math.floor(Date.parse(minute) / stepMs) - last + count - 1];
    if (!step) continue;
    step.requests += requests;
    step.refused += refused;
  }
  // A refusal counts when it comes, which may be in the step after its request.
  return steps.map(({ from, requests, refused }) => ({ from, accepted: Math.max(0, requests - refused), refused }));
}
