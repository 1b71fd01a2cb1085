/** The API limit of Gorgias, its usage, and what waits for it. */
import type { UsageAnswer, UsageDistributionAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readUsage(signal: AbortSignal): Promise<UsageAnswer> {
  return request<UsageAnswer>("/api/usage", { signal });
}

export function readUsageDistribution(days: number, signal: AbortSignal): Promise<UsageDistributionAnswer> {
  return request<UsageDistributionAnswer>(`/api/usage/distribution?days=${days}`, { signal });
}
