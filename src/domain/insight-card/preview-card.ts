/** The insight card of an invented customer, so that an admin sees what the settings do. Pure. */
import { readPhone } from "../phone/phone.ts";
import type { Settings } from "../settings/settings.ts";
import { translationsFor } from "../translations/translations.ts";
import { planCard, type CardLine } from "./plan-card.ts";

/** Null where the settings show no card. */
interface CardPreview {
  known: CardLine[] | null;
  unknown: CardLine[] | null;
}

const CUSTOMER = { id: 1, name: "Ada Byron", email: "ada@example.com" };
const AGENT = "Cleo Agent";
const HOUR_MS = 3_600_000;

const WORDS = {
  en: { note: "Prefers to be called in the morning", first: "Order arrived damaged", second: "Change of address" },
  fr: { note: "Préfère être appelée le matin", first: "Commande arrivée abîmée", second: "Changement d’adresse" },
} as const;

export function previewCard(settings: Settings, now: number): CardPreview {
  if (settings.card === "off") return { known: null, unknown: null };
  const words = WORDS[settings.language];
  const ticket = { open: true, snoozed: false, assignee: null, lastMessageAt: now - 26 * HOUR_MS };
  const facts = {
    customerPhone: readPhone("+33612345678", null),
    customer: { ...CUSTOMER, note: words.note },
    contact: null,
    tickets: [
      { ...ticket, id: 7001, subject: words.first, assignee: AGENT },
      { ...ticket, id: 6990, subject: words.second, snoozed: true, open: false, lastMessageAt: now - 90 * HOUR_MS },
    ],
    ticketsAsOf: null,
    lastContactAt: now - 26 * HOUR_MS,
    earlierCalls: 2,
    settings,
    translations: translationsFor(settings.language),
    timeZone: null,
    customerUrl: () => "",
    ticketUrl: () => "",
    maxBytes: Number.POSITIVE_INFINITY,
  };
  return { known: withoutLinks(planCard(facts)), unknown: withoutLinks(planCard({ ...facts, customer: null })) };
}

/** The customer does not exist. */
function withoutLinks(lines: CardLine[] | null): CardLine[] | null {
  return lines && lines.map(({ link: _link, ...line }) => line);
}
