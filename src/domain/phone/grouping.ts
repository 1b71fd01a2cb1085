/** The grouping of a number shows its country. A French mobile is `06 12 34 56 78`, a Dutch one `06 12345678`. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { WrittenNumber } from "./number-text.ts";

/** Whether people at home would group this number differently. Digits in one piece prove nothing. */
export function isGroupedOtherwise({ groups }: WrittenNumber, e164: string, trunk: string | null): boolean {
  if (groups.length < 2) return false;
  const national = parsePhoneNumberFromString(e164, { extract: false })?.formatNational().match(/\d+/g) ?? [];
  return withoutTrunk(groups, trunk) !== withoutTrunk(national, trunk);
}

function withoutTrunk(groups: readonly string[], trunk: string | null): string {
  const text = groups.join(" ");
  return trunk !== null && text.startsWith(trunk) ? text.slice(trunk.length).trimStart() : text;
}
