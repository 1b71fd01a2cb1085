/** What was received and sent, as JSON: the body of one delivery, and the request and answer of one change in Gorgias. */
import { z } from "zod";
import { isActivityId } from "../../domain/activity/work-item.ts";
import { withoutSecrets } from "../../domain/activity/without-secrets.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const deliveryParamsSchema = z.object({
  id: z.string().describe("The id of the item."),
  deliveryId: z
    .string()
    .regex(/^\d{1,15}$/)
    .describe("The id of the delivery, from the item."),
});
export const deliveryBodySchema = z
  .object({
    event: z.string(),
    receivedAt: z.iso.datetime(),
    /** As Aircall sent it, without the webhook's token. JSON text where it was JSON. */
    payload: z.string(),
  })
  .meta({ id: "ActivityDelivery" });
export const writeParamsSchema = z.object({ id: z.string().describe("The id of the item.") });
export const writeQuerySchema = z.strictObject({
  generation: z
    .string()
    .regex(/^\d{1,6}$/)
    .describe("The ticket generation of the write."),
  key: z.string().max(500).describe("The key of the write, from the item."),
});
export const writeEvidenceSchema = z
  .object({
    /** What the service asked for, as JSON text. Null where it stored no intent. */
    intent: z.string().nullable(),
    /** What came of it, as JSON text. Null until the answer. */
    outcome: z.string().nullable(),
  })
  .meta({ id: "ActivityWrite" });

export type DeliveryBodyAnswer = z.infer<typeof deliveryBodySchema>;
export type WriteEvidenceAnswer = z.infer<typeof writeEvidenceSchema>;

export const showDeliveryBody: Route = (server, { admin }) => {
  const schema = {
    operationId: "getActivityDelivery",
    tags: ["Activity"],
    summary: "The body of one delivery",
    params: deliveryParamsSchema,
    response: { 200: deliveryBodySchema, "4xx": problemSchema },
  };
  server.get("/activity/:id/deliveries/:deliveryId", { schema }, async (request, reply) => {
    const { id, deliveryId } = request.params;
    const { connectionId } = signedInOf(request);
    const found = isActivityId(id) ? await admin.activity.delivery(connectionId, id, Number(deliveryId)) : null;
    if (!found)
      return reply.code(404).send(problem("not_found", apiTranslations[languageOf(request)].problems.notFound));
    const { event, receivedAt, body } = found;
    return { event, receivedAt: receivedAt.toISOString(), payload: withoutSecrets(body) };
  });
};

export const showWriteEvidence: Route = (server, { admin }) => {
  const schema = {
    operationId: "getActivityWrite",
    tags: ["Activity"],
    summary: "The request and the answer of one change in Gorgias",
    params: writeParamsSchema,
    querystring: writeQuerySchema,
    response: { 200: writeEvidenceSchema, "4xx": problemSchema },
  };
  server.get("/activity/:id/write", { schema }, async (request, reply) => {
    const { id } = request.params;
    const { generation, key } = request.query;
    const { connectionId } = signedInOf(request);
    const write = { generation: Number(generation), key };
    const found = isActivityId(id) ? await admin.activity.write(connectionId, id, write) : null;
    if (!found)
      return reply.code(404).send(problem("not_found", apiTranslations[languageOf(request)].problems.notFound));
    return { intent: textOf(found.intent), outcome: textOf(found.outcome) };
  });
};

function textOf(value: unknown): string | null {
  return value == null ? null : withoutSecrets(JSON.stringify(value));
}
