/**
 * Reads digits as a number in E.164, with the country code or as dialled within one country. Plausible length decides
 * (C1).
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { isPlausible, planOfCode, type NumberingPlan } from "./numbering-plan.ts";

/** North America and Brazil: people write the trunk prefix or leave it out. */
const WRITTEN_BOTH_WAYS = new Set(["1", "55"]);

/** Digits that begin with a country code. Null where no number of that country has this length. */
export function readInternational(digits: string): string | null {
  const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  if (!parsed) return null;
  const { countryCallingCode: code, nationalNumber } = parsed;
  const plan = planOfCode(code);
  if (!plan) return parsed.isPossible() ? parsed.number : null;
  const rest = digits.slice(code.length);
  const bare = plan.trunk !== null && rest.startsWith(plan.trunk) ? rest.slice(plan.trunk.length) : rest;
  // Where the trunk prefix is a zero, no national number begins with one.
  const candidates = plan.trunk?.startsWith("0") ? [bare, rest, nationalNumber] : [rest, bare, nationalNumber];
  const national = candidates.find((candidate) => isPlausible(plan, candidate));
  return national === undefined ? null : `+${code}${national}`;
}

export interface NationalReading {
  e164: string;
  /** True for the usual written form in that country. False where a trunk prefix is missing. */
  strong: boolean;
  /** True where the digits begin with a trunk prefix that such numbers are never written with, as Peru's mobiles. */
  unusual: boolean;
  trunk: string | null;
}

/** What digits mean when dialled within a country, the strongest first. */
export function readNational(digits: string, plan: NumberingPlan): NationalReading[] {
  const { code, trunk } = plan;
  const dialled = trunk !== null && digits.startsWith(trunk) ? digits.slice(trunk.length) : null;
  const unusual = dialled !== null && isNeverWrittenWithTrunk(code, dialled) ? dialled : null;
  const readings = new Map<string, boolean>();
  const add = (national: string, strong: boolean) => {
    if (isPlausible(plan, national)) readings.set(national, strong);
  };
  if (dialled !== null) add(dialled, dialled !== unusual);
  for (const national of mexicanPrefixes(digits, plan)) add(national, true);
  const inside = withoutInsertedDigits(digits, code);
  if (inside !== null) add(inside, inside !== unusual);
  const isTrunkZero = trunk?.startsWith("0") && digits.startsWith("0");
  if (!isTrunkZero) add(digits, trunk === null || isWrittenBare(`+${code}${digits}`, digits));
  return [...readings].map(([national, strong]) => {
    return { e164: `+${code}${national}`, strong, unusual: national === unusual, trunk };
  });
}

/** Other digits that a country puts before or within a number: carriers, the 15 of Argentine mobiles. */
function withoutInsertedDigits(digits: string, code: string): string | null {
  const national = parsePhoneNumberFromString(digits, { defaultCallingCode: code, extract: false })?.nationalNumber;
  return national === undefined || national === digits || digits === `${code}${national}` ? null : national;
}

function isNeverWrittenWithTrunk(code: string, national: string): boolean {
  return !WRITTEN_BOTH_WAYS.has(code) && isWrittenBare(`+${code}${national}`, national);
}

/** Some countries have a trunk prefix and write their mobiles without it. */
function isWrittenBare(e164: string, digits: string): boolean {
  const written = parsePhoneNumberFromString(e164, { extract: false })?.formatNational();
  return written?.replaceAll(/\D/g, "") === digits;
}

/** Until 2019 Mexicans dialled mobiles with these prefixes at home. */
function mexicanPrefixes(digits: string, { code }: NumberingPlan): string[] {
  const [, national] = (code === "52" && /^(?:01|04[45])(\d{10})$/.exec(digits)) || [];
  return national === undefined ? [] : [national];
}

/** By the ranges that are assigned today. It decides between two plausible readings, and never against the only one. */
export function isAssigned(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.isValid() ?? false;
}

/** Ten digits in the shape of a North American number. People there write it without country code. */
export function isNorthAmerican(digits: string): boolean {
  return /^(?:[2-9]\d{2}){2}\d{4}$/.test(digits);
}
