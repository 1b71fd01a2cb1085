/** What Gorgias allows, what is used of it, what waits for Gorgias. */
import type { BudgetAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readUsage(signal: AbortSignal): Promise<BudgetAnswer> {
  return request<BudgetAnswer>("/api/budget", { signal });
}
