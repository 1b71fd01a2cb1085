/** Phone numbers: one form to compare and store (E.164), one form to show (international). */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { plainText } from "./number-text.ts";
import { readNumber } from "./read-number.ts";
import { canonicalNumber } from "./variants.ts";
import { isWithheld, senderWord, wordKey } from "./withheld.ts";

/**
 * The external party, as far as digits tell. `number`: a phone number in E.164. `unusual`: digits that no numbering
 * plan knows (short codes, private exchanges), stored as they came. `word`: a message sender with a name in place of a
 * number. `anonymous`: withheld, or without digits to dial.
 */
export type CustomerPhone =
  | { kind: "number"; e164: string }
  | { kind: "unusual"; digits: string }
  | { kind: "word"; word: string }
  | { kind: "anonymous"; told: string | null };

/** Fewer digits than this identify no caller. */
const FEWEST_DIGITS = 3;

/**
 * Reads digits in any common format. `country` is the region for national formats (C1). A word is no caller's name
 * (C14).
 */
export function readPhone(digits: string | null, country: string | null): CustomerPhone {
  const told = digits?.trim() ?? "";
  const plain = plainText(told);
  if (isWithheld(plain)) return { kind: "anonymous", told };
  const e164 = readNumber(plain, country);
  if (e164) return { kind: "number", e164 };
  // A sender's name may hold digits that would make a number.
  if (/\p{L}/u.test(plain)) return { kind: "anonymous", told };
  const bare = plain.replaceAll(/[^\d+*#]/g, "");
  if (bare.length < FEWEST_DIGITS) return { kind: "anonymous", told: told || null };
  return { kind: "unusual", digits: bare };
}

/** The external party of a message, which may be a word. Each word is a separate sender (C14). */
export function readSender(told: string | null, country: string | null): CustomerPhone {
  const customerPhone = readPhone(told, country);
  const word =
    customerPhone.kind === "anonymous" && customerPhone.told !== null
      ? senderWord(plainText(customerPhone.told))
      : null;
  return word === null ? customerPhone : { kind: "word", word };
}

/** E.164, or null for an impossible number. Digits without plus may also be international ones. */
export function toE164(digits: string, country: string | null): string | null {
  return readNumber(plainText(digits), country);
}

/** The key of a caller. All numbers of one subscriber share a key. */
export function phoneKey(customerPhone: CustomerPhone): string {
  switch (customerPhone.kind) {
    case "number":
      return canonicalNumber(customerPhone.e164);
    case "unusual":
      return customerPhone.digits;
    case "word":
      return wordKey(customerPhone.word);
    case "anonymous":
      return "anonymous";
  }
}

/** For people to read: `+33 6 12 34 56 78`. Shows anything else than a phone number as it came. */
export function displayNumber(digits: string, country: string | null = null): string {
  const e164 = toE164(digits, country);
  return (e164 && parsePhoneNumberFromString(e164)?.formatInternational()) ?? digits;
}

/** A caller for people to read. Null where nothing is known. */
export function displayPhone(customerPhone: CustomerPhone): string | null {
  switch (customerPhone.kind) {
    case "number":
      return displayNumber(customerPhone.e164);
    case "unusual":
      return customerPhone.digits;
    case "word":
      return customerPhone.word;
    case "anonymous":
      return null;
  }
}
