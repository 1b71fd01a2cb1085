/**
 * The other party of a call or conversation, before it is known which customer they are: their number, whether it is
 * one of the company's own lines (C19), and for how long their customer is remembered (C1). Pure.
 */
import type { Call, Contact } from "../call/call.ts";
import { phoneKey, readPhone, type CustomerPhone } from "../phone/phone.ts";
import { INTERNAL_EXTERNAL_ID } from "./customer.ts";

/** The outside party whose customer is wanted, and what Aircall tells about them. */
export interface UnknownCaller {
  customerPhone: CustomerPhone;
  contact: Contact | null;
  /** The country of the line, which is the default region of numbers (C1). */
  country: string | null;
  /** The number is one of the company's own lines (C19). */
  internal: boolean;
}

export function unknownCallerOf(call: Call, ownLines: readonly OwnLine[]): UnknownCaller {
  const country = call.line?.country ?? null;
  const customerPhone = readPhone(call.customerDigits, country);
  return { customerPhone, contact: call.contact, country, internal: isOwnLine(customerPhone, ownLines) };
}

/** The key under which a customer is remembered. All own lines share one key. */
export function memoryKey({ customerPhone, internal }: Pick<UnknownCaller, "customerPhone" | "internal">): string {
  return internal ? INTERNAL_EXTERNAL_ID : phoneKey(customerPhone);
}

/** A line of the company, selected or not. */
export interface OwnLine {
  digits: string;
  country: string | null;
}

/** The last digits rule out most numbers without a full parse. */
const LAST_DIGITS = 4;

export function isOwnLine(customerPhone: CustomerPhone, lines: readonly OwnLine[]): boolean {
  const key = phoneKey(customerPhone);
  const end = endOf(key);
  if (end === "") return false;
  return lines.some(({ digits, country }) => endOf(digits) === end && phoneKey(readPhone(digits, country)) === key);
}

function endOf(digits: string): string {
  return digits.replaceAll(/\D/g, "").slice(-LAST_DIGITS);
}

const DAY_MS = 24 * 60 * 60_000;
/** A time further in the future comes from a node with a wrong clock. It proves nothing. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Whether the service trusts a remembered customer without another look-up (C1). `verifiedAt`: when the number was last
 * verified as theirs, epoch ms. `longestMs`: the maximum age.
 */
export function isVerified({ verifiedAt }: { verifiedAt: number }, now: number, longestMs = DAY_MS): boolean {
  const age = now - verifiedAt;
  return age < longestMs && age >= -CLOCK_SKEW_MS;
}
