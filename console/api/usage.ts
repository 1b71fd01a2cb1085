/** The API limit of Gorgias, its usage, and what waits for it. */
import type { UsageAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readUsage(signal: AbortSignal): Promise<UsageAnswer> {
  return request<UsageAnswer>("/api/usage", { signal });
}
