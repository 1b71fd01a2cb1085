/** Today, this week, and what needs a person. */
import type { OverviewAnswer } from "../../src/http/api/schemas.ts";
import { browserTimeZone } from "./reports.ts";
import { request } from "./request.ts";

export function readOverview(signal: AbortSignal): Promise<OverviewAnswer> {
  const search = new URLSearchParams({ fallbackTimeZone: browserTimeZone() });
  return request<OverviewAnswer>(`/api/overview?${search}`, { signal });
}
