/** /api/webhooks/:id/deliveries: the log of what was sent to an endpoint, and sending it again. */
import { z } from "zod";
import { testEndpoint } from "../../connections/webhooks/manage-endpoints.ts";
import {
  ATTEMPT_PROBLEMS,
  DELIVERY_STATES,
  type DeliveryInFull,
  type DeliveryPlace,
  type ListedDelivery,
} from "../../domain/ports/webhooks.ts";
import { EVENT_TYPES, TEST_EVENT } from "../../domain/webhooks/webhook-event.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import { cursorSchema } from "./page.ts";
import type { Route } from "./route.ts";
import { webhookTexts } from "./webhook-texts.ts";
import { webhookParamsSchema } from "./webhooks.ts";

const problemCode = z.enum(ATTEMPT_PROBLEMS).nullable().describe("Why it failed. `status`: the answer was no 2xx.");
const moment = z.iso.datetime().nullable();

const deliverySchema = z
  .object({
    eventId: z.string().describe("Sent as `webhook-id`."),
    type: z.enum([...EVENT_TYPES, TEST_EVENT]),
    state: z.enum(DELIVERY_STATES).describe("`failed`: given up."),
    attempts: z.number(),
    createdAt: z.iso.datetime(),
    nextAttemptAt: moment,
    lastAttemptAt: moment,
    lastStatus: z.number().nullable(),
    lastProblem: problemCode,
  })
  .meta({ id: "WebhookDelivery" });

const deliveriesSchema = z
  .object({ items: z.array(deliverySchema), nextCursor: z.string().nullable() })
  .meta({ id: "WebhookDeliveryPage" });

const inFullSchema = deliverySchema
  .extend({
    data: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null(), z.record(z.string(), z.unknown())]),
    ),
    log: z.array(
      z.object({
        at: z.iso.datetime(),
        durationMs: z.number(),
        status: z.number().nullable(),
        problem: problemCode,
      }),
    ),
  })
  .meta({ id: "WebhookDeliveryInFull" });

const sentSchema = z.object({ eventId: z.string() }).meta({ id: "SentEvent" });

export const deliveriesQuerySchema = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional().describe("Only deliveries in this state."),
  cursor: cursorSchema,
});

export const deliveryParamsSchema = webhookParamsSchema.extend({
  eventId: z.string().max(100).describe("Id of the event."),
});

export type DeliveryAnswer = z.infer<typeof deliverySchema>;
export type DeliveriesAnswer = z.infer<typeof deliveriesSchema>;
export type DeliveryInFullAnswer = z.infer<typeof inFullSchema>;

const tags = ["Webhooks"];
const PAGE = 50;

export const listDeliveries: Route = (server, { webhooks }) => {
  const schema = {
    operationId: "listWebhookDeliveries",
    tags,
    summary: "List what was sent, newest first",
    params: webhookParamsSchema,
    querystring: deliveriesQuerySchema,
    response: { 200: deliveriesSchema, "4xx": problemSchema },
  };
  server.get("/webhooks/:id/deliveries", { schema }, async (request, reply) => {
    const { cursor, state = null } = request.query;
    const after = cursor === undefined ? null : placeIn(cursor);
    if (after === "bad") {
      return reply.code(400).send(problem("bad_cursor", apiTranslations[languageOf(request)].problems.badCursor));
    }
    const { connectionId } = signedInOf(request);
    const found = await webhooks.deliveries(connectionId, request.params.id, { state, after, limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    return { items: shown.map(describeDelivery), nextCursor: found.length > PAGE && last ? cursorOf(last) : null };
  });
};

export const showDelivery: Route = (server, { webhooks }) => {
  const schema = {
    operationId: "getWebhookDelivery",
    tags,
    summary: "Get one event with every attempt",
    params: deliveryParamsSchema,
    response: { 200: inFullSchema, "4xx": problemSchema },
  };
  server.get("/webhooks/:id/deliveries/:eventId", { schema }, async (request, reply) => {
    const { id, eventId } = request.params;
    const found = await webhooks.delivery(signedInOf(request).connectionId, id, eventId);
    if (found) return describeInFull(found);
    return reply.code(404).send(problem("not_found", webhookTexts[languageOf(request)].noDelivery));
  });
};

export const replayDelivery: Route = (server, { webhooks, clock }) => {
  const schema = {
    operationId: "replayWebhookDelivery",
    tags,
    summary: "Send an event again",
    params: deliveryParamsSchema,
    response: { 202: sentSchema, "4xx": problemSchema },
  };
  server.post("/webhooks/:id/deliveries/:eventId/replay", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const translations = webhookTexts[languageOf(request)];
    const { id, eventId } = request.params;
    const change = { by: personOf(signedIn), now: clock() };
    const replayed = await webhooks.replay(signedIn.connectionId, id, eventId, change);
    if (replayed === "queued") return reply.code(202).send({ eventId });
    if (replayed === "off") return reply.code(409).send(problem("webhook_off", translations.off));
    return reply.code(404).send(problem("not_found", translations.noDelivery));
  });
};

export const testWebhook: Route = (server, { webhooks, clock }) => {
  const schema = {
    operationId: "testWebhook",
    tags,
    summary: "Send a test event",
    params: webhookParamsSchema,
    response: { 202: sentSchema, "4xx": problemSchema },
  };
  server.post("/webhooks/:id/test", { schema }, async (request, reply) => {
    const deps = { webhooks, allowLoopback: false };
    const eventId = await testEndpoint(deps, signedInOf(request), request.params.id, clock());
    if (eventId !== null) return reply.code(202).send({ eventId });
    const { off } = webhookTexts[languageOf(request)];
    return reply.code(409).send(problem("webhook_off", off));
  });
};

function describeDelivery({ createdAt, nextAttemptAt, lastAttemptAt, ...listed }: ListedDelivery): DeliveryAnswer {
  return {
    ...listed,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
  };
}

function describeInFull({ data, log, ...listed }: DeliveryInFull): DeliveryInFullAnswer {
  const attempts = log.map(({ at, ...attempt }) => ({ ...attempt, at: new Date(at).toISOString() }));
  return { ...describeDelivery(listed), data: data as DeliveryInFullAnswer["data"], log: attempts };
}

/** Rows are in milliseconds, so an ISO time names the place exactly. */
function cursorOf({ createdAt, eventId }: DeliveryPlace): string {
  return Buffer.from(JSON.stringify([createdAt.toISOString(), eventId])).toString("base64url");
}

export const deliveryCursorSchema = z.tuple([z.iso.datetime(), z.string().max(100)]);

function placeIn(cursor: string): DeliveryPlace | "bad" {
  try {
    const read = deliveryCursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (!read.success) return "bad";
    const [createdAt, eventId] = read.data;
    return { createdAt: new Date(createdAt), eventId };
  } catch {
    return "bad";
  }
}
