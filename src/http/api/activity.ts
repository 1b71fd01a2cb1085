/** /api/activity: lists calls, conversations and cards, newest first, shows each in full, and replays one. */
import { z } from "zod";
import { showActivity } from "../../connections/show/show-activity.ts";
import { leftOutSchema } from "../../domain/ticket/left-out.ts";
import type { ItemInFull } from "../../domain/ports/admin.ts";
import { deliveryOutcomeSchema } from "../../domain/reasons/delivery-outcome.ts";
import { sayOutcome, sayReason } from "../../domain/reasons/say-reason.ts";
import { shownPlanSchema, type ShownPlan } from "../../domain/activity/shown-plan.ts";
import { shownMatchSchema, shownWriteSchema } from "../../domain/activity/shown-write.ts";
import { isActivityId } from "../../domain/activity/work-item.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { activityItemSchema, describeItem, type DescribeDeps } from "./activity-item.ts";
import { activityQuerySchema, readQuery } from "./activity-query.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const activitySchema = z
  .object({ items: z.array(activityItemSchema), nextCursor: z.string().nullable() })
  .meta({ id: "ActivityPage" });

export const activityListSchema = activityQuerySchema;

export const activityParamsSchema = z.object({ id: z.string().describe("`id` of the list: `call:123`.") });

const [ticketPlan, conversationPlan, cardPlan] = shownPlanSchema.options;
const noteSchema = ticketPlan.shape.notes.element.extend({ at: z.iso.datetime().nullable() });
const textSchema = conversationPlan.shape.texts.element.extend({ at: z.iso.datetime() });
const planSchema = z.discriminatedUnion("kind", [
  ticketPlan.extend({ notes: z.array(noteSchema) }),
  conversationPlan.extend({ texts: z.array(textSchema) }),
  cardPlan,
]);

export const activityDetailSchema = activityItemSchema
  .extend({
    /** The matched customer, and how it was found. */
    match: shownMatchSchema.nullable(),
    received: z.array(
      z.object({
        event: z.string(),
        receivedAt: z.iso.datetime(),
        /** Null until a run has read the delivery. */
        outcome: deliveryOutcomeSchema.nullable(),
        message: z.string().nullable(),
        /** Names its body: `GET /api/activity/:id/deliveries/:deliveryId`. */
        id: z.number(),
      }),
    ),
    plan: planSchema.nullable(),
    writes: z.array(
      shownWriteSchema.extend({
        message: z.string().nullable(),
        at: z.iso.datetime(),
        /** When Gorgias answered. Null until then. */
        endedAt: z.iso.datetime().nullable(),
        /** Names it, with its generation: `GET /api/activity/:id/write`. */
        key: z.string(),
      }),
    ),
    /** Optional parts that a vendor rejected and the ticket goes without (C18). */
    leftOut: z.array(leftOutSchema),
    wakeAt: z.iso.datetime().nullable(),
    /** Every ticket that the plan or a write names, with its link. */
    tickets: z.array(z.object({ id: z.number(), url: z.string() })),
    /** The call in the Aircall dashboard. */
    aircallUrl: z.string().nullable(),
    /** The matched customer in Gorgias. */
    customerUrl: z.string().nullable(),
    /** The Gorgias users whom the plan names. */
    users: z.array(z.object({ id: z.number(), name: z.string() })),
    answeredAt: z.iso.datetime().nullable(),
    /** Aircall's word for why the call was missed. */
    missedReason: z.string().nullable(),
    /** The call that answered this call's request for a callback. */
    callbackDoneBy: z.string().nullable(),
    /** Files of the call that Gorgias has. */
    recordings: z.array(
      z.object({
        /** Names it: `GET /api/activity/:id/recordings/:kind`. */
        kind: z.enum(["recording", "voicemail"]),
        name: z.string(),
        url: z.string(),
        contentType: z.string(),
      }),
    ),
  })
  .meta({ id: "ActivityItemInFull" });

export type ActivityAnswer = z.infer<typeof activitySchema>;

export type ActivityDetailAnswer = z.infer<typeof activityDetailSchema>;

export type PlanAnswer = z.infer<typeof planSchema>;

