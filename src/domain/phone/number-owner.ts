/** Whether a number that a customer has in Gorgias is this caller's, however it was written. Pure (C1). */
import { isGroupedOtherwise } from "./grouping.ts";
import { planOfCode, planOfCountry, planOfNumber, type NumberingPlan } from "./numbering-plan.ts";
import { numbersIn, type WrittenNumber } from "./number-text.ts";
import { isAssigned, isNorthAmerican, readInternational, readNational, type NationalReading } from "./read-digits.ts";
import { isSameNumber } from "./variants.ts";

/** `unclear`: it may be this caller's, and just as well another subscriber's in the line's country. */
export type Ownership = "theirs" | "unclear" | "another's";

const RANKS: readonly Ownership[] = ["theirs", "unclear", "another's"];
/** Codes of countries that dial each other like the mainland (variants.ts). */
const OVERSEAS_FRANCE = new Set(["262", "508", "590", "594", "596"]);
/** Shorter prefixes for calls abroad are also how national numbers begin. */
const FEWEST_EXIT_DIGITS = 3;

/** `stored` as it is in Gorgias; `e164` is the caller's number; `lineCountry` is the line's. */
export function ownershipOf(stored: string, e164: string, lineCountry: string | null): Ownership {
  const all = numbersIn(stored).map((written) => ownership(written, e164, planOfCountry(lineCountry)));
  return RANKS.find((rank) => all.includes(rank)) ?? "another's";
}

function ownership(written: WrittenNumber, e164: string, line: NumberingPlan | null): Ownership {
  const { plus, digits } = written;
  const isTheirs = (reading: string | null) => reading !== null && isSameNumber(reading, e164);
  const [international] = plus
    ? [readInternational(digits)]
    : [digits.startsWith("00") ? readInternational(digits.slice(2)) : null];
  if (plus || international !== null) return isTheirs(international) ? "theirs" : "another's";
  const own = ownPlans(e164);
  const foreign = line && !own.includes(line) ? line : null;
  if (dialledAbroad(digits, foreign ? [...own, foreign] : own).some(isTheirs)) return "theirs";
  const atHome = own.flatMap((plan) => readNational(digits, plan));
  const onLine = foreign ? readNational(digits, foreign) : [];
  const isRefuted = (rival: NationalReading) =>
    (isAssigned(e164) && !isAssigned(rival.e164)) || isGroupedOtherwise(written, rival.e164, rival.trunk);
  if ([...atHome, ...onLine].some((reading) => isTheirs(reading.e164))) {
    const rivals = onLine.filter((rival) => rival.strong && !isTheirs(rival.e164));
    return rivals.every(isRefuted) ? "theirs" : "unclear";
  }
  if (!isTheirs(readInternational(digits)) || isNorthAmerican(digits)) return "another's";
  return [...atHome, ...onLine].filter(({ strong }) => strong).every(isRefuted) ? "theirs" : "another's";
}

function ownPlans(e164: string): NumberingPlan[] {
  const plan = planOfNumber(e164);
  const mainland = plan && OVERSEAS_FRANCE.has(plan.code) ? planOfCode("33") : null;
  return [plan, mainland].filter((one) => one !== null);
}

/** Digits after what is dialled before a country code in one of these countries, or in North America. */
function dialledAbroad(digits: string, plans: readonly NumberingPlan[]): string[] {
  return [/^011/, ...plans.map(({ exit }) => exit)].flatMap((exit) => {
    const [prefix = ""] = exit.exec(digits) ?? [];
    return prefix.length < FEWEST_EXIT_DIGITS ? [] : (readInternational(digits.slice(prefix.length)) ?? []);
  });
}
