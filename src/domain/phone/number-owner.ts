/** Whether a customer's number in Gorgias is this caller's, in any written form. Pure (C1). */
import { isGroupedOtherwise } from "./grouping.ts";
import { planOfCode, planOfCountry, planOfNumber, type NumberingPlan } from "./numbering-plan.ts";
import { numbersIn, type WrittenNumber } from "./number-text.ts";
import { isAssigned, isNorthAmerican, readInternational, readNational, type NationalReading } from "./read-digits.ts";
import { isSameNumber } from "./variants.ts";

/**
 * `likely`: digits in one piece that read as this caller's number, and as another number in the line's country.
 * `unclear`: the same, but grouped as in the line's country, or with the usual trunk prefix missing. Also digits with a
 * trunk prefix that the caller's country never writes before such a number.
 */
export type Ownership = "theirs" | "likely" | "unclear" | "another's";

const RANKS: readonly Ownership[] = ["theirs", "likely", "unclear", "another's"];
/** Codes of countries that dial each other like the mainland (variants.ts). */
const OVERSEAS_FRANCE = new Set(["262", "508", "590", "594", "596"]);
/** National numbers also begin with the shorter prefixes for calls abroad. */
const FEWEST_EXIT_DIGITS = 3;

/** `stored` as it is in Gorgias. `e164` is the caller's number. `lineCountry` is the line's. */
export function ownershipOf(stored: string, e164: string, lineCountry: string | null): Ownership {
  return bestOf(numbersIn(stored).map((written) => ownership(written, e164, planOfCountry(lineCountry))));
}

/** The best match among several numbers of one customer. */
export function bestOf(ownerships: readonly Ownership[]): Ownership {
  return RANKS.find((rank) => ownerships.includes(rank)) ?? "another's";
}

function ownership(written: WrittenNumber, e164: string, line: NumberingPlan | null): Ownership {
  const { plus, digits } = written;
  const withCode = plus ? digits : digits.startsWith("00") ? digits.slice(2) : null;
  const international = withCode === null ? null : readInternational(withCode);
  if (plus || international !== null) return isTheirs(e164, international) ? "theirs" : "another's";
  const own = ownPlans(e164);
  const foreign = line && !own.includes(line) ? [line] : [];
  if (dialledAbroad(digits, [...own, ...foreign]).some((reading) => isTheirs(e164, reading))) return "theirs";
  const readings = (plans: readonly NumberingPlan[]) => plans.flatMap((plan) => readNational(digits, plan));
  return weigh(written, e164, { atHome: readings(own), onLine: readings(foreign) });
}

/** What the digits mean when dialled in the caller's country, and in the line's where that is another. */
interface Readings {
  atHome: NationalReading[];
  onLine: NationalReading[];
}

function weigh(written: WrittenNumber, e164: string, { atHome, onLine }: Readings): Ownership {
  const isRival = ({ e164: other, strong, trunk }: NationalReading) =>
    strong &&
    !isTheirs(e164, other) &&
    !(isAssigned(e164) && !isAssigned(other)) &&
    !isGroupedOtherwise(written, other, trunk);
  const { digits, groups } = written;
  const matching = atHome.filter((reading) => isTheirs(e164, reading.e164));
  if (matching.length > 0) {
    if (matching.every(({ unusual }) => unusual)) return "unclear";
    if (!onLine.some(isRival)) return "theirs";
    // Digits in one piece do not show in which of the two countries a person wrote them.
    return groups.length < 2 && matching.some(({ strong }) => strong) ? "likely" : "unclear";
  }
  if (!isTheirs(e164, readInternational(digits)) || isNorthAmerican(digits)) return "another's";
  return [...atHome, ...onLine].some(isRival) ? "another's" : "theirs";
}

function isTheirs(e164: string, reading: string | null): boolean {
  return reading !== null && isSameNumber(reading, e164);
}

function ownPlans(e164: string): NumberingPlan[] {
  const plan = planOfNumber(e164);
  const mainland = plan && OVERSEAS_FRANCE.has(plan.code) ? planOfCode("33") : null;
  return [plan, mainland].filter((one) => one !== null);
}

/** The number after an international prefix of one of these countries, or of North America. */
function dialledAbroad(digits: string, plans: readonly NumberingPlan[]): string[] {
  return [/^011/, ...plans.map(({ exit }) => exit)].flatMap((exit) => {
    const [prefix = ""] = exit.exec(digits) ?? [];
    return prefix.length < FEWEST_EXIT_DIGITS ? [] : (readInternational(digits.slice(prefix.length)) ?? []);
  });
}