export const listActivity: Route = (server, deps) => {
  const schema = {
    operationId: "listActivity",
    tags: ["Activity"],
    summary: "List activity",
    querystring: activityListSchema,
    response: { 200: activitySchema, "4xx": problemSchema },
  };
  server.get("/activity", { schema }, async (request, reply) => {
    const { connectionId, account } = signedInOf(request);
    const language = languageOf(request);
    const shown = await showActivity(deps.admin, connectionId, readQuery(request.query));
    if (shown.kind === "bad cursor") {
      return reply.code(400).send(problem("bad_cursor", apiTranslations[language].problems.badCursor));
    }
    const { items, nextCursor } = shown;
    return { items: items.map((item) => describeItem(deps, account, item, language)), nextCursor };
  });
};

export const showActivityItem: Route = (server, deps) => {
  const schema = {
    operationId: "getActivityItem",
    tags: ["Activity"],
    summary: "Get one call, conversation or card in full",
    params: activityParamsSchema,
    response: { 200: activityDetailSchema, "4xx": problemSchema },
  };
  server.get("/activity/:id", { schema }, async (request, reply) => {
    const { connectionId, account } = signedInOf(request);
    const activityId = activityIdOf(request.params.id);
    const item = activityId && (await deps.admin.activity.read(connectionId, activityId));
    if (!item)
      return reply.code(404).send(problem("not_found", apiTranslations[languageOf(request)].problems.notFound));
    return describeItemInFull(deps, account, item, languageOf(request));
  });
};

export const replayActivity: Route = (server, deps) => {
  const schema = {
    operationId: "retryActivityItem",
    tags: ["Activity"],
    summary: "Retry what is missing of a call or conversation",
    params: activityParamsSchema,
    response: { 202: activityDetailSchema, "4xx": problemSchema },
  };
  server.post("/activity/:id/replay", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { connectionId, account } = signedIn;
    const activityId = activityIdOf(request.params.id);
    const item = activityId && (await deps.admin.activity.read(connectionId, activityId));
    if (!item || !(await deps.replay(account, item.activityId, personOf(signedIn)))) {
      return reply.code(404).send(problem("not_found", apiTranslations[languageOf(request)].problems.notFound));
    }
    return reply.code(202).send(describeItemInFull(deps, account, item, languageOf(request)));
  });
};

function describeItemInFull(
  deps: DescribeDeps,
  account: string,
  item: ItemInFull,
  language: Language,
): ActivityDetailAnswer {
  return {
    ...describeItem(deps, account, item, language),
    match: item.match,
    received: item.received.map(({ id, event, receivedAt, outcome }) => ({
      id,
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
      message: outcome && sayOutcome(language, outcome),
    })),
    plan: item.plan && describePlan(item.plan),
    writes: item.writes.map(({ at, endedAt, ...write }) => ({
      ...write,
      message: write.reason && sayReason(language, write.reason),
      at: at.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
    leftOut: item.leftOut,
    wakeAt: item.wakeAt?.toISOString() ?? null,
    tickets: ticketsOf(item).map((id) => ({ id, url: deps.gorgiasTicketUrl(account, id) })),
    aircallUrl: item.callId === null ? null : (deps.links?.call(item.callId) ?? null),
    customerUrl: item.match === null ? null : (deps.links?.customer(account, item.match.customerId) ?? null),
    users: item.users,
    answeredAt: item.answeredAt?.toISOString() ?? null,
    missedReason: item.missedReason,
    callbackDoneBy: item.callbackDoneBy,
    recordings: item.recordings,
  };
}

/** The messages of one conversation may go to several tickets over time (M4, M6). */
function ticketsOf({ ticketId, plan, writes }: ItemInFull): number[] {
  const texts = plan?.kind === "conversation" ? plan.texts : [];
  const ids = [...texts, ...writes, { ticketId }].flatMap((one) => one.ticketId ?? []);
  return [...new Set(ids)];
}

function describePlan(plan: ShownPlan): PlanAnswer {
  switch (plan.kind) {
    case "ticket":
      return { ...plan, notes: plan.notes.map(({ at, ...note }) => ({ ...note, at: at === null ? null : iso(at) })) };
    case "conversation":
      return { ...plan, texts: plan.texts.map(({ at, ...text }) => ({ ...text, at: iso(at) })) };
    case "card":
      return plan;
    default:
      return plan satisfies never;
  }
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

function activityIdOf(activityId: string): string | null {
  return isActivityId(activityId) ? activityId : null;
}
