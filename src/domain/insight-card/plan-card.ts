/** What the agent sees while the phone rings (I1, I3, I4). Pure, and within Aircall's limits (Aircall contract 7). */
import type { Contact } from "../call/call.ts";
import { nameOf, type Customer } from "../customer/customer.ts";
import { displayPhone, type CustomerPhone } from "../phone/phone.ts";
import type { Settings } from "../settings/settings.ts";
import { displayMoment } from "../translations/moments.ts";
import type { Translations } from "../translations/translations.ts";

export type CardLine =
  { type: "title"; text: string; link?: string } | { type: "shortText"; label: string; text: string; link?: string };

/** The shape that the record saves. */
export interface CardPlan {
  card: CardLine[];
}

export interface CardTicket {
  id: number;
  subject: string | null;
  open: boolean;
  snoozed: boolean;
  assignee: string | null;
  /** Epoch ms of its last message, null where unknown. */
  lastMessageAt: number | null;
}

/** All inputs of a card. */
export interface CardFacts {
  customerPhone: CustomerPhone;
  /** Null for an unknown caller. */
  customer: (Customer & { note: string | null }) | null;
  /** As Aircall's address book knows them. */
  contact: Contact | null;
  /** Without trash and spam, in any order. */
  tickets: readonly CardTicket[];
  /** When they were read, epoch ms. Null where that is less than a minute ago. */
  ticketsAsOf: number | null;
  /** The customer's latest call or message that the service wrote, epoch ms. */
  lastContactAt: number | null;
  /** Number of known calls of this customer's number. */
  earlierCalls: number;
  settings: Settings;
  translations: Translations;
  timeZone: string | null;
  customerUrl(id: number): string;
  ticketUrl(id: number): string;
  /** Limit of the whole JSON body (Aircall contract 7). */
  maxBytes: number;
}

const LONGEST_NOTE = 1_500;
const LONGEST_TEXT = 200;
const MOST_TICKETS = 5;

/** Null where there is nothing to show (I4). */
export function planCard(facts: CardFacts): CardLine[] | null {
  const { customer, settings } = facts;
  if (!customer) return settings.cardForUnknown === "show" ? unknownCard(facts) : null;
  const title: CardLine = {
    type: "title",
    text: cut(nameOf(customer, facts.customerPhone, facts.translations), LONGEST_TEXT),
    link: facts.customerUrl(customer.id),
  };
  const lines = [title, ...email(facts, customer), ...lastContact(facts), ...note(facts, customer), ...tickets(facts)];
  // The least important line comes last.
  while (sizeOf(lines) > facts.maxBytes && lines.length > 1) lines.pop();
  return lines;
}

/** Size of the body with these lines, in bytes. */
export function sizeOf(lines: readonly CardLine[]): number {
  return new TextEncoder().encode(JSON.stringify({ contents: lines })).byteLength;
}

function unknownCard({ customerPhone, contact, translations, earlierCalls }: CardFacts): CardLine[] | null {
  const number = displayPhone(customerPhone);
  if (number === null) return null;
  const name = cut([contact?.firstName, contact?.lastName].join(" "), LONGEST_TEXT);
  return [
    { type: "title", text: name || cut(number, LONGEST_TEXT) },
    { type: "shortText", label: translations.say("card.gorgias"), text: translations.say("card.unknown") },
    { type: "shortText", label: translations.say("card.earlierCalls"), text: String(earlierCalls) },
  ];
}

function email({ settings, translations }: CardFacts, customer: Customer): CardLine[] {
  if (settings.cardEmail === "hide" || !customer.email) return [];
  return [{ type: "shortText", label: translations.say("card.email"), text: cut(customer.email, LONGEST_TEXT) }];
}

function note({ settings, translations }: CardFacts, { note: kept }: { note: string | null }): CardLine[] {
  const text = cut(kept ?? "", LONGEST_NOTE);
  if (settings.cardNotes === "hide" || !text) return [];
  return [{ type: "shortText", label: translations.say("card.notes"), text }];
}

function lastContact({ settings, translations, tickets, lastContactAt, timeZone }: CardFacts): CardLine[] {
  if (settings.cardLastContact === "hide") return [];
  const latest = Math.max(lastContactAt ?? 0, ...tickets.map(({ lastMessageAt }) => lastMessageAt ?? 0));
  if (latest === 0) return [];
  const text = displayMoment(Math.floor(latest / 1000), timeZone, translations.language);
  return [{ type: "shortText", label: translations.say("card.lastContact"), text }];
}

function tickets(facts: CardFacts): CardLine[] {
  const { settings, translations, tickets: all, ticketUrl } = facts;
  if (settings.cardTickets === "hide") return [];
  const open = all
    .filter((ticket) => ticket.open || ticket.snoozed)
    .sort((a, b) => (b.lastMessageAt ?? 0) - (a.lastMessageAt ?? 0) || b.id - a.id);
  const shown = open.slice(0, MOST_TICKETS).map((ticket): CardLine => {
    const who = ticket.assignee ?? translations.say("card.unassigned");
    const state = translations.say(ticket.snoozed ? "card.snoozed" : "card.open");
    const text = [cut(ticket.subject ?? "", LONGEST_TEXT) || `#${ticket.id}`, state, who].join(" · ");
    return {
      type: "shortText",
      label: translations.say("card.ticket"),
      text: cut(text, LONGEST_TEXT),
      link: ticketUrl(ticket.id),
    };
  });
  const more = open.length - shown.length;
  const text = translations.say("card.moreTickets", { count: String(more) });
  const rest: CardLine[] = more === 0 ? [] : [{ type: "shortText", label: translations.say("card.ticket"), text }];
  return [...shown, ...rest, ...asOf(facts)];
}

/** Gorgias may have changed since. */
function asOf({ ticketsAsOf, translations, timeZone }: CardFacts): CardLine[] {
  if (ticketsAsOf === null) return [];
  const text = displayMoment(Math.floor(ticketsAsOf / 1000), timeZone, translations.language);
  return [{ type: "shortText", label: translations.say("card.ticketsAsOf"), text }];
}

/** One line, without half a character at its end. */
function cut(text: string, longest: number): string {
  const flat = text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
  return flat.length > longest ? `${flat.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…` : flat;
}
