/** The filter of the audit log in the page's address, and the same for the API. Pure. */
import type { AuditQuery } from "../../api/audit.ts";

export const AUDIT_KINDS = ["settings", "numbers", "agents", "connection", "retries", "data", "tokens"] as const;

export type FilterName = "kind" | "who" | "from" | "to";

export type AuditFilter = Readonly<Partial<Record<FilterName, string>>>;

/** Marks a kind of author, who has no name. */
const KIND_MARK = "kind:";

export function readFilter(parameters: URLSearchParams): AuditFilter {
  const names = ["kind", "who", "from", "to"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = parameters.get(name) ?? "";
      return isValid(name, value) ? [[name, value]] : [];
    }),
  );
}

function isValid(name: FilterName, value: string): boolean {
  if (name === "kind") return AUDIT_KINDS.some((kind) => kind === value);
  if (name === "who") return value !== "";
  return startOf(value) !== null;
}

/** The days are those of the browser's time zone, as the times on the page are. */
export function toQuery({ kind, who, from, to }: AuditFilter): AuditQuery {
  const [since, until] = [from && startOf(from), to && startOf(to, 1)];
  return {
    ...(kind && { kind }),
    ...(who && (who.startsWith(KIND_MARK) ? { byKind: who.slice(KIND_MARK.length) } : { by: who })),
    ...(since && { since }),
    ...(until && { until }),
  };
}

export function whoOf({ byKind, by }: { byKind: string; by: string | null }): string {
  return by ?? `${KIND_MARK}${byKind}`;
}

/** The beginning of a day `2026-11-22`, or of one `later`, as ISO 8601. Null if the text is no day. */
function startOf(day: string, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
