/** Reasons that the service gives in its own words, and the key under which the catalogue says the same. Others are shown as they come. */
import type { Catalogue } from "./catalogue.ts";

type ReasonKey = keyof Catalogue["reason"];
type MatchKey = keyof Catalogue["match"];

const REASONS: ReadonlyMap<string, ReasonKey> = new Map([
  ["line not selected", "lineNotSelected"],
  ["the connection is not active", "notActive"],
  ["Aircall names no line for this call", "noLine"],
  ["Aircall names no line for this text", "noLine"],
  ["Aircall has no such call", "noSuchCall"],
  ["the call is older than the connection or the choice of its line", "past"],
  ["the ticket is gone, and nothing new has happened since", "ticketLeft"],
  ["no card: it was begun and never finished", "cardBegun"],
  ["another number of the same customer is being written to", "customerBusy"],
  ["waiting for a file of a text", "waitingForFile"],
  ["event not followed", "notFollowed"],
  ["unanswered outbound calls are not logged (a setting)", "unansweredOutbound"],
  ["none of its deliveries could be understood", "notUnderstood"],
  ["Aircall told no number of the caller", "noNumber"],
  ["internal_line", "internalLine"],
  ["no card: the call was over already", "cardOver"],
  ["no card: it would have come more than 10 s late", "cardLate"],
  ["no card: the caller is not known in Gorgias", "cardUnknown"],
  ["no card: a customer in Gorgias may have this number, and just as well another one", "cardUnclear"],
  ["erased", "erased"],
  ["the call is older than what is kept of it", "tooOld"],
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
  ["sender name", "senderName"],
  ["internal", "internal"],
  ["found again", "foundAgain"],
]);

export function reasonKey(reason: string): ReasonKey | null {
  if (/^nobody can sign a (?:note|text)/.test(reason)) return "noSigner";
  if (isNoRoom(reason)) return "noRoom";
  return REASONS.get(reason) ?? null;
}

/** The rate limiter granted no permit. Rows written up to 0.6 have the older sentence. */
export function isNoRoom(reason: string): boolean {
  return /^the gorgias (?:rate limit is used up|budget is spent) for \d+ s$/.test(reason);
}

export function matchKey(how: string): MatchKey | null {
  return MATCHES.get(how) ?? null;
}
