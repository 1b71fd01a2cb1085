/**
 * The API client of one Aircall company (docs/vendors/aircall.md 1, 8). Every request of this room to Aircall goes
 * through it.
 */
import type { Answer } from "../outbound/answer.ts";
import { request, type OutboundDeps, type RequestSpec } from "../outbound/request.ts";
import { resetMs, retryAfterMs } from "../outbound/retry-after.ts";
import type { Feedback } from "../rate-limit/port.ts";
import { DEFAULT_PAUSE_MS, RATE_LIMIT_HEADERS } from "./vendor.ts";

export interface CompanyDeps extends Omit<OutboundDeps, "readRateLimit"> {
  aircallApiUrl: string;
}

export interface CompanyIdentity {
  connectionId: string;
  account: string;
  /** The full Authorization header. */
  authorization: string;
  /** How urgent its requests are: by default as urgent as a live call. */
  priority?: string;
}

export interface AircallCompany {
  /** `path` includes the version: `/v1/calls/1`. */
  call(spec: Omit<RequestSpec, "url" | "headers"> & { path: string }): Promise<Answer>;
}

export function openCompany(deps: CompanyDeps, identity: CompanyIdentity): AircallCompany {
  let requests = 0;
  const context = {
    connectionId: identity.connectionId,
    account: identity.account,
    vendor: "aircall" as const,
    priority: identity.priority ?? "live call",
    count: () => void (requests += 1),
    used: () => requests,
  };
  return {
    call: ({ path, ...spec }) =>
      request({ ...deps, readRateLimit }, context, {
        ...spec,
        url: `${deps.aircallApiUrl}${path}`,
        // Required even without a body (docs/vendors/aircall.md 8.4).
        headers: { authorization: identity.authorization, "content-type": "application/json" },
      }),
  };
}

/** `X-AircallApi-Limit`, `-Remaining`, `-Reset`. Any of them may be missing (contract 8.1). */
export function readRateLimit(headers: Headers, status: number, now: number): Feedback {
  const limit = wholeNumber(headers.get(RATE_LIMIT_HEADERS.limit));
  const remaining = wholeNumber(headers.get(RATE_LIMIT_HEADERS.remaining));
  const feedback: Feedback = {};
  if (limit !== null && limit > 0) {
    feedback.limit = limit;
    if (remaining !== null && remaining <= limit) feedback.used = limit - remaining;
  }
  if (status !== 429) return feedback;
  const reset = resetMs(headers.get(RATE_LIMIT_HEADERS.reset), now);
  return { ...feedback, blockedForMs: reset ?? retryAfterMs(headers.get("retry-after"), now) ?? DEFAULT_PAUSE_MS };
}

function wholeNumber(value: string | null): number | null {
  return value && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
