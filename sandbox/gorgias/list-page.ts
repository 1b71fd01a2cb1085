// Cursor pages of every list: `{object, uri, data, meta}` (contract 11.1).
import type { Call } from "./endpoint.ts";
import { refuse } from "./vendor-error.ts";

/** Compares records before their ids decide; negative when `a` comes first. */
type SortKey<T> = (record: T) => string | number;

export interface PageRequest<T> {
  records: T[];
  sortKey: SortKey<T>;
  descending: boolean;
  format(record: T): unknown;
  /** More keys of `meta` (contract 8: users have a third one). */
  meta?: Record<string, unknown>;
}

interface Mark {
  key: string | number;
  id: number;
  /** True: the page that ends before the mark. */
  back: boolean;
  at: number;
}

export function pageOf<T extends { id: number }>(
  call: Call<{ limit: number; cursor?: string | undefined }>,
  page: PageRequest<T>,
): unknown {
  const { limit, cursor } = call.query;
  const sign = page.descending ? -1 : 1;
  const compare = (a: { key: string | number; id: number }, b: { key: string | number; id: number }) =>
    sign * (compareKeys(a.key, b.key) || a.id - b.id);
  const rows = page.records.map((record) => ({ key: page.sortKey(record), id: record.id, record })).sort(compare);
  const mark = cursor === undefined ? undefined : readCursor(call, cursor);
  const [start, end] = window(rows, { mark, limit, compare });
  const shown = rows.slice(start, end);
  const write = (row: Mark | { key: string | number; id: number } | undefined, back: boolean) =>
    row === undefined ? null : writeCursor({ key: row.key, id: row.id, back, at: call.account.now() });
  return {
    data: shown.map((row) => page.format(row.record)),
    object: "list",
    uri: listUri(call),
    meta: {
      prev_cursor: start > 0 ? write(shown[0] ?? mark, true) : null,
      next_cursor: end < rows.length ? write(shown.at(-1) ?? mark, false) : null,
      ...page.meta,
    },
  };
}

/** Path and query as asked, without what stands in for the host. */
function listUri(call: Call): string {
  const [path = "", query = ""] = call.request.url.split("?", 2);
  return `${path.slice(call.account.name.length + 1)}?${query}`;
}

function window<Row extends { key: string | number; id: number }>(
  rows: Row[],
  { mark, limit, compare }: { mark: Mark | undefined; limit: number; compare: (a: Row, b: Mark) => number },
): [number, number] {
  if (mark === undefined) return [0, Math.min(limit, rows.length)];
  if (mark.back) {
    const end = rows.findIndex((row) => compare(row, mark) >= 0);
    const stop = end === -1 ? rows.length : end;
    return [Math.max(0, stop - limit), stop];
  }
  const start = rows.findIndex((row) => compare(row, mark) > 0);
  return start === -1 ? [rows.length, rows.length] : [start, Math.min(start + limit, rows.length)];
}

function compareKeys(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeCursor(mark: Mark): string {
  return Buffer.from(JSON.stringify([mark.key, mark.id, mark.back, mark.at])).toString("base64url");
}

function readCursor(call: Call, cursor: string): Mark {
  const bad = refuse.invalid("Invalid request", { cursor: ["Invalid or expired cursor."] });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw bad;
  }
  if (!Array.isArray(parts)) throw bad;
  const [key, id, back, at]: unknown[] = parts;
  const keyFits = typeof key === "string" || typeof key === "number";
  if (!keyFits || typeof id !== "number" || typeof back !== "boolean" || typeof at !== "number") throw bad;
  const ttl = call.account.settings.cursorTtlMs;
  if (ttl > 0 && call.account.now() - at > ttl) throw bad;
  return { key, id, back, at };
}
