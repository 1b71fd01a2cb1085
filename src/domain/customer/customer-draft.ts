/** When Gorgias rejects a new customer, the next draft omits the rejected part (C18). Pure. */
import { phoneExternalId, type Customer, type CustomerDraft } from "./customer.ts";
import type { LeftOut } from "../ticket/left-out.ts";

/** The parts that a new customer can omit. */
export type DraftPart = "email" | "name" | "phone" | "external id";

/** Why Gorgias rejected a draft. `parts` is empty where Gorgias names none. */
export interface DraftRejection {
  status: number;
  parts: DraftPart[];
  /** The vendor's own words, shortened. */
  detail: string | null;
}

/**
 * What to send, and what earlier rejections removed. The service stores it as the write's intent before it sends it.
 */
export interface CustomerAttempt {
  draft: CustomerDraft;
  leftOut: LeftOut[];
  /** Set where Gorgias named no part. Omit each part alone, one after the other, and at last all of them. */
  guess: { full: CustomerDraft; leftOut: LeftOut[]; tried: (DraftPart | "all")[] } | null;
  /** A customer who has the e-mail and gets the phone, instead of a new one (C2). */
  adopts: Customer | null;
}

const PARTS: readonly DraftPart[] = ["email", "name", "external id", "phone"];
/** Words of a rejection that hint at a part. They only decide which part to try first. */
const HINTS: readonly [RegExp, DraftPart][] = [
  [/mail/i, "email"],
  [/external/i, "external id"],
  [/phone|channel|address/i, "phone"],
  [/name/i, "name"],
];

export function firstAttempt(draft: CustomerDraft, leftOut: LeftOut[] = []): CustomerAttempt {
  return { draft, leftOut, guess: null, adopts: null };
}

/**
 * What to send after this rejection. Null where no part is left to omit. `spareEmail` is for a customer who must have
 * one.
 */
export function nextAttempt(
  attempt: CustomerAttempt,
  rejection: DraftRejection,
  spareEmail: string,
): CustomerAttempt | null {
  const { draft, leftOut } = attempt;
  const isSpent = draft.email === spareEmail || leftOut.some(({ value }) => value === spareEmail);
  const spare = isSpent ? null : spareEmail;
  const named = rejection.parts.filter((part) => valueOf(draft, part) !== null);
  if (named.length > 0) {
    const gone = named.map((part) => entryOf(draft, part, rejection));
    return firstAttempt(without(draft, named, spare), [...leftOut, ...gone]);
  }
  if (rejection.parts.includes("email") && spare) return firstAttempt({ ...draft, email: spare }, leftOut);
  return nextGuess(attempt, rejection, spare);
}

function nextGuess(attempt: CustomerAttempt, rejection: DraftRejection, spare: string | null): CustomerAttempt | null {
  const { full, leftOut, tried } = attempt.guess ?? { full: attempt.draft, leftOut: attempt.leftOut, tried: [] };
  if (tried.includes("all")) return null;
  const present = PARTS.filter((part) => valueOf(full, part) !== null);
  const hinted = HINTS.flatMap(([word, part]) => (word.test(rejection.detail ?? "") ? part : []));
  const part = [...hinted, ...PARTS].find((candidate) => present.includes(candidate) && !tried.includes(candidate));
  const gone = part ? [part] : present.filter((candidate) => candidate !== "phone");
  return {
    draft: without(full, gone, spare),
    leftOut: [...leftOut, ...gone.map((each) => entryOf(full, each, rejection))],
    guess: { full, leftOut, tried: [...tried, part ?? "all"] },
    adopts: null,
  };
}

function valueOf(draft: CustomerDraft, part: DraftPart): string | null {
  return part === "external id" ? draft.externalId : draft[part];
}

/** Gorgias needs at least one address. A customer without a phone needs another name for later searches. */
function without(draft: CustomerDraft, parts: readonly DraftPart[], spare: string | null): CustomerDraft {
  const left = { ...draft };
  for (const part of parts) left[part === "external id" ? "externalId" : part] = null;
  if (draft.phone !== null && left.phone === null && !parts.includes("external id"))
    left.externalId ??= phoneExternalId(draft.phone);
  if (left.phone === null) left.email ??= spare;
  return left;
}

function entryOf(draft: CustomerDraft, part: DraftPart, { status, detail }: DraftRejection): LeftOut {
  return { part, value: valueOf(draft, part), code: "rejected", vendor: "gorgias", status, detail };
}
