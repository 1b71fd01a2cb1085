/** What Gorgias allows, what is used of it, what waits for Gorgias. */
import type { UsageAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readBudget(signal: AbortSignal): Promise<UsageAnswer> {
  return request<UsageAnswer>("/api/budget", { signal });
}
