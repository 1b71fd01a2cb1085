/** One phone number in all the ways in which people and machines write it, as a regular expression that PostgreSQL reads too. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** What stands between the digits: a few signs, also spaces that JSON escapes. */
const GAP = String.raw`(?:[^0-9A-Za-z"]|\\u00a0|\\u202f){0,3}`;
/** What stands before a national number at home. */
const TRUNK = `(?:[(]?(?:06|0|8)[)]?${GAP})?`;

/** `key` is what a caller is remembered under: E.164, or unusual digits, which are looked for as they are, alone in quotes. */
export function numberPattern(key: string): string {
  const number = key.startsWith("+") ? parsePhoneNumberFromString(key) : undefined;
  if (!number) return `"[+]?${[...key.replace(/^[+]/, "")].map(escaped).join("")}"`;
  const { countryCallingCode, nationalNumber } = number;
  const country = `(?:(?:00)?${spread(countryCallingCode)}${GAP})?`;
  return `(?:^|[^0-9])${country}${TRUNK}${spread(nationalNumber)}(?![0-9])`;
}

function spread(digits: string): string {
  return [...digits].join(GAP);
}

function escaped(sign: string): string {
  return /\d/.test(sign) ? sign : `[${sign}]`;
}
