/** Groups the kinds of API calls by purpose. Pure. */
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";

type ApiCallsByKind = UsageAnswer["spent"];

const PURPOSES: ReadonlyMap<string, string> = new Map([
  ["customer", "customers"],
  ["phone", "customers"],
  ["ticket", "tickets"],
  ["change", "tickets"],
  ["moved", "tickets"],
  ["left", "tickets"],
  ["gone", "tickets"],
  ["replaced", "tickets"],
  ["note", "notes"],
  ["edit", "notes"],
  ["remove", "notes"],
  ["undelivered", "notes"],
  ["message", "messages"],
  ["tags", "tags"],
  ["upload", "files"],
  ["look", "lookups"],
  ["learn-users", "lists"],
  ["learn-customer", "lists"],
  ["learn-tag", "lists"],
  ["learn-tags", "lists"],
  ["forgotten", "lists"],
  ["card", "cards"],
]);

/** Largest group first. An unknown kind is a group of its own. */
export function groupByPurpose(kinds: ApiCallsByKind): ApiCallsByKind {
  const sums = new Map<string, number>();
  for (const { kind, requests } of kinds) {
    const purpose = PURPOSES.get(kind) ?? kind;
    sums.set(purpose, (sums.get(purpose) ?? 0) + requests);
  }
  return [...sums].map(([kind, requests]) => ({ kind, requests })).sort((a, b) => b.requests - a.requests);
}
