/** /api/webhooks: the endpoints that receive what happens in the connection. */
import { z } from "zod";
import {
  addEndpoint,
  changeEndpoint,
  MOST_ENDPOINTS,
  renewSecret,
} from "../../connections/webhooks/manage-endpoints.ts";
import type { AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import type { EndpointChange, WebhookEndpoint } from "../../domain/ports/webhooks.ts";
import { EVENT_TYPES } from "../../domain/webhooks/webhook-event.ts";
import { problem, problemSchema } from "../problem.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, Route } from "./route.ts";
import { webhookTexts } from "./webhook-texts.ts";

const eventTypeSchema = z.enum(EVENT_TYPES).meta({ id: "EventType" });

const endpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(eventTypeSchema).describe("The types of event that it receives."),
    active: z.boolean().describe("Off: nothing is sent to it."),
    failingSince: z.iso
      .datetime()
      .nullable()
      .describe("Every attempt has failed since then. Null where the last one succeeded."),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Webhook" });

export const webhooksSchema = z.object({ webhooks: z.array(endpointSchema) }).meta({ id: "Webhooks" });

const SECRET = "Verifies what is received. It is shown only in this answer.";

const createdSchema = z
  .object({ webhook: endpointSchema, secret: z.string().describe(SECRET) })
  .meta({ id: "CreatedWebhook" });

const secretSchema = z.object({ secret: z.string().describe(SECRET) }).meta({ id: "WebhookSecret" });

const url = z.string().max(1000).describe("An https address on the public internet.");
const description = z.string().max(200);
const events = z.array(eventTypeSchema).min(1);

export const newWebhookSchema = z
  .strictObject({ url, description: description.default(""), events })
  .meta({ id: "NewWebhook" });

export const webhookChangeSchema = z
  .strictObject({ url, description, events, active: z.boolean() })
  .partial()
  .meta({ id: "WebhookChange" });

export const webhookParamsSchema = z.object({ id: z.string().max(100).describe("Id of the webhook.") });

export type WebhookAnswer = z.infer<typeof endpointSchema>;
export type CreatedWebhookAnswer = z.infer<typeof createdSchema>;

const tags = ["Webhooks"];

export const listWebhooks: Route = (server, { webhooks }) => {
  const schema = {
    operationId: "listWebhooks",
    tags,
    summary: "List webhooks",
    response: { 200: webhooksSchema, "4xx": problemSchema },
  };
  server.get("/webhooks", { schema }, async (request) => {
    const listed = await webhooks.list(signedInOf(request).connectionId);
    return { webhooks: listed.map(describeEndpoint) };
  });
};

export const createWebhook: Route = (server, deps) => {
  const schema = {
    operationId: "createWebhook",
    tags,
    summary: "Create a webhook",
    body: newWebhookSchema,
    response: { 201: createdSchema, "4xx": problemSchema },
  };
  server.post("/webhooks", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const translations = webhookTexts[languageOf(request)];
    const change = { by: personOf(signedIn), now: deps.clock() };
    const added = await addEndpoint(depsOf(deps), signedIn.connectionId, request.body, change);
    switch (added.kind) {
      case "added":
        return reply.code(201).send({ webhook: describeEndpoint(added.endpoint), secret: added.secret });
      case "too many":
        return reply.code(409).send(problem("too_many_webhooks", translations.mostWebhooks(MOST_ENDPOINTS)));
      case "bad url":
        return reply.code(400).send(badUrl(translations.badUrl, added.why));
      default:
        return added satisfies never;
    }
  });
};

export const patchWebhook: Route = (server, deps) => {
  const schema = {
    operationId: "changeWebhook",
    tags,
    summary: "Change a webhook, or switch it on or off",
    params: webhookParamsSchema,
    body: webhookChangeSchema,
    response: { 200: endpointSchema, "4xx": problemSchema },
  };
  server.patch("/webhooks/:id", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const translations = webhookTexts[languageOf(request)];
    const change = { by: personOf(signedIn), now: deps.clock() };
    // JSON carries no undefined value.
    const values = request.body as EndpointChange;
    const changed = await changeEndpoint(depsOf(deps), signedIn.connectionId, request.params.id, values, change);
    if (changed.kind === "bad url") return reply.code(400).send(badUrl(translations.badUrl, changed.why));
    if (changed.kind === "unknown") return reply.code(404).send(problem("not_found", translations.noWebhook));
    return describeEndpoint(changed.endpoint);
  });
};

export const removeWebhook: Route = (server, { webhooks, clock }) => {
  const schema = {
    operationId: "deleteWebhook",
    tags,
    summary: "Delete a webhook with its log",
    params: webhookParamsSchema,
    response: { 204: z.undefined(), "4xx": problemSchema },
  };
  server.delete("/webhooks/:id", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const change = { by: personOf(signedIn), now: clock() };
    const removed = await webhooks.remove(signedIn.connectionId, request.params.id, change);
    if (removed) return reply.code(204).send();
    return reply.code(404).send(problem("not_found", webhookTexts[languageOf(request)].noWebhook));
  });
};

export const renewWebhookSecret: Route = (server, deps) => {
  const schema = {
    operationId: "renewWebhookSecret",
    tags,
    summary: "Make a new secret",
    description: "The old secret signs beside the new one for 24 hours.",
    params: webhookParamsSchema,
    response: { 200: secretSchema, "4xx": problemSchema },
  };
  server.post("/webhooks/:id/secret", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const change = { by: personOf(signedIn), now: deps.clock() };
    const secret = await renewSecret(depsOf(deps), signedIn.connectionId, request.params.id, change);
    if (secret !== null) return { secret };
    return reply.code(404).send(problem("not_found", webhookTexts[languageOf(request)].noWebhook));
  });
};

function depsOf({ webhooks, allowLoopback }: Pick<AdminApiDeps, "webhooks" | "allowLoopback">) {
  return { webhooks, allowLoopback: allowLoopback ?? false };
}

function badUrl(say: Record<AlertUrlProblem, string>, why: AlertUrlProblem) {
  return problem("bad_url", say[why]);
}

function describeEndpoint({ failingSince, createdAt, ...endpoint }: WebhookEndpoint): WebhookAnswer {
  return { ...endpoint, failingSince: failingSince?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
