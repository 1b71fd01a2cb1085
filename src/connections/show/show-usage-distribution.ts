/** The requests to Gorgias that each kind of call causes, over the last days. */
import type { DistributionQueries, RequestDistribution } from "../../domain/ports/usage.ts";
import type { Clock } from "../../kit/clock.ts";

/** It bounds what the figures cost. */
export const MOST_DAYS = 30;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface UsageDistributionShown extends RequestDistribution {
  from: Date;
  /** As of when. */
  at: Date;
}

interface DistributionDeps {
  distribution: DistributionQueries;
  clock: Clock;
}

export async function showUsageDistribution(
  { distribution, clock }: DistributionDeps,
  connectionId: string,
  days: number,
): Promise<UsageDistributionShown> {
  const now = clock();
  const daysAgo = now - days * DAY_MS;
  // Older requests are counted by the hour.
  const from = new Date(daysAgo - (daysAgo % HOUR_MS));
  return { from, at: new Date(now), ...(await distribution.read(connectionId, from)) };
}
