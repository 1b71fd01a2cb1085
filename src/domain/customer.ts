/** Who the caller is to the help desk: choosing among matches, and what to create when there is none. */
import type { Contact } from "./call.ts";
import { callerKey, displayCaller, type Caller } from "./phone.ts";
import type { Settings } from "./settings.ts";
import { textsFor, type Texts } from "./texts/texts.ts";

/** A customer of the help desk as lookups show one. */
export interface Customer {
  id: number;
  name: string | null;
  email: string | null;
}

/** How a call came to its customer; shown in the activity. */
export interface CustomerMatch {
  customer: Customer;
  how:
    | "phone index"
    | "phone channel"
    | "phone search"
    | "e-mail taken"
    | "created"
    | "anonymous"
    | "sender name"
    | "found again";
  /** Ids of the other customers who match as well (C1). */
  others: number[];
  /** Ids of customers who were not taken: their number may be the caller's and just as well another's (C1). */
  unclear?: number[] | undefined;
}

export interface CustomerDraft {
  name: string;
  email: string | null;
  phone: string | null;
  /** Names a customer that has neither phone nor e-mail of its own. */
  externalId: string | null;
}

const PLACEHOLDER = "Aircall New Contact";

/** Names the customer of a caller who has no number (C14). */
export function externalIdOf(caller: Extract<Caller, { kind: "anonymous" | "word" }>): string {
  return `aircall-${callerKey(caller)}`;
}

/** The one with the latest ticket we know of, else the lowest id (C1). `lastSeen` answers epoch ms per customer id. */
export function chooseCustomer(found: readonly Customer[], lastSeen: ReadonlyMap<number, number>): Customer | null {
  const seen = (customer: Customer) => lastSeen.get(customer.id) ?? 0;
  return [...found].sort((a, b) => seen(b) - seen(a) || a.id - b.id)[0] ?? null;
}

/** What to create for a caller whom nobody knows by phone (C2, C14). `digits` makes up an e-mail. */
export function draftCustomer(
  caller: Caller,
  contact: Contact | null,
  settings: Settings,
  madeUpDigits: string,
): CustomerDraft {
  const madeUp = settings.missingEmail === "made-up" ? `${madeUpDigits}@${settings.madeUpEmailDomain}` : null;
  if (caller.kind === "anonymous") {
    const name = textsFor(settings.language).say("word.anonymous");
    return { name, email: madeUp, phone: null, externalId: externalIdOf(caller) };
  }
  if (caller.kind === "word") {
    return { name: caller.word, email: madeUp, phone: null, externalId: externalIdOf(caller) };
  }
  const phone = caller.kind === "number" ? caller.e164 : caller.digits;
  const name = [contact?.firstName, contact?.lastName].join(" ").trim();
  return {
    name: name || `${PLACEHOLDER} ${phone}`,
    email: readEmail(contact?.email) ?? madeUp,
    phone,
    externalId: null,
  };
}

/** What an address book holds may be no address: Gorgias would refuse the customer over it. */
function readEmail(told: string | null | undefined): string | null {
  const email = told?.trim().toLowerCase() ?? "";
  return email.length <= 254 && /^[^\s@<>"(),:;]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email) ? email : null;
}

/** How subjects call the customer: the name, or the number where there is none; a placeholder is none (C3). */
export function nameOf(customer: Customer, caller: Caller, texts: Texts): string {
  if (caller.kind === "anonymous") return texts.say("word.anonymous");
  // A name of control characters alone is none.
  const name = customer.name?.replaceAll(/\p{Cc}+/gu, " ").trim();
  if (name && !name.startsWith(PLACEHOLDER)) return name;
  return displayCaller(caller) ?? texts.say("word.anonymous");
}
