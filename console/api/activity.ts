/** The activity list, newest first, one item in full, and its retry. */
import type { ActivityAnswer, ActivityDetailAnswer, ActivityItemAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export interface ActivityFilter {
  query: string;
  kind: ActivityItemAnswer["kind"] | "";
  result: ActivityItemAnswer["result"] | "";
}

export function readActivity(
  filter: ActivityFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ActivityAnswer> {
  const parameters = Object.entries({ ...filter, cursor: cursor ?? "" }).filter(([, value]) => value !== "");
  const search = new URLSearchParams(parameters).toString();
  return request<ActivityAnswer>(`/api/activity${search === "" ? "" : `?${search}`}`, { signal });
}

export function readActivityItem(id: string, signal: AbortSignal): Promise<ActivityDetailAnswer> {
  return request<ActivityDetailAnswer>(`/api/activity/${encodeURIComponent(id)}`, { signal });
}

export async function retryItem(csrfToken: string, id: string): Promise<void> {
  await request(`/api/activity/${encodeURIComponent(id)}/replay`, { method: "POST", csrfToken });
}
