/** Answers of the admin API as a shop in the middle of a day would get them. */
import { settingsForm } from "../../src/domain/settings/settings-form.ts";
import { settingWords } from "../../src/domain/translations/settings-translations.ts";
import type { ActivityItemAnswer } from "../../src/http/api/activity-item.ts";

export const HOSTILE = `<img src=x onerror="window.hacked=1"> O'Brien & "Söhne"`;
export const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const ago = (minutes: number) => new Date(NOON - minutes * 60_000).toISOString();

export const session = {
  user: { name: "Ada Byron", email: "ada@acme.example" },
  account: "acme",
  csrfToken: "token-1",
  language: "en",
  sandbox: null,
};

/** Everything a connection needs, but for these. */
const checksBut = (missing: Record<string, string> = {}) =>
  ["gorgias_access", "admin", "aircall_access", "webhook", "lines_selected", "lines_linked"].map((code) => ({
    code,
    ok: missing[code] === undefined,
    remedy: missing[code] ?? null,
  }));

export const connection = {
  account: "acme",
  side: null,
  healthy: true,
  checks: checksBut(),
  status: "active",
  reason: null,
  message: null,
  since: ago(4000),
  remedy: null,
  steps: [
    { name: "gorgias", state: "done", detail: "ada@acme.example, 19 November 2026" },
    { name: "aircall", state: "done", detail: "Acme Ltd, 3 lines" },
    { name: "lines", state: "done", detail: "2 of 3 lines" },
  ],
};

export const details = {
  gorgias: {
    access: "oauth",
    authorisedBy: "Ada Byron (ada@acme.example)",
    authorisedAt: ago(4000),
    scopes: ["account:read", "tickets:write"],
  },
  aircall: { access: "oauth", authorisedBy: HOSTILE, authorisedAt: ago(3990), scopes: ["public_api"] },
  customerChanges: { state: "off", readAt: null },
  webhook: "on",
  lastDelivery: { at: ago(3), event: "call.ended" },
  latestTicket: {
    id: "call:1",
    ticketId: 7001,
    ticketUrl: "https://acme.gorgias.com/app/ticket/7001",
    at: ago(3),
  },
};

export const findings = {
  at: ago(0),
  company: "Acme Ltd",
  findings: [
    { code: "gorgias_ok", verdict: "ok", what: "Gorgias accepts the authorisation.", remedy: null, detail: null },
    {
      code: "agents_unmatched",
      verdict: "note",
      what: "Without a Gorgias user: Grace Hopper.",
      remedy: "Choose the user on the page Agents.",
      detail: null,
    },
    {
      code: "aircall_refused",
      verdict: "wrong",
      what: "Aircall rejects our credential.",
      remedy: "Reconnect Aircall in the set-up.",
      detail: "Unauthorized: token revoked",
    },
  ],
};

export const deactivated = {
  ...connection,
  status: "deactivated",
  healthy: false,
  reason: { code: "rate_limit" },
  message: "Gorgias refused every request for too long (rate limit).",
  remedy: "Wait until the other apps of the account ask for less, then reactivate.",
};

export const installing = {
  ...connection,
  status: "installing",
  healthy: false,
  checks: checksBut({
    aircall_access: "Aircall is not connected: connect it in the set-up.",
    webhook: "Aircall has no webhook of ours.",
    lines_selected: "No line is selected: select lines.",
  }),
  since: null,
  steps: [
    connection.steps[0],
    { name: "aircall", state: "next", detail: null },
    { name: "lines", state: "waiting", detail: null },
  ],
};

/** Switched on, and yet nothing becomes a ticket. */
export const unhealthy = {
  ...connection,
  healthy: false,
  checks: checksBut({
    lines_selected: "No line is selected, so nothing becomes a ticket: select lines.",
    lines_linked: "Selected lines are not linked to the app in Aircall: link them in the Aircall dashboard.",
  }),
  steps: [connection.steps[0], connection.steps[1], { name: "lines", state: "next", detail: null }],
};

