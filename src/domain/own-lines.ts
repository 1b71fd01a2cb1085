/** Calls and messages between the company's own lines (C19). The other party is not a customer. Pure. */
import { callerKey, readCaller, type Caller } from "./phone.ts";

/** A line of the company, selected or not. */
export interface OwnLine {
  digits: string;
  country: string | null;
}

/** The last digits rule out most numbers without a full parse. */
const LAST_DIGITS = 4;

export function isOwnLine(caller: Caller, lines: readonly OwnLine[]): boolean {
  if (caller.kind === "anonymous" || caller.kind === "word") return false;
  const key = callerKey(caller);
  const end = endOf(key);
  if (end === "") return false;
  return lines.some(({ digits, country }) => endOf(digits) === end && callerKey(readCaller(digits, country)) === key);
}

function endOf(digits: string): string {
  return digits.replaceAll(/\D/g, "").slice(-LAST_DIGITS);
}
