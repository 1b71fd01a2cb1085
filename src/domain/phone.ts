/** Phone numbers: one form to compare and store (E.164), one form to show (international). */
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from "libphonenumber-js/max";

/**
 * Who is on the other side, as far as digits tell.
 * `number`: a phone number in E.164. `unusual`: digits that no plan of numbers knows (short codes, private exchanges),
 * kept as they came. `anonymous`: withheld, or nothing that could be dialled.
 */
export type Caller =
  { kind: "number"; e164: string } | { kind: "unusual"; digits: string } | { kind: "anonymous"; told: string | null };

/** Fewer digits than this name nobody. */
const FEWEST_DIGITS = 3;

/** Reads digits in any common format; `country` is the region for national formats (C1). */
export function readCaller(digits: string | null, country: string | null): Caller {
  const told = digits?.trim() ?? "";
  // A sender's name may hold digits that would make a number.
  if (/\p{L}/u.test(told)) return { kind: "anonymous", told };
  const e164 = toE164(told, country);
  if (e164) return { kind: "number", e164 };
  const bare = told.replaceAll(/[^\d+*#]/g, "");
  if (bare.length < FEWEST_DIGITS) return { kind: "anonymous", told: told || null };
  return { kind: "unusual", digits: bare };
}

/** E.164, or null for what is not a possible number. Digits without plus are also tried as international ones. */
export function toE164(digits: string, country: string | null): string | null {
  const region = isCountry(country) ? country : undefined;
  const bare = digits.replaceAll(/\D/g, "");
  // Some national plans would also take a number that begins with their own calling code: read as it is meant, it is foreign to none.
  if (region && bare.startsWith(getCountryCallingCode(region))) {
    const meant = parsePhoneNumberFromString(`+${bare}`, { extract: false });
    if (meant?.isValid()) return meant.number;
  }
  const parsed = parsePhoneNumberFromString(
    digits,
    region ? { defaultCountry: region, extract: false } : { extract: false },
  );
  if (parsed?.isValid()) return parsed.number;
  const international = parsePhoneNumberFromString(`+${digits.replaceAll(/^(\+|00)|\D/g, "")}`, { extract: false });
  if (international?.isValid()) return international.number;
  return parsed?.isPossible() && digits.startsWith("+") ? parsed.number : null;
}

/** What a caller is remembered and looked up under; null for nobody in particular. */
export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case "number":
      return caller.e164;
    case "unusual":
      return caller.digits;
    case "anonymous":
      return "anonymous";
  }
}

/** For people to read: `+33 6 12 34 56 78`. What is no phone number is shown as it came. */
export function displayNumber(digits: string, country: string | null = null): string {
  const e164 = toE164(digits, country);
  return (e164 && parsePhoneNumberFromString(e164)?.formatInternational()) ?? digits;
}

function isCountry(value: string | null): value is CountryCode {
  return value !== null && isSupportedCountry(value);
}
