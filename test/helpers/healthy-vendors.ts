/** What both vendors answer to each request of the service when all is well. Lists have two pages. */
import { rawEnded, rawText, rawUser } from "../fixtures/deliveries.ts";

export interface HealthyAnswer {
  status: number;
  /** Left out: an empty body. */
  json?: unknown;
}

interface Asked {
  method: string;
  /** With its query. */
  path: string;
}

const customer = {
  id: 1,
  name: "Ada Byron",
  email: null,
  note: null,
  channels: [{ type: "phone", address: "+331", preferred: true }],
};
const ticket = { id: 7, external_id: "x", channel: "phone", status: "open", customer };
/** Not the message that a search looks for, so that it reads the next page. */
const message = { id: 1, external_id: "other", body_text: "other" };
const user = { id: 1, name: "Ada", email: "a@b.example", active: true, role: { name: "admin" } };
const webhook = { webhook_id: "w", url: "https://calls.example.com/other", token: "t", events: [], active: true };
const event = { type: "customer-updated", object_id: 1, created_datetime: "2026-03-01T10:00:00Z" };
const setting = { type: "business-hours", data: { timezone: "Europe/Paris" } };
const file = { url: "https://x.example/f", name: "f", content_type: "image/png", size: 12 };
const contact = rawEnded.contact;
const numbers = [rawEnded.number];
const integration = { company_id: 7, number_ids: [1001], user: { name: "Ada", email: "a@b.example" } };

type Answer = (asked: Asked) => HealthyAnswer;

const ok =
  (json: unknown): Answer =>
  () => ({ status: 200, json });

/** A list of Gorgias: the first page leads to the second. */
const pages =
  (item: unknown): Answer =>
  ({ path }) => ({
    status: 200,
    json: { data: [item], meta: { next_cursor: path.includes("cursor=second") ? null : "second" } },
  });

/** A list of Aircall under its key. */
const numbered =
  (list: Record<string, unknown[]>): Answer =>
  ({ path }) => {
    const next = /[?&]page=1(?:&|$)/.test(path) ? "https://api.example.com/next" : null;
    return { status: 200, json: { ...list, meta: { next_page_link: next } } };
  };

/** The first route that fits answers. Its pattern is of the method and the path without its query. */
const ROUTES: readonly [RegExp, Answer][] = [
  [/^GET \/v1\/ping$/, ok({ ping: "pong" })],
  [/^GET \/v1\/calls$/, numbered({ calls: [rawEnded] })],
  [/^GET \/v1\/calls\/1$/, ok({ call: rawEnded })],
  [/^POST \/v1\/calls\/1\/insight_cards$/, () => ({ status: 204 })],
  [/^GET \/v1\/numbers\/1\/messages\/m$/, ok(rawText)],
  [/^GET \/v1\/contacts\/search$/, ok({ contacts: [contact] })],
  [/^GET \/v1\/integrations\/me$/, ok({ integration })],
  [/^POST \/v1\/integrations\/disable$/, ok({})],
  [/^GET \/v1\/company$/, ok({ company: { name: "Acme" } })],
  [/^GET \/v1\/numbers$/, numbered({ numbers })],
  [/^GET \/v1\/tags$/, numbered({ tags: [{ id: 31, name: "Callback", description: "queue_callback" }] })],
  [/^GET \/v2\/users$/, numbered({ users: [rawUser] })],
  [/^GET \/v1\/webhooks$/, ({ path }) => ({ status: 200, json: { webhooks: webhooksOf(path) } })],
  [/^(?:POST \/v1\/webhooks|PUT \/v1\/webhooks\/w)$/, ok({ webhook })],
  [/^DELETE \/v1\/webhooks\/w$/, () => ({ status: 204 })],
  [/^POST \/v1\/oauth\/token$/, ok({ access_token: "aaa" })],
  [/^POST \/oauth\/token$/, ok({ access_token: "aaa", token_type: "Bearer", refresh_token: "r", expires_in: 86_400 })],
  [/^POST \/oauth\/revoke$/, () => ({ status: 200 })],
  [/^GET \/api\/account$/, () => ({ status: 401, json: {} })],
  [/^GET \/api\/account\/settings$/, ok({ data: [setting] })],
  [/^GET \/api\/customers$/, pages(customer)],
  [/^(?:GET|PUT) \/api\/customers\/1$/, ok(customer)],
  [/^POST \/api\/customers$/, () => ({ status: 201, json: customer })],
  [/^POST \/api\/search$/, ok({ data: [{ id: 3, address: "+331", customer: { id: 1, name: "Ada Byron" } }] })],
  [/^GET \/api\/tickets$/, pages(ticket)],
  [/^(?:GET|PUT) \/api\/tickets\/7$/, ok(ticket)],
  [/^POST \/api\/tickets$/, () => ({ status: 201, json: ticket })],
  [/^POST \/api\/tickets\/7\/tags$/, () => ({ status: 201 })],
  [/^POST \/api\/tickets\/7\/messages$/, () => ({ status: 201, json: message })],
  [/^PUT \/api\/tickets\/7\/messages\/1$/, () => ({ status: 202, json: message })],
  [/^DELETE \/api\/tickets\/7\/messages\/1$/, () => ({ status: 204 })],
  [/^GET \/api\/messages$/, pages(message)],
  [/^GET \/api\/tags$/, pages({ id: 2, name: "Other" })],
  [/^POST \/api\/tags$/, () => ({ status: 201, json: { id: 1, name: "Aircall" } })],
  [/^POST \/api\/upload$/, () => ({ status: 201, json: [file] })],
  [/^GET \/api\/users$/, pages(user)],
  [/^GET \/api\/users\/[01]$/, ok(user)],
  [/^GET \/api\/events$/, pages(event)],
];

/** A full page, so that the next one is read as well. */
function webhooksOf(path: string): unknown[] {
  return path.includes("page=1") ? Array.from({ length: 50 }, () => webhook) : [];
}

export function healthyAnswer(asked: Asked): HealthyAnswer {
  const route = `${asked.method} ${asked.path.split("?")[0]}`;
  const [, answer] = ROUTES.find(([pattern]) => pattern.test(route)) ?? [];
  if (!answer) throw new Error(`no healthy answer to ${route}`);
  return answer(asked);
}