export const lines = {
  lines: [
    { id: "11", name: "Support", digits: "+33 1 84 80 00 11", selected: true, linkedInAircall: true },
    { id: "12", name: "Sales", digits: "+33 1 84 80 00 12", selected: true, linkedInAircall: false },
    { id: "13", name: HOSTILE, digits: "+44 20 7946 0013", selected: false, linkedInAircall: null },
  ],
};

export const helpDeskUsers = {
  users: [
    { id: 501, name: "Ada Byron", email: "ada@acme.example" },
    { id: 502, name: "Grace Hopper", email: "grace@acme.example" },
    { id: 503, name: null, email: "bot@acme.example" },
  ],
};

export const agents = {
  agents: [
    { id: "1", name: "Ada Byron", email: "ada@acme.example", helpDeskUser: helpDeskUsers.users[0], how: "e-mail" },
    { id: "2", name: "G. Hopper", email: "g@private.example", helpDeskUser: helpDeskUsers.users[1], how: "by hand" },
    { id: "3", name: HOSTILE, email: null, helpDeskUser: null, how: "none" },
  ],
};

/** As the API answers them, a few of them changed, and one that this console does not know. */
const SET: Record<string, unknown> = { media: "link", reopenWindow: "168", alertUrl: "https://hooks.example.com/…" };

export const settings = {
  settings: [
    ...settingsForm.map((field) => ({
      ...field,
      value: SET[field.name] ?? field.default,
      about: settingWords(field.name, "en")?.about ?? "",
    })),
    {
      name: "quietHours",
      value: "none",
      default: "none",
      about: "A setting of tomorrow.",
      section: "quiet",
      kind: "text",
    },
  ],
  history: [{ name: "media", from: "attach", to: "link", by: "Ada Byron", at: ago(600) }],
};

const NAMES = [HOSTILE, "Marie Curie", null, "Aircall New Contact +33612345678", "Jean-Luc Ponty"];
const RESULTS = ["pending", "done", "ignored", "failed", "done"] as const;
const REASONS = {
  pending: null,
  done: null,
  ignored: { code: "line_not_selected" },
  failed: { code: "vendor_rejected", vendor: "gorgias", status: 422, request: "POST /tickets", detail: null },
} as const;

/** Some places are cards: the fifth is one that was shown, the eighth one that was not. */
const CARDS: Record<number, { reason: ActivityItemAnswer["reason"] }> = {
  4: { reason: null },
  7: { reason: { code: "card_caller_unknown" } },
};

const OUTCOMES_SHOWN = ["in_progress", "answered", "missed", "voicemail", "callback"] as const;

/** The `place`-th newest of all. Each has its own. */
export function item(place: number): ActivityItemAnswer {
  const result = RESULTS[place % 5] ?? "done";
  const isConversation = place % 7 === 6;
  const card = isConversation ? undefined : CARDS[place % 20];
  const outcome = isConversation ? "message" : (OUTCOMES_SHOWN[place % 5] ?? "answered");
  return {
    id: isConversation ? `text:+3361234${String(5678 + place).slice(-4)}` : `call:${900_000 - place}`,
    kind: isConversation ? "conversation" : "call",
    result,
    reason: REASONS[result],
    message: null,
    direction: place % 3 === 1 ? "outbound" : "inbound",
    line: "Support",
    timeZone: "America/New_York",
    caller: place % 5 === 2 ? "anonymous" : `+3361234${String(5678 + place).slice(-4)}`,
    phone:
      place % 5 === 2 ? null : `+33 6 12 34 ${String(5678 + place).slice(-4, -2)} ${String(5678 + place).slice(-2)}`,
    customerName: NAMES[place % 5] ?? null,
    customerEmail: place % 5 === 1 ? "marie@example.com" : null,
    outcome,
    agent: place % 5 === 1 ? { id: "456", name: "Cleo Agent" } : null,
    duration: outcome === "answered" ? 125 : null,
    endedAt: null,
    tags: place % 5 === 1 ? ["Refund"] : [],
    card: place % 5 === 1 ? { result: "done", reason: null, message: null } : null,
    startedAt: ago(place * 3 + 1),
    updatedAt: ago(place * 3),
    ticketId: result === "done" ? 7000 + place : null,
    ticketUrl: result === "done" ? `https://acme.gorgias.com/app/ticket/${7000 + place}` : null,
    deliveries: 4,
    requests: 3,
    texts: isConversation ? (place % 100) + 1 : null,
    ...(card && {
      id: `card:${900_000 - place}`,
      kind: "card",
      outcome: null,
      ticketId: null,
      ticketUrl: null,
      deliveries: 0,
      ...card,
    }),
  };
}

