// Managing webhooks, traps included (contract 2.4).
import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { isAllowedUrl } from "../allowed-url.ts";
import { describeWebhook } from "../describe-resources.ts";
import type { Webhook } from "../entities.ts";
import { refuse, refuseUnknown } from "../errors.ts";
import { eventNames } from "../events.ts";
import type { Exchange } from "../exchange.ts";
import { takeId } from "../state.ts";
import { credentialOf } from "./credentials.ts";
import { paginate } from "./paginate.ts";
import { readParam, readQuery } from "./query.ts";

const webhookInput = z.object({
  url: z.string().optional(),
  custom_name: z.string().optional(),
  events: z.array(z.string()).nullish(),
  active: z.boolean().optional(),
});
type WebhookInput = z.infer<typeof webhookInput>;

export function routeWebhooks(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/webhooks", async (request) => {
    const terms = { key: "webhooks", perPage: 50, withoutLinks: true };
    return paginate(exchange, request, listOwn(request), (one) => describeWebhook(exchange, one, true), terms);
  });
  api.get("/v1/webhooks/:id", async (request) => {
    return { webhook: describeWebhook(exchange, findOwn(request), true) };
  });
  api.post("/v1/webhooks", async (request, reply) => {
    const { company, integration } = credentialOf(request);
    const input = readInput(exchange, request);
    if (input.url === undefined) throw refuse(400, "url is missing");
    if (company.webhooks.length >= exchange.settings.webhookLimit)
      throw refuse(400, "A company has 100 webhooks at most");
    const webhook = createWebhook(exchange, input, input.url, integration?.id ?? null);
    company.webhooks.push(webhook);
    return reply.code(201).send({ webhook: describeWebhook(exchange, webhook, false) });
  });
  api.put("/v1/webhooks/:id", async (request) => {
    const webhook = findOwn(request);
    const input = readInput(exchange, request);
    webhook.url = input.url ?? webhook.url;
    webhook.customName = input.custom_name ?? webhook.customName;
    webhook.events = changeEvents(webhook, input, readQuery(request).get("events_action"));
    if (input.active !== undefined) setActive(webhook, input.active);
    return { webhook: describeWebhook(exchange, webhook, true) };
  });
  api.delete("/v1/webhooks/:id", async (request, reply) => {
    const { company } = credentialOf(request);
    const webhook = findOwn(request);
    company.webhooks = company.webhooks.filter((one) => one !== webhook);
    setActive(webhook, false);
    return reply.code(204).send();
  });
}

function createWebhook(exchange: Exchange, input: WebhookInput, url: string, integrationId: number | null): Webhook {
  return {
    webhookId: randomUUID(),
    id: takeId(exchange.state),
    customName: input.custom_name ?? "Webhook",
    url,
    token: randomBytes(16).toString("hex"),
    events: subscribe(input.events),
    active: true,
    createdAtMs: exchange.now(),
    integrationId,
    failuresInARow: 0,
    disabledAtMs: null,
  };
}

/** Without `events` the subscription becomes all events, unless it is changed step by step. */
function changeEvents(webhook: Webhook, { events }: WebhookInput, action: string | null): string[] {
  if (action === "add") return subscribe([...webhook.events, ...(events ?? [])]);
  if (action === "remove") return webhook.events.filter((event) => !(events ?? []).includes(event));
  return subscribe(events);
}

/** No events means all of them; the order is the catalogue's, not the request's. */
function subscribe(events: readonly string[] | null | undefined): string[] {
  if (events === null || events === undefined || events.length === 0) return [...eventNames];
  return eventNames.filter((event) => events.includes(event));
}

function setActive(webhook: Webhook, active: boolean): void {
  webhook.active = active;
  webhook.disabledAtMs = null;
  webhook.failuresInARow = 0;
}

function readInput(exchange: Exchange, request: FastifyRequest): WebhookInput {
  const parsed = webhookInput.safeParse(request.body ?? {});
  if (!parsed.success) throw refuse(400, z.prettifyError(parsed.error));
  const { url, events } = parsed.data;
  if (url !== undefined && !isAllowedUrl(url, exchange.settings.webhookUrls))
    throw refuse(400, "url must be a valid HTTPS URL");
  const unknown = events?.find((event) => !eventNames.includes(event));
  if (unknown !== undefined) throw refuse(400, `There is no event ${unknown}`);
  return parsed.data;
}

/** An app sees its own webhooks; an API key those made with API keys or in the dashboard (contract 1.2). */
function listOwn(request: FastifyRequest): Webhook[] {
  const { company, integration } = credentialOf(request);
  return company.webhooks.filter((webhook) => webhook.integrationId === (integration?.id ?? null));
}

function findOwn(request: FastifyRequest): Webhook {
  const key = readParam(request, "id");
  const webhook = listOwn(request).find((one) => one.webhookId === key || String(one.id) === key);
  if (webhook === undefined) throw refuseUnknown("Webhook");
  return webhook;
}
