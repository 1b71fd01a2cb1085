/** The API limit of Gorgias, its usage, and what waits for it. */
import type { BudgetAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readUsage(signal: AbortSignal): Promise<BudgetAnswer> {
  return request<BudgetAnswer>("/api/budget", { signal });
}
