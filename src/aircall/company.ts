/**
 * The API client of one Aircall company (docs/vendors/aircall.md 1, 8). Every request of this room to Aircall goes
 * through it.
 */
import type { Answer } from "../outbound/answer.ts";
import type { BudgetNews } from "../outbound/gate.ts";
import { request, type OutboundDeps, type RequestSpec } from "../outbound/request.ts";
import { resetMs, retryAfterMs } from "../outbound/retry-after.ts";

/** Most entries of a page (docs/vendors/aircall.md 8.3). */
export const PER_PAGE = 50;
/**
 * Aircall ends a query silently at 10,000 entries (docs/vendors/aircall.md 4.4). A later page that names a next one
 * would never end.
 */
export const MOST_PAGES = 200;

export interface CompanyDeps extends Omit<OutboundDeps, "readBudget"> {
  aircallApiUrl: string;
}

export interface CompanyIdentity {
  connectionId: string;
  account: string;
  /** The full Authorization header. */
  authorization: string;
  /** Priority of its requests. The default is that of a live call. */
  lane?: string;
}

export interface AircallCompany {
  /** `path` includes the version: `/v1/calls/1`. */
  call(spec: Omit<RequestSpec, "url" | "headers"> & { path: string }): Promise<Answer>;
}

export function openCompany(deps: CompanyDeps, identity: CompanyIdentity): AircallCompany {
  let requests = 0;
  const caller = {
    connectionId: identity.connectionId,
    account: identity.account,
    vendor: "aircall" as const,
    lane: identity.lane ?? "live call",
    count: () => void (requests += 1),
    spent: () => requests,
  };
  return {
    call: ({ path, ...spec }) =>
      request({ ...deps, readBudget }, caller, {
        ...spec,
        url: `${deps.aircallApiUrl}${path}`,
        // Required even without a body (docs/vendors/aircall.md 8.4).
        headers: { authorization: identity.authorization, "content-type": "application/json" },
      }),
  };
}

/** Reads `X-AircallApi-Limit`, `-Remaining` and `-Reset`. Any of them may be missing (docs/vendors/aircall.md 8.1). */
export function readBudget(headers: Headers, status: number, now: number): BudgetNews {
  const [limit, remaining] = ["x-aircallapi-limit", "x-aircallapi-remaining"].map((name) =>
    wholeNumber(headers.get(name)),
  );
  const news: BudgetNews = {};
  if (limit != null && limit > 0) news.limit = limit;
  if (news.limit !== undefined && remaining != null && remaining <= news.limit) news.used = news.limit - remaining;
  if (status !== 429) return news;
  const reset = resetMs(headers.get("x-aircallapi-reset"), now);
  return { ...news, blockedForMs: reset ?? retryAfterMs(headers.get("retry-after"), now) ?? 60_000 };
}

function wholeNumber(text: string | null | undefined): number | null {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
