/**
 * How the numbers of one country code are built and dialled. Lengths only, because assigned ranges grow every year
 * (C1).
 */
import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";

export interface NumberingPlan {
  /** Such as `33`. Several countries may share one. */
  code: string;
  /** Dialled before a national number at home: `0`, `8`, `06`. Null where the country has none. */
  trunk: string | null;
  /** Dialled before a country code: a pattern such as `00` or `0011`. */
  exit: RegExp;
  /** How many digits a national number may have. */
  lengths: ReadonlySet<number>;
}

/** The package's own types omit the trunk prefix and the choice of a plan by country code. */
interface PlanReader {
  selectNumberingPlan(codeOrCountry: string): void;
  numberingPlan?: { nationalPrefix(): unknown; IDDPrefix(): string; possibleLengths(): number[] };
}

const reader = new Metadata() as unknown as PlanReader;
const plans = new Map<string, NumberingPlan>();

export function planOfCode(code: string): NumberingPlan | null {
  const known = plans.get(code);
  if (known) return known;
  if (!getCountries().some((country) => getCountryCallingCode(country) === code)) return null;
  reader.selectNumberingPlan(code);
  const { numberingPlan } = reader;
  if (!numberingPlan) return null;
  const trunk = numberingPlan.nationalPrefix();
  const plan: NumberingPlan = {
    code,
    trunk: typeof trunk === "string" ? trunk : null,
    exit: new RegExp(`^(?:${numberingPlan.IDDPrefix()})`),
    lengths: new Set(numberingPlan.possibleLengths()),
  };
  plans.set(code, plan);
  return plan;
}

export function planOfCountry(country: string | null): NumberingPlan | null {
  return country !== null && isSupportedCountry(country) ? planOfCode(getCountryCallingCode(country)) : null;
}

/** The plan of a number in E.164. Null for a code of no country. */
export function planOfNumber(e164: string): NumberingPlan | null {
  const parsed = parsePhoneNumberFromString(e164, { extract: false });
  return parsed ? planOfCode(parsed.countryCallingCode) : null;
}

/** WhatsApp and old address books add a 1 before the ten digits of Mexican mobiles. */
const FURTHER_LENGTHS: Partial<Record<string, RegExp>> = { 52: /^1\d{10}$/ };

export function isPlausible({ code, lengths }: NumberingPlan, national: string): boolean {
  return lengths.has(national.length) || (FURTHER_LENGTHS[code]?.test(national) ?? false);
}
