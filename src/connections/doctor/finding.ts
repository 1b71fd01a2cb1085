/** The doctor's result for one check. */

/** `note`: it works, but not as somebody might expect. */
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
}

/** A finding without its place. */
export type Judged = Omit<Finding, "account" | "check">;

export const ok = (what: string): Judged => ({ verdict: "ok", what, remedy: null });
export const note = (what: string, remedy: string): Judged => ({ verdict: "note", what, remedy });
export const wrong = (what: string, remedy: string): Judged => ({ verdict: "wrong", what, remedy });

const MOST_NAMED = 20;

/** `"a", "b" and 3 more`. */
export function nameAll(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  const more = names.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
