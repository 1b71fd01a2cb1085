/** The doctor's result for one check. */

import type { FindingFact } from "./finding-fact.ts";

/** `note`: it works, but not as an admin might expect. */
type Verdict = "ok" | "note" | "wrong";

export interface Finding {
  /** The subject of the check: `database`, `webhook in Aircall`. */
  check: string;
  /** Null for checks that all connections share. */
  account: string | null;
  verdict: Verdict;
  /** The result, with the name of the thing concerned. */
  what: string;
  /** The next action. Null if none is needed. */
  remedy: string | null;
  /** The result as a code with parameters. Left out for checks that all connections share. */
  fact?: FindingFact;
}

/** A finding without its place. */
export type Judged = Omit<Finding, "account" | "check">;

export const ok = (what: string, fact?: FindingFact): Judged => judged("ok", what, null, fact);
export const note = (what: string, remedy: string, fact?: FindingFact): Judged => judged("note", what, remedy, fact);
export const wrong = (what: string, remedy: string, fact?: FindingFact): Judged => judged("wrong", what, remedy, fact);

function judged(verdict: Verdict, what: string, remedy: string | null, fact: FindingFact | undefined): Judged {
  return { verdict, what, remedy, ...(fact && { fact }) };
}

const MOST_NAMED = 20;

/** `"a", "b" and 3 more`. */
export function nameAll(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  const more = names.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
