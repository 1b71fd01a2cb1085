/** Converts the activity filter to the page's address and back. */
import type { ActivityFilter } from "../../api/activity.ts";

export const KINDS = ["call", "conversation", "card"] as const;
export const RESULTS = ["pending", "done", "ignored", "failed"] as const;

/** The limit of the API. */
const LONGEST_QUERY = 200;

/** Ignores unknown kinds and results. */
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