export const activity = { items: Array.from({ length: 20 }, (_, place) => item(place)), nextCursor: "20" };

const at = (second: number) => new Date(NOON + second * 1000).toISOString();

/** A write with no field but its kind. */
const write = (generation: number, kind: string, second: number, more: object = {}) => ({
  generation,
  kind,
  ref: null,
  part: null,
  attempt: 1,
  state: "done",
  ticketId: null,
  reopens: false,
  left: null,
  file: null,
  match: null,
  reason: null,
  message: null,
  answer: null,
  requests: 1,
  at: at(second),
  endedAt: at(second + 1),
  key: kind,
  ...more,
});

const rejected = { code: "vendor_rejected", vendor: "gorgias", status: 400, request: "POST /tickets", detail: HOSTILE };

/** What only the page of one item has. */
export const evidence = {
  aircallUrl: "https://dashboard.aircall.io/calls/899999",
  customerUrl: "https://acme.gorgias.com/app/customer/77",
  users: [{ id: 501, name: "Ada Byron" }],
  answeredAt: at(4),
  missedReason: null,
  callbackDoneBy: null,
  recordings: [],
};

export const detail = {
  ...item(1),
  ...evidence,
  startedAt: at(0),
  endedAt: at(60),
  duration: 60,
  recordings: [
    {
      kind: "recording",
      name: "recording.mp3",
      url: "https://uploads.gorgias.io/1/recording.mp3",
      contentType: "audio/mpeg",
    },
  ],
  customerName: HOSTILE,
  match: { customerId: 77, name: HOSTILE, how: "phone search", others: [78, 79], unclear: [80] },
  received: [
    { id: 1, event: "call.created", receivedAt: at(0), outcome: { code: "read" }, message: null },
    { id: 2, event: "call.answered", receivedAt: at(4), outcome: { code: "read" }, message: null },
    { id: 3, event: "call.ended", receivedAt: at(60), outcome: null, message: null },
  ],
  plan: {
    kind: "ticket",
    subject: `Inbound call: ${HOSTILE}`,
    assigneeId: 501,
    tags: ["Aircall", "Inbound call", HOSTILE],
    notes: [
      { key: "answered", at: at(4), text: "Call answered" },
      { key: "ended", at: null, text: HOSTILE },
    ],
  },
  writes: [
    write(0, "customer", 3, { answer: '{"created":false}', requests: 2 }),
    write(1, "ticket", 5, { ticketId: 7001, answer: '{"ticketId":7001}' }),
    write(1, "note", 61, { ref: "ended", state: "refused", reason: rejected, message: HOSTILE }),
    write(2, "tags", 62, { state: "intended", requests: 0 }),
  ],
  leftOut: [
    { part: "tag", value: HOSTILE, code: "rejected", vendor: "gorgias", status: 400, detail: HOSTILE },
    { part: "assignee", value: null, code: "unavailable", vendor: "aircall", status: null, detail: null },
  ],
  wakeAt: null,
  tickets: [{ id: 7001, url: "https://acme.gorgias.com/app/ticket/7001" }],
};

