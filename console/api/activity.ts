/** The activity list, newest first, its filters and export, one item in full, its evidence, and retries. */
import type {
  ActivityAnswer,
  ActivityCountAnswer,
  ActivityDetailAnswer,
  ActivityItemsAnswer,
  ActivityOptionsAnswer,
  DeliveryBodyAnswer,
  RetryFailedAnswer,
  WriteEvidenceAnswer,
} from "../../src/http/api/schemas.ts";
import type { ActivityFilter } from "../pages/activity/asked-filter.ts";
import { request } from "./request.ts";

export function readActivity(
  filter: Partial<ActivityFilter>,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ActivityAnswer> {
  return request<ActivityAnswer>(`/api/activity?${searchOf({ ...filter, cursor: cursor ?? "" })}`, { signal });
}

export function countActivity(filter: ActivityFilter, signal: AbortSignal): Promise<ActivityCountAnswer> {
  return request<ActivityCountAnswer>(`/api/activity/count?${searchOf({ ...filter })}`, { signal });
}

export function readItems(ids: readonly string[], signal: AbortSignal): Promise<ActivityItemsAnswer> {
  return request<ActivityItemsAnswer>(`/api/activity/items?${new URLSearchParams({ ids: ids.join(",") })}`, { signal });
}

export function readOptions(signal: AbortSignal): Promise<ActivityOptionsAnswer> {
  return request<ActivityOptionsAnswer>("/api/activity/options", { signal });
}

/** The address of the file with everything that matches. */
export function exportAddress(filter: ActivityFilter): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return `/api/activity/export.csv?${searchOf({ ...filter, timeZone })}`;
}

export function retryFailed(csrfToken: string, filter: ActivityFilter): Promise<RetryFailedAnswer> {
  const { result: _any, ...others } = filter;
  const body = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ""));
  return request<RetryFailedAnswer>("/api/activity/retry-failed", { method: "POST", csrfToken, body });
}

export function readActivityItem(id: string, signal: AbortSignal): Promise<ActivityDetailAnswer> {
  return request<ActivityDetailAnswer>(`/api/activity/${encodeURIComponent(id)}`, { signal });
}

export function readDelivery(id: string, deliveryId: number, signal: AbortSignal): Promise<DeliveryBodyAnswer> {
  return request<DeliveryBodyAnswer>(`/api/activity/${encodeURIComponent(id)}/deliveries/${deliveryId}`, { signal });
}

export function readWrite(
  id: string,
  { generation, key }: { generation: number; key: string },
  signal: AbortSignal,
): Promise<WriteEvidenceAnswer> {
  const search = new URLSearchParams({ generation: String(generation), key });
  return request<WriteEvidenceAnswer>(`/api/activity/${encodeURIComponent(id)}/write?${search}`, { signal });
}

export async function retryItem(csrfToken: string, id: string): Promise<void> {
  await request(`/api/activity/${encodeURIComponent(id)}/replay`, { method: "POST", csrfToken });
}

/** Insight cards are chips of their calls. */
function searchOf(filter: Record<string, string>): string {
  const parts = Object.entries({ ...filter, cards: "exclude" }).filter(([, value]) => value !== "");
  return new URLSearchParams(parts).toString();
}

/** The address of a recording's sound. */
export function recordingAddress(id: string, kind: "recording" | "voicemail"): string {
  return `/api/activity/${encodeURIComponent(id)}/recordings/${kind}`;
}
