/** Every request to the vendors, sent to a `fetch` that the test controls. */
import { companySetup } from "../../src/aircall/company-setup.ts";
import { aircallOauth } from "../../src/aircall/oauth.ts";
import { openAircall } from "../../src/aircall/phone-system.ts";
import type { NoteDraft, TextDraft, TicketDraft } from "../../src/domain/ports/help-desk.ts";
import { helpDeskSetup } from "../../src/gorgias/help-desk-setup.ts";
import { openGorgias } from "../../src/gorgias/help-desk.ts";
import { gorgiasOauth } from "../../src/gorgias/oauth.ts";
import { whoIsAt } from "../../src/gorgias/read-self.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import { AIRCALL_ANSWERS, GORGIAS_ANSWERS, GORGIAS_TOKENS } from "../fixtures/outside-json.ts";

const NOW = 1_760_000_000_000;
const AT = NOW / 1000;
const WEBHOOK = "https://calls.example.com/webhooks/aircall/key";

/** Both vendors' clients as the service has them, without a rate limit. */
export function openBoth(fetch: typeof globalThis.fetch) {
  const deps = {
    rateLimiter: unlimited,
    clock: () => NOW,
    fetch,
    mediaHosts: [],
    aircallApiUrl: "https://api.example.com",
  };
  const desk = { ...deps, gorgiasUrl: "https://{account}.example.com" };
  const identity = { connectionId: "c1", account: "acme", authorization: "Basic eDp5", priority: "live call" };
  const app = { clientId: "app", clientSecret: "secret", redirectUri: "https://calls.example.com/callback" };
  return {
    phone: openAircall(deps, identity),
    company: companySetup(deps, identity),
    aircall: aircallOauth({ ...deps, ...app, dashboardUrl: "https://dashboard.example.com" }),
    desk: openGorgias(desk, identity),
    account: helpDeskSetup(desk, identity),
    self: () => whoIsAt(desk, identity),
    gorgias: gorgiasOauth({ ...desk, ...app }),
  };
}
type Both = ReturnType<typeof openBoth>;

const note: NoteDraft = { externalId: "x", html: "<b>n</b>", text: "n", authorId: 1, at: AT, files: [] };
const text: TextDraft = {
  externalId: "x",
  direction: "inbound",
  html: "t",
  text: "t",
  customerId: 1,
  authorId: null,
  customerAddress: "+331",
  lineAddress: "+332",
  at: AT,
  files: [],
};
const ticket: TicketDraft = {
  externalId: "x",
  subject: "Call",
  customerId: 1,
  assigneeId: null,
  tags: [],
  channel: "phone",
  messages: [{ kind: "note", draft: note }],
  createdAt: AT,
};
const file = () => ({ name: "a.mp3", contentType: "audio/mpeg", size: 1, stream: new Blob(["a"]).stream() });

async function listAll({ phone }: Both): Promise<unknown> {
  const pages: unknown[] = [];
  for await (const page of phone.calls({ from: AT - 3600, to: AT })) pages.push(page);
  return pages;
}

const AIRCALL: Record<string, (both: Both) => Promise<unknown>> = {
  "a contact": ({ phone }) => phone.contact("+33612345678"),
  "a call's files": ({ phone }) => phone.media("1"),
  "a message's files": ({ phone }) => phone.messageFiles("1", "m"),
  "the calls of a time": listAll,
  "a call": ({ phone }) => phone.call("1"),
  "a card": ({ phone }) => phone.pushCard("1", []),
  "our app": ({ company }) => company.about(),
  "its name": ({ company }) => company.companyName(),
  "its lines": ({ company }) => company.lines(),
  "its tags": ({ company }) => company.callbackTagIds(),
  "its team": ({ company }) => company.users(),
  "a new webhook": ({ company }) => company.createWebhook(WEBHOOK),
  "our webhook": ({ company }) => company.findWebhook(WEBHOOK),
  "the end of a webhook": ({ company }) => company.removeWebhook("w"),
  "the end of our app": ({ company }) => company.disableApp(),
  "a token of Aircall": ({ aircall }) => aircall.exchange("code"),
};

const GORGIAS: Record<string, (both: Both) => Promise<unknown>> = {
  "customers by phone": ({ desk }) => desk.customers.withPhone("+331"),
  "a search": ({ desk }) => desk.customers.searchPhone("+331"),
  "a customer": ({ desk }) => desk.customers.read(1),
  "a new customer": ({ desk }) => desk.customers.create({ name: "Ada", email: null, phone: "+331", externalId: null }),
  "a customer's new phone": ({ desk }) => desk.customers.addPhone(1, "+332"),
  "a new ticket": ({ desk }) => desk.tickets.open(ticket),
  "a ticket by its name": ({ desk }) => desk.tickets.find("x"),
  "a ticket": ({ desk }) => desk.tickets.read(7),
  "a customer's tickets": ({ desk }) => desk.tickets.ofCustomer(1),
  "a change of a ticket": ({ desk }) => desk.tickets.change(7, { open: true }),
  "a ticket's new tags": ({ desk }) => desk.tickets.addTags(7, [{ id: 1, name: "Aircall" }]),
  "a new note": ({ desk }) => desk.notes.add(7, note),
  "an edit of a note": ({ desk }) => desk.notes.edit(7, 1, note),
  "the end of a note": ({ desk }) => desk.notes.remove(7, 1),
  "a note by its name": ({ desk }) => desk.notes.find(7, "x"),
  "a new text": ({ desk }) => desk.texts.add(7, text),
  "a tag": ({ desk }) => desk.tags.find("Aircall"),
  "a new tag": ({ desk }) => desk.tags.create("Aircall"),
  "an upload": ({ desk }) => desk.files.upload(file()),
  "the users": ({ account }) => account.users(),
  "the time zone": ({ desk }) => desk.timeZone(),
  "the settings": ({ account }) => account.settings(),
  "who we are": ({ self }) => self(),
};

const TOKENS: Record<string, (both: Both) => Promise<unknown>> = {
  "a token of Gorgias": ({ gorgias }) => gorgias.exchange("acme", "code"),
  "a fresh token": ({ gorgias }) => gorgias.refresh("acme", "refresh"),
  "the end of a token": ({ gorgias }) => gorgias.revoke("acme", "refresh"),
  "whether there is an account": ({ gorgias }) => gorgias.knows("acme"),
};

export interface Question {
  what: string;
  /** The answer of a healthy vendor to any of these requests. */
  samples: readonly unknown[];
  ask(fetch: typeof globalThis.fetch): Promise<unknown>;
}

export const VENDOR_QUESTIONS: readonly Question[] = [
  ...questions(AIRCALL, AIRCALL_ANSWERS),
  ...questions(GORGIAS, GORGIAS_ANSWERS),
  ...questions(TOKENS, GORGIAS_TOKENS),
];

function questions(all: Record<string, (both: Both) => Promise<unknown>>, samples: readonly unknown[]): Question[] {
  return Object.entries(all).map(([what, put]) => ({ what, samples, ask: (fetch) => put(openBoth(fetch)) }));
}
