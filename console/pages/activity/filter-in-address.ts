/** The filter of the activity as part of the page's address, and back. */
import type { ActivityFilter } from "../../api/activity.ts";

export const KINDS = ["call", "conversation", "card"] as const;
export const RESULTS = ["pending", "done", "ignored", "failed"] as const;

/** As long as the API takes. */
const LONGEST_QUERY = 200;

/** What is no kind or result is left out. */
export function searchToFilter(search: URLSearchParams): ActivityFilter {
  return {
    query: (search.get("query") ?? "").slice(0, LONGEST_QUERY),
    kind: KINDS.find((kind) => kind === search.get("kind")) ?? "",
    result: RESULTS.find((result) => result === search.get("result")) ?? "",
  };
}

export function filterToSearch({ query, kind, result }: ActivityFilter): string {
  const parts = Object.entries({ query: query.trim(), kind, result }).filter(([, value]) => value !== "");
  return new URLSearchParams(parts).toString();
}
