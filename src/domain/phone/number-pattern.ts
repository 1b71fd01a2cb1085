/** A regular expression for all written forms of one subscriber's numbers. PostgreSQL reads it too. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { searchedAs } from "./variants.ts";

/** Matches what separates digits: a few signs, also spaces and marks that JSON escapes. */
const GAP = String.raw`(?:[^0-9A-Za-z"]|\\u[0-9a-f]{4}){0,3}`;
/** An escaped mark may end with a digit. */
const START = String.raw`(?:^|[^0-9]|\\u[0-9a-f]{4})`;
/** Matches what precedes a national number at home. */
const TRUNK = `(?:[(]?(?:06|0|8)[)]?${GAP})?`;

/** `key` is the customer's key: E.164, or unusual digits. Unusual digits match only as they are, alone in quotes. */
export function numberPattern(key: string): string {
  const number = parsePhoneNumberFromString(key, { extract: false });
  if (!number) return `"[+]?${[...key.replace(/^[+]/, "")].map(escaped).join("")}"`;
  const written = searchedAs(key).map(writtenPattern);
  return `${START}(?:${[...new Set(written)].join("|")})(?![0-9])`;
}

/** One number in E.164, or as people write it at home. */
function writtenPattern(text: string): string {
  const number = parsePhoneNumberFromString(text, { extract: false });
  if (!number) return spread(text.replaceAll(/\D/g, ""));
  const { countryCallingCode: code } = number;
  return `(?:(?:00)?${spread(code)}${GAP})?${TRUNK}${spread(text.slice(1 + code.length))}`;
}

/** Digits in other scripts count as well, so that the pattern misses none. */
function spread(digits: string): string {
  return [...digits].map((digit) => `[${digit}${otherDigits(digit)}]`).join(GAP);
}

/** Full width, Arabic and Persian. */
function otherDigits(digit: string): string {
  return String.fromCodePoint(...[0xff10, 0x660, 0x6f0].map((zero) => zero + Number(digit)));
}

function escaped(sign: string): string {
  return /\d/.test(sign) ? sign : `[${sign}]`;
}
