/**
 * The search of the activity in PostgreSQL's form. Every entry begins with a mark of its connection, because the index
 * is shared by all connections.
 */
import { createHash } from "node:crypto";
import { toText } from "../db/database.ts";

/** Six hexadecimal digits. Two connections may share a mark: every statement names its connection as well. */
function markOf(connectionId: string): string {
  return createHash("md5").update(connectionId).digest("hex").slice(0, 6);
}

/** The text form of a `tsvector`. */
export function tsvectorOf(connectionId: string, entries: readonly string[]): string {
  const mark = markOf(connectionId);
  return entries.map((entry) => quoted(mark + entry)).join(" ");
}

/**
 * The text form of a `tsquery`: every term, each by one of its alternatives, of which the entries need only the
 * beginning. With a month, only what happened in it.
 */
export function termsQuery(connectionId: string, terms: readonly (readonly string[])[], month: number | null): string {
  const start = markOf(connectionId) + (month === null ? "" : `/${month}`);
  const anyOf = (term: readonly string[]) => term.map((entry) => `${quoted(start + entry)}:*`).join(" | ");
  return terms.map((term) => `(${anyOf(term)})`).join(" & ");
}

/** The text form of a `tsquery` for whole entries, one of which is enough. */
export function idsQuery(connectionId: string, ids: readonly string[]): string {
  return ids.map((id) => quoted(markOf(connectionId) + id)).join(" | ");
}

function quoted(lexeme: string): string {
  return `'${toText(lexeme).replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
