/** Finds the customer in the help desk: the choice among matches, and the draft of a new one. */
import type { Contact } from "../call/call.ts";
import type { CUSTOMER_MATCHES } from "./customer-match.ts";
import type { LeftOut } from "../ticket/left-out.ts";
import { phoneKey, displayPhone, type CustomerPhone } from "../phone/phone.ts";
import type { Settings } from "../settings/settings.ts";
import { translationsFor, type Translations } from "../translations/translations.ts";

/** A customer of the help desk as look-ups show one. */
export interface Customer {
  id: number;
  name: string | null;
  email: string | null;
}

/** How a call found its customer. The activity shows it. */
export interface CustomerMatch {
  customer: Customer;
  how: (typeof CUSTOMER_MATCHES)[number];
  /** Ids of the other customers who match as well (C1). */
  others: number[];
  /** Ids of customers whom the match skipped. Their number may be the customer's or another person's (C1). */
  unclear?: number[] | undefined;
}

/** A match, or a customer whom the service created because there was no match. */
export interface FoundCustomer extends CustomerMatch {
  created: boolean;
  /** The parts that the new customer omits (C18). */
  leftOut?: LeftOut[] | undefined;
}

/** `name` and `email` are null where the new customer has none. */
export interface CustomerDraft {
  name: string | null;
  email: string | null;
  phone: string | null;
  /** Identifies a customer that has neither phone nor e-mail of its own. */
  externalId: string | null;
}

/** How a ticket introduces a customer whom the phone number did not find (C2). */
export type Introduction = "created" | "number added" | "number refused";

/** `found`: all customers that this work item found, also one that was lost since. Null where no note is needed. */
export function introductionOf(found: readonly FoundCustomer[]): Introduction | null {
  if (found.some(({ created }) => created)) return "created";
  const adopted = found.find(({ how }) => how === "e-mail taken");
  if (!adopted) return null;
  return adopted.leftOut?.some(({ part }) => part === "phone") ? "number refused" : "number added";
}

const PLACEHOLDER = "Aircall New Contact";
/** The one customer of calls and messages between the company's own lines (C19). */
export const INTERNAL_EXTERNAL_ID = "aircall-internal";

/** Identifies the customer of a caller without a number (C14). */
export function externalIdOf(customerPhone: Extract<CustomerPhone, { kind: "anonymous" | "word" }>): string {
  return `aircall-${phoneKey(customerPhone)}`;
}

/** Identifies a customer to whom Gorgias did not let us give the number. */
export function phoneExternalId(phone: string): string {
  return `aircall-phone-${phone}`;
}

/** The customer with the latest known ticket, else the lowest id (C1). `lastSeen` holds epoch ms per customer id. */
export function chooseCustomer(found: readonly Customer[], lastSeen: ReadonlyMap<number, number>): Customer | null {
  const seen = (customer: Customer) => lastSeen.get(customer.id) ?? 0;
  return [...found].sort((a, b) => seen(b) - seen(a) || a.id - b.id)[0] ?? null;
}

/** What to create for a caller whom no phone number finds (C2, C14). `madeUpDigits` makes up an e-mail. */
export function draftCustomer(
  customerPhone: CustomerPhone,
  contact: Contact | null,
  settings: Settings,
  madeUpDigits: string,
): CustomerDraft {
  const madeUp = settings.missingEmail === "made-up" ? madeUpEmail(settings, madeUpDigits) : null;
  if (customerPhone.kind === "anonymous") {
    const name = translationsFor(settings.language).say("word.anonymous");
    return { name, email: madeUp, phone: null, externalId: externalIdOf(customerPhone) };
  }
  if (customerPhone.kind === "word") {
    return { name: customerPhone.word, email: madeUp, phone: null, externalId: externalIdOf(customerPhone) };
  }
  const phone = phoneOf(customerPhone);
  return {
    name: contactName(contact) ?? placeholderName(customerPhone),
    email: readEmail(contact?.email) ?? madeUp,
    phone,
    externalId: null,
  };
}

/** The one customer of calls and messages between the company's own lines (C19). */
export function draftInternal(settings: Settings, digits: string): CustomerDraft {
  const email = settings.missingEmail === "made-up" ? madeUpEmail(settings, digits) : null;
  const name = translationsFor(settings.language).say("word.internal");
  return { name, email, phone: null, externalId: INTERNAL_EXTERNAL_ID };
}

export function madeUpEmail({ madeUpEmailDomain }: Settings, digits: string): string {
  return `${digits}@${madeUpEmailDomain}`;
}

/** The person's name, else the company's. Null where the address book has neither. */
export function contactName(contact: Contact | null): string | null {
  const clean = (told: string | null | undefined) => told?.replaceAll(/\p{Cc}+/gu, " ").trim() ?? "";
  const person = [clean(contact?.firstName), clean(contact?.lastName)].join(" ").trim();
  return person || clean(contact?.company) || null;
}

/** A caller who has a number. */
export type NumberedPhone = Extract<CustomerPhone, { kind: "number" | "unusual" }>;

/** The name of a customer of whom only the number is known. No two of these are the same person. */
export function placeholderName(customerPhone: NumberedPhone): string {
  return `${PLACEHOLDER} ${phoneOf(customerPhone)}`;
}

function phoneOf(customerPhone: NumberedPhone): string {
  return customerPhone.kind === "number" ? customerPhone.e164 : customerPhone.digits;
}

/** The address book may hold an invalid e-mail address. Gorgias would reject the customer because of it. */
export function readEmail(told: string | null | undefined): string | null {
  const email = told?.trim().toLowerCase() ?? "";
  return email.length <= 254 && /^[^\s@<>"(),:;]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email) ? email : null;
}

/** The customer's name in subjects, or the number where there is no name. A placeholder is no name (C3). */
export function nameOf(customer: Customer, customerPhone: CustomerPhone, translations: Translations): string {
  if (customerPhone.kind === "anonymous") return translations.say("word.anonymous");
  // A name of control characters alone is no name.
  const name = customer.name?.replaceAll(/\p{Cc}+/gu, " ").trim();
  if (name && !name.startsWith(PLACEHOLDER)) return name;
  return displayPhone(customerPhone) ?? translations.say("word.anonymous");
}
