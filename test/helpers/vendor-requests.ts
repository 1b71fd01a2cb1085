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
export function openBoth(fetch: typeof globalThis.fetch, onUnauthorized?: () => Promise<number | null>) {
  const deps = {
    rateLimiter: unlimited,
    clock: () => NOW,
    fetch,
    mediaHosts: [],
    aircallApiUrl: "https://api.example.com",
  };
  const desk = { ...deps, gorgiasUrl: "https://{account}.example.com", ...(onUnauthorized ? { onUnauthorized } : {}) };
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

type Asks = Record<string, (both: Both) => Promise<unknown>>;

const AIRCALL: Asks = {
  "phone.contact": ({ phone }) => phone.contact("+33612345678"),
  "phone.media": ({ phone }) => phone.media("1"),
  "phone.messageFiles": ({ phone }) => phone.messageFiles("1", "m"),
  "phone.calls": listAll,
  "phone.call": ({ phone }) => phone.call("1"),
  "phone.pushCard": ({ phone }) => phone.pushCard("1", []),
  "company.ping": ({ company }) => company.ping(),
  "company.about": ({ company }) => company.about(),
  "company.companyName": ({ company }) => company.companyName(),
  "company.lines": ({ company }) => company.lines(),
  "company.callbackTagIds": ({ company }) => company.callbackTagIds(),
  "company.users": ({ company }) => company.users(),
  "company.createWebhook": ({ company }) => company.createWebhook(WEBHOOK),
  "company.findWebhook": ({ company }) => company.findWebhook(WEBHOOK),
  "company.webhooksAt": ({ company }) => company.webhooksAt(WEBHOOK),
  "company.removeWebhook": ({ company }) => company.removeWebhook("w"),
  "company.disableApp": ({ company }) => company.disableApp(),
  "aircall.exchange": ({ aircall }) => aircall.exchange("code"),
};

const GORGIAS: Asks = {
  "desk.customers.withPhone": ({ desk }) => desk.customers.withPhone("+331"),
  "desk.customers.withEmail": ({ desk }) => desk.customers.withEmail("a@b.example"),
  "desk.customers.withExternalId": ({ desk }) => desk.customers.withExternalId("x"),
  "desk.customers.searchPhone": ({ desk }) => desk.customers.searchPhone("+331"),
  "desk.customers.searchAddress": ({ desk }) => desk.customers.searchAddress("a@b.example"),
  "desk.customers.read": ({ desk }) => desk.customers.read(1),
  "desk.customers.ofTicket": ({ desk }) => desk.customers.ofTicket(7),
  "desk.customers.create": ({ desk }) =>
    desk.customers.create({ name: "Ada", email: null, phone: "+331", externalId: null }),
  "desk.customers.addPhone": ({ desk }) => desk.customers.addPhone(1, "+332"),
  "desk.customers.rename": ({ desk }) => desk.customers.rename(1, "Ada Byron", "Ada"),
  "desk.tickets.open": ({ desk }) => desk.tickets.open(ticket),
  "desk.tickets.find": ({ desk }) => desk.tickets.find("x"),
  "desk.tickets.findLike": ({ desk }) => desk.tickets.findLike(ticket),
  "desk.tickets.read": ({ desk }) => desk.tickets.read(7),
  "desk.tickets.ofCustomer": ({ desk }) => desk.tickets.ofCustomer(1),
  "desk.tickets.change": ({ desk }) => desk.tickets.change(7, { open: true }),
  "desk.tickets.addTags": ({ desk }) => desk.tickets.addTags(7, [{ id: 1, name: "Aircall" }]),
  "desk.notes.add": ({ desk }) => desk.notes.add(7, note),
  "desk.notes.edit": ({ desk }) => desk.notes.edit(7, 1, note),
  "desk.notes.remove": ({ desk }) => desk.notes.remove(7, 1),
  "desk.notes.find": ({ desk }) => desk.notes.find(7, "x"),
  "desk.texts.add": ({ desk }) => desk.texts.add(7, text),
  "desk.tags.list": ({ desk }) => desk.tags.list(),
  "desk.tags.find": ({ desk }) => desk.tags.find("Aircall"),
  "desk.tags.create": ({ desk }) => desk.tags.create("Aircall"),
  "desk.files.upload": ({ desk }) => desk.files.upload(file()),
  "desk.user": ({ desk }) => desk.user(1),
  "desk.users": ({ desk }) => desk.users(),
  "desk.customerEvents": ({ desk }) => desk.customerEvents(NOW - 3_600_000),
  "desk.timeZone": ({ desk }) => desk.timeZone(),
  "account.users": ({ account }) => account.users(),
  "account.settings": ({ account }) => account.settings(),
  self: ({ self }) => self(),
};

const TOKENS: Asks = {
  "gorgias.exchange": ({ gorgias }) => gorgias.exchange("acme", "code"),
  "gorgias.refresh": ({ gorgias }) => gorgias.refresh("acme", "refresh"),
  "gorgias.revoke": ({ gorgias }) => gorgias.revoke("acme", "refresh"),
  "gorgias.knows": ({ gorgias }) => gorgias.knows("acme"),
};

/** Methods that send no request, and the download, which is not sent with `fetch`. */
export const SENT_OTHERWISE = [
  "phone.download",
  "aircall.authorizeUrl",
  "desk.shown",
  "desk.used",
  "gorgias.authorizeUrl",
];

/** Every method of the clients, as `desk.tickets.open`. */
export function methodsOf(clients: object): string[] {
  return Object.entries(clients).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === "function") return [name];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return methodsOf(value).map((method) => `${name}.${method}`);
  });
}

export interface Question {
  /** The method, as `methodsOf` names it. */
  what: string;
  /** The answer of a healthy vendor to any of these requests. */
  samples: readonly unknown[];
  ask(fetch: typeof globalThis.fetch, onUnauthorized?: () => Promise<number | null>): Promise<unknown>;
}

export const VENDOR_QUESTIONS: readonly Question[] = [
  ...questions(AIRCALL, AIRCALL_ANSWERS),
  ...questions(GORGIAS, GORGIAS_ANSWERS),
  ...questions(TOKENS, GORGIAS_TOKENS),
];

function questions(all: Asks, samples: readonly unknown[]): Question[] {
  return Object.entries(all).map(([what, put]) => ({ what, samples, ask: (...given) => put(openBoth(...given)) }));
}
