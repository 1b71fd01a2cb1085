/** Calls and messages between the company's own lines (C19). The other party is not a customer. Pure. */
import { phoneKey, readPhone, type CustomerPhone } from "../phone/phone.ts";

/** A line of the company, selected or not. */
export interface OwnLine {
  digits: string;
  country: string | null;
}

/** The last digits rule out most numbers without a full parse. */
const LAST_DIGITS = 4;

export function isOwnLine(customerPhone: CustomerPhone, lines: readonly OwnLine[]): boolean {
  if (customerPhone.kind === "anonymous" || customerPhone.kind === "word") return false;
  const key = phoneKey(customerPhone);
  const end = endOf(key);
  if (end === "") return false;
  return lines.some(({ digits, country }) => endOf(digits) === end && phoneKey(readPhone(digits, country)) === key);
}

function endOf(digits: string): string {
  return digits.replaceAll(/\D/g, "").slice(-LAST_DIGITS);
}
