/** Gathers kinds of writes under what they are for. Pure. */
import type { UsageAnswer } from "../../../src/http/api/schemas.ts";

type Spent = UsageAnswer["spent"];

const GROUPS: ReadonlyMap<string, string> = new Map([
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
  ["message", "texts"],
  ["tags", "tags"],
  ["upload", "files"],
  ["look", "looks"],
  ["learn-users", "lists"],
  ["learn-customer", "lists"],
  ["learn-tag", "lists"],
  ["forgotten", "lists"],
  ["card", "cards"],
]);

/** The dearest first; a kind that this version does not know stays by itself. */
export function groupSpent(spent: Spent): Spent {
  const sums = new Map<string, number>();
  for (const { kind, requests } of spent) {
    const group = GROUPS.get(kind) ?? kind;
    sums.set(group, (sums.get(group) ?? 0) + requests);
  }
  return [...sums].map(([kind, requests]) => ({ kind, requests })).sort((a, b) => b.requests - a.requests);
}
