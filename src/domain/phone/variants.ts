/** One subscriber with several numbers. One of them is the key, and the searches try the others too (C1). */

import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Maps a number to the one that represents all numbers of its subscriber. */
const CANONICAL: readonly [RegExp, (...groups: string[]) => string][] = [
  // Mexico: a 1 before mobiles, until 2019 and in WhatsApp to this day.
  [/^\+521(\d{10})$/, (_, national) => `+52${national}`],
  // Argentina: a 9 before mobiles, only in calls from abroad. At home it is a 15 after the area code.
  [/^\+549(\d{10})$/, (_, national) => `+54${national}`],
  // Brazil: mobiles have nine digits since 2016. WhatsApp shows older ones with eight.
  [/^\+55(\d{2})([6-9]\d{7})$/, (_, area, local) => `+55${area}9${local}`],
  // Overseas France: all of France dials these like mainland numbers, without their own country code.
  [/^\+33((?:26[239]|639|69[23])\d{6})$/, (_, national) => `+262${national}`],
  [/^\+33((?:590|69[01])\d{6})$/, (_, national) => `+590${national}`],
  [/^\+33([56]94\d{6})$/, (_, national) => `+594${national}`],
  [/^\+33((?:596|69[67])\d{6})$/, (_, national) => `+596${national}`],
  [/^\+33508(\d{6})$/, (_, national) => `+508${national}`],
  // San Marino: calls through Italy use the area code 0549, which its own numbers omit.
  [/^\+390549(\d{6})$/, (_, local) => `+3780549${local}`],
  [/^\+378([89]\d{5})$/, (_, local) => `+3780549${local}`],
];

/** The other forms in which a canonical number may arrive. */
const OTHERS: readonly [RegExp, (...groups: string[]) => string[]][] = [
  [/^\+52(\d{10})$/, (_, national) => [`+521${national}`]],
  [/^\+54(\d{10})$/, (_, national) => [`+549${national}`]],
  [/^\+55(\d{2})9([6-9]\d{7})$/, (_, area, local) => [`+55${area}${local}`]],
  [/^\+(?:262|590|594|596)(\d{9})$/, (_, national) => [`+33${national}`]],
  [/^\+508(\d{6})$/, (_, national) => [`+33508${national}`]],
  [/^\+3780549(\d{6})$/, (_, local) => [`+390549${local}`, `+378${local}`]],
];

/** The number that represents all numbers of its subscriber. */
export function canonicalNumber(e164: string): string {
  for (const [pattern, write] of CANONICAL) {
    const found = pattern.exec(e164);
    if (found) return write(...found);
  }
  return e164;
}

/** All numbers of a subscriber in E.164, the given one first. */
export function variantsOf(e164: string): string[] {
  const canonical = canonicalNumber(e164);
  const others = OTHERS.flatMap(([pattern, write]) => {
    const found = pattern.exec(canonical);
    return found ? write(...found) : [];
  });
  return [...new Set([e164, canonical, ...others.filter((other) => canonicalNumber(other) === canonical)])];
}

/** The search terms that may find a customer with this number. */
export function searchedAs(e164: string): string[] {
  const numbers = variantsOf(e164);
  const written = numbers.flatMap((number) => (number.startsWith("+549") ? (argentineHomeForm(number) ?? []) : []));
  return [...numbers, ...written];
}

/** `011 15-2345-6789`: the home form puts a 15 within a mobile number. A search by its last digits does not find it. */
function argentineHomeForm(e164: string): string | null {
  const national = parsePhoneNumberFromString(e164, { extract: false })?.formatNational() ?? "";
  return /\s15-/.test(national) ? national : null;
}

export function isSameNumber(one: string, other: string): boolean {
  return canonicalNumber(one) === canonicalNumber(other);
}
