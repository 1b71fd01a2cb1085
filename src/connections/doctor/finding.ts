/** What the doctor says of one thing that was looked at. */

/** `note`: it works, but not as somebody might expect. */
type Verdict = "ok" | "note" | "wrong";

export interface Finding {
  /** What was looked at: `database`, `webhook in Aircall`. */
  check: string;
  /** Whose it is; null for what all connections share. */
  account: string | null;
  verdict: Verdict;
  /** What was found, and which one it is about. */
  what: string;
  /** What to do; null where nothing is to be done. */
  remedy: string | null;
}

/** A judgement, before it is said whose it is. */
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
