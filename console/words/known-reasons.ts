/** Reasons that the service gives in its own words, and the key under which the catalogue says the same. Others are shown as they come. */
import type { Catalogue } from "./catalogue.ts";

type ReasonKey = keyof Catalogue["reason"];
type MatchKey = keyof Catalogue["match"];

const REASONS: ReadonlyMap<string, ReasonKey> = new Map([
  ["line not selected", "lineNotSelected"],
  ["the connection is not active", "notActive"],
  ["Aircall names no line for this call", "noLine"],
  ["unanswered outbound calls are not logged (a setting)", "unansweredOutbound"],
  ["none of its deliveries could be understood", "notUnderstood"],
  ["Aircall told no number of the caller", "noNumber"],
  ["rate limit", "rateLimit"],
  ["authorisation removed", "authorisationRemoved"],
  ["by hand", "byHand"],
  ["disconnected", "disconnected"],
]);

const MATCHES: ReadonlyMap<string, MatchKey> = new Map([
  ["phone index", "phoneIndex"],
  ["phone channel", "phoneChannel"],
  ["phone search", "phoneSearch"],
  ["e-mail taken", "emailTaken"],
  ["created", "created"],
  ["anonymous", "anonymous"],
  ["found again", "foundAgain"],
]);

export function reasonKey(reason: string): ReasonKey | null {
  if (reason.startsWith("nobody can sign a note")) return "noSigner";
  return REASONS.get(reason) ?? null;
}

export function matchKey(how: string): MatchKey | null {
  return MATCHES.get(how) ?? null;
}
