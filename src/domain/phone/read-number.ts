/** A number from Aircall, or as a person types it, in E.164. Pure (C1). */
import { planOfCountry, type NumberingPlan } from "./numbering-plan.ts";
import { onlyNumber } from "./number-text.ts";
import { isAssigned, isNorthAmerican, readInternational, readNational } from "./read-digits.ts";

/** Dialled before a number to hide or show the caller's own: `#31#`, `*31#`, `*67`, `*82`. */
const SERVICE_PREFIX = /^(?:[*#]{1,2}\d{2,3}[*#]|\*67|\*82)(?=\s*[+(]?\d[\d\s().-]{5,}$)/;

/** Null for an implausible number. `country` is the region of national formats. `plain` comes from `plainText`. */
export function readNumber(plain: string, country: string | null): string | null {
  const bare = plain.replace(SERVICE_PREFIX, "");
  const written = onlyNumber(bare);
  if (!written || /[*#]/.test(bare)) return null;
  const { plus, digits } = written;
  if (plus) return readInternational(digits);
  const dialledAbroad = digits.startsWith("00") ? readInternational(digits.slice(2)) : null;
  return dialledAbroad ?? readBare(digits, planOfCountry(country));
}

/** Aircall omits the plus from some numbers (Aircall contract 6.3). A country code outweighs a missing trunk prefix. */
function readBare(digits: string, plan: NumberingPlan | null): string | null {
  // Only their shape identifies numbers of North America.
  if (plan?.code === "1" && isNorthAmerican(digits)) return `+1${digits}`;
  const international = readInternational(digits);
  const withOwnCode = plan && digits.startsWith(plan.code) ? international : null;
  const national = plan ? readNational(digits, plan) : [];
  const strong = national.flatMap((reading) => (reading.strong ? reading.e164 : []));
  // Without an international prefix it is the same reading as the international one.
  const exit = plan?.exit.exec(digits)?.[0] ?? "";
  const abroad = readInternational(digits.slice(exit.length));
  const dialled = [withOwnCode, ...strong, abroad, international, ...national.map(({ e164 }) => e164)];
  const readings = dialled.filter((reading) => reading !== null);
  return readings.find(isAssigned) ?? [...strong, ...readings][0] ?? null;
}
