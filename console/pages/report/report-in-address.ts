/** Converts the choices of the report to the page's address and back. */
import type { ReportFilter, ReportTable } from "./report-filter.ts";
import { isRange, rangeOf } from "./date-ranges.ts";

export const TABLES = ["number", "agent", "hour", "weekday", "day"] as const satisfies ReportTable[];

export interface ReportChoice extends ReportFilter {
  by: ReportTable;
}

/** Without a valid range: the last 30 days. */
export function searchToChoice(search: URLSearchParams, today: string): ReportChoice {
  const asked = { from: search.get("from") ?? "", to: search.get("to") ?? "" };
  return {
    ...(isRange(asked) ? asked : rangeOf("last30", today)),
    line: search.get("line") ?? "",
    by: TABLES.find((table) => table === search.get("by")) ?? "number",
  };
}

export function choiceToSearch(choice: ReportChoice): string {
  return new URLSearchParams(Object.entries(choice).filter(([, value]) => value !== "")).toString();
}