const text = (id: string, second: number, more: object = {}) => ({
  id,
  direction: "inbound",
  at: at(second),
  body: `Body of ${id}`,
  line: "Support",
  agent: null,
  channel: null,
  group: false,
  undelivered: false,
  files: [],
  state: "done",
  ticketId: 7006,
  ...more,
});

const STORED = { url: "https://files.example/1", name: "file-0.bin", contentType: "image/png", size: 1 };

/** With every outcome of a message and of its ticket. */
export const conversation = {
  ...item(6),
  ...evidence,
  aircallUrl: null,
  answeredAt: null,
  customerName: HOSTILE,
  reason: { code: "connection_inactive" },
  result: "pending",
  texts: 8,
  ticketId: 7020,
  ticketUrl: "https://acme.gorgias.com/app/ticket/7020",
  match: { customerId: 77, name: HOSTILE, how: "created", others: [], unclear: [] },
  received: [
    { id: 4, event: "message.received", receivedAt: at(0), outcome: { code: "read" }, message: null },
    { id: 5, event: "message.sent", receivedAt: at(60), outcome: { code: "not_written_yet" }, message: null },
    {
      id: 6,
      event: "message.received",
      receivedAt: at(61),
      outcome: { code: "ignored", why: "line_not_selected" },
      message: null,
    },
  ],
  plan: {
    kind: "conversation",
    texts: [
      text("SM1", 0, { body: `Where is it?\n${HOSTILE}` }),
      text("SM2", 60, { direction: "outbound", agent: "Cleo Agent", undelivered: true }),
      text("SM3", 120, {
        body: "",
        files: ["attached", "other type", "too large", "gone", "disguised", "refused", "waiting", "no link"].map(
          (outcome, place) => ({ name: `file-${place}.bin ${place === 0 ? HOSTILE : ""}`, outcome }),
        ),
      }),
      text("SM4", 7200),
      text("SM5", 400_000, { ticketId: 7020, channel: "whatsapp", group: true }),
      text("SM6", 400_100, { ticketId: null, state: "refused", direction: "outbound", channel: HOSTILE }),
      text("SM7", 400_200, { ticketId: null, state: "waiting" }),
      text("SM8", 400_300, { ticketId: 7021, line: HOSTILE }),
    ],
  },
  writes: [
    write(0, "customer", 1),
    write(1, "ticket", 2, { ticketId: 7006 }),
    write(1, "message", 61, { ref: "SM2", ticketId: 7006 }),
    write(1, "undelivered", 62, { ref: "SM2", ticketId: 7006 }),
    write(0, "upload", 121, { ref: "SM3", part: 0, file: { kind: "attached", file: STORED } }),
    write(0, "upload", 121, { ref: "SM3", part: 1, file: { kind: "other type", type: "audio/amr" } }),
    write(0, "upload", 121, { ref: "SM3", part: 2, file: { kind: "too large", bytes: 600 * 1024 * 1024 } }),
    write(0, "upload", 121, {
      ref: "SM3",
      part: 5,
      file: { kind: "refused", reason: { code: "host_not_allowed", host: HOSTILE } },
    }),
    write(1, "message", 122, { ref: "SM3", ticketId: 7006 }),
    write(1, "change", 7201, { ticketId: 7006, reopens: true }),
    write(1, "message", 7202, { ref: "SM4", ticketId: 7006 }),
    write(1, "left", 400_001, { ticketId: 7006, left: "closed too long" }),
    write(2, "ticket", 400_002, { ticketId: 7020 }),
    write(2, "message", 400_101, { ref: "SM6", state: "refused", reason: rejected }),
    write(2, "forgotten", 400_102, { answer: JSON.stringify({ reason: rejected }) }),
  ],
  leftOut: [
    { part: "attachment", value: `a ${HOSTILE}.png`, code: "rejected", vendor: "gorgias", status: 413, detail: null },
  ],
  wakeAt: at(400_400),
  tickets: [7006, 7020].map((id) => ({ id, url: `https://acme.gorgias.com/app/ticket/${id}` })),
};
