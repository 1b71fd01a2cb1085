/** Answers of the admin API as a shop in the middle of a day would get them. */
import { z } from "zod";
import {
  activityDetailSchema,
  activitySchema,
  agentSchema,
  connectionSchema,
  linesSchema,
  overviewSchema,
  sessionSchema,
  settingsAnswerSchema,
  type ActivityItemAnswer,
} from "../../src/http/api/schemas.ts";

export const HOSTILE = `<img src=x onerror="window.hacked=1"> O'Brien & "Söhne"`;
const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const ago = (minutes: number) => new Date(NOON - minutes * 60_000).toISOString();

/** What each address answers; what is served is checked against these. */
export const SCHEMAS: Record<string, z.ZodType> = {
  "GET /api/session": sessionSchema,
  "GET /api/connection": connectionSchema,
  "GET /api/lines": linesSchema,
  "GET /api/settings": settingsAnswerSchema,
  "GET /api/agents": z.object({ agents: z.array(agentSchema) }),
  "GET /api/desk-users": z.object({
    users: z.array(z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() })),
  }),
  "GET /api/overview": overviewSchema,
  "GET /api/activity": activitySchema,
  "GET /api/activity/:id": activityDetailSchema,
  "POST /api/connection/deactivate": connectionSchema,
};

export const session = {
  user: { name: "Ada Byron", email: "ada@acme.example" },
  account: "acme",
  csrfToken: "token-1",
  language: "en",
};

export const connection = {
  account: "acme",
  status: "active",
  reason: null,
  since: ago(4000),
  remedy: null,
  steps: [
    { name: "gorgias", state: "done", detail: "ada@acme.example, 19 November 2026" },
    { name: "aircall", state: "done", detail: "Acme Ltd, 3 lines" },
    { name: "lines", state: "done", detail: "2 of 3 lines" },
  ],
};

export const deactivated = {
  ...connection,
  status: "deactivated",
  reason: "rate limit",
  remedy: "Wait until the other apps of the account ask for less, then reactivate.",
};

export const installing = {
  ...connection,
  status: "installing",
  since: null,
  steps: [
    connection.steps[0],
    { name: "aircall", state: "next", detail: null },
    { name: "lines", state: "waiting", detail: null },
  ],
};

export const lines = {
  lines: [
    { id: "11", name: "Support", digits: "+33 1 84 80 00 11", selected: true, linkedInAircall: true },
    { id: "12", name: "Sales", digits: "+33 1 84 80 00 12", selected: true, linkedInAircall: false },
    { id: "13", name: HOSTILE, digits: "+44 20 7946 0013", selected: false, linkedInAircall: null },
  ],
};

export const deskUsers = {
  users: [
    { id: 501, name: "Ada Byron", email: "ada@acme.example" },
    { id: 502, name: "Grace Hopper", email: "grace@acme.example" },
    { id: 503, name: null, email: "bot@acme.example" },
  ],
};

export const agents = {
  agents: [
    { id: "1", name: "Ada Byron", email: "ada@acme.example", deskUser: deskUsers.users[0], how: "e-mail" },
    { id: "2", name: "G. Hopper", email: "g@private.example", deskUser: deskUsers.users[1], how: "by hand" },
    { id: "3", name: HOSTILE, email: null, deskUser: null, how: "none" },
  ],
};

export const settings = {
  settings: [
    {
      name: "language",
      value: "en",
      default: "en",
      about: "The language of subjects, tags and notes.",
      kind: "choice",
      choices: ["en", "fr"],
    },
    {
      name: "media",
      value: "link",
      default: "attach",
      about: "What is done with recordings and voicemail.",
      kind: "choice",
      choices: ["attach", "link", "nothing"],
    },
    {
      name: "madeUpEmailDomain",
      value: "aircall.io",
      default: "aircall.io",
      about: "The domain of e-mails that are made up.",
      kind: "text",
    },
    {
      name: "sharePercent",
      value: 10,
      default: 10,
      about: "The part of the limit left to the shop's other apps.",
      kind: "number",
      minimum: 0,
      maximum: 90,
    },
    { name: "quietHours", value: "none", default: "none", about: "A setting of tomorrow.", kind: "text" },
  ],
  history: [{ name: "media", from: "attach", to: "link", by: "Ada Byron", at: ago(600) }],
};

export const overview = {
  today: { calls: 1234, failed: 2, waiting: 3, requests: 5120 },
  days: Array.from({ length: 30 }, (_, day) => ({
    day: new Date(NOON - (29 - day) * 86_400_000).toISOString().slice(0, 10),
    calls: 40 + ((day * 37) % 60),
    missed: (day * 7) % 12,
    failed: day % 9 === 0 ? 1 : 0,
  })),
  budget: { limit: 80, used: 31 },
};

const NAMES = [HOSTILE, "Marie Curie", null, "Aircall New Contact +33612345678", "Jean-Luc Ponty"];
const RESULTS = ["pending", "done", "ignored", "failed", "done"] as const;
const REASONS = { pending: null, done: null, ignored: "line not selected", failed: "Gorgias refused ticket 812: 422" };

/** The `place`-th newest of all; every one has its own. */
export function item(place: number): ActivityItemAnswer {
  const result = RESULTS[place % 5] ?? "done";
  return {
    id: `call:${900_000 - place}`,
    kind: place % 7 === 6 ? "conversation" : "call",
    result,
    reason: REASONS[result],
    direction: place % 3 === 1 ? "outbound" : "inbound",
    line: "Support",
    timeZone: "America/New_York",
    caller: place % 5 === 2 ? "anonymous" : `+3361234${String(5678 + place).slice(-4)}`,
    customerName: NAMES[place % 5] ?? null,
    startedAt: ago(place * 3 + 1),
    updatedAt: ago(place * 3),
    ticketId: result === "done" ? 7000 + place : null,
    ticketUrl: result === "done" ? `https://acme.gorgias.com/app/ticket/${7000 + place}` : null,
    deliveries: 4,
    requests: 3,
  };
}

export const activity = { items: Array.from({ length: 20 }, (_, place) => item(place)), nextCursor: "20" };

const at = (second: number) => new Date(NOON + second * 1000).toISOString();

export const detail = {
  ...item(1),
  customerName: HOSTILE,
  match: { customerId: 77, name: HOSTILE, how: "phone search", others: [78, 79] },
  received: [
    { event: "call.created", receivedAt: at(0), outcome: "read" },
    { event: "call.answered", receivedAt: at(4), outcome: "read" },
    { event: "call.ended", receivedAt: at(60), outcome: null },
  ],
  plan: {
    subject: `Inbound call: ${HOSTILE}`,
    customerId: 77,
    assigneeId: 501,
    tags: ["Aircall", "Inbound call", HOSTILE],
    notes: [
      { key: "answered", at: NOON / 1000 + 4 },
      { key: "ended", at: NOON / 1000 + 60 },
    ],
    stage: "finished",
  },
  writes: [
    { round: 0, key: "customer", state: "done", outcome: { created: false }, requests: 2, at: at(3) },
    { round: 1, key: "ticket", state: "done", outcome: { ticketId: 7001 }, requests: 1, at: at(5) },
    { round: 1, key: "note:ended", state: "refused", outcome: { why: HOSTILE }, requests: 1, at: at(61) },
    { round: 2, key: "tags:1", state: "intended", outcome: null, requests: 0, at: at(62) },
  ],
  wakeAt: null,
};
