/** The figures of today and of the last 30 days. */
import type { OverviewAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readOverview(signal: AbortSignal): Promise<OverviewAnswer> {
  return request<OverviewAnswer>("/api/overview", { signal });
}
