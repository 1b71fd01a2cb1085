/** /api/activity: lists calls, conversations and cards, newest first, shows each in full, and replays one. */
import { z } from "zod";
import { showActivity } from "../../connections/show-activity.ts";
import { leftOutSchema } from "../../domain/ticket/left-out.ts";
import type { ItemInFull, ListedItem } from "../../domain/ports/admin.ts";
import { deliveryOutcomeSchema } from "../../domain/reasons/delivery-outcome.ts";
import { reasonSchema } from "../../domain/reasons/reason.ts";
import { sayOutcome, sayReason } from "../../domain/reasons/say-reason.ts";
import { shownPlanSchema, type ShownPlan } from "../../domain/activity/shown-plan.ts";
import { shownMatchSchema, shownWriteSchema } from "../../domain/activity/shown-write.ts";
import { isActivityId, kindOf } from "../../domain/activity/activity-id.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

const activityItemSchema = z.object({
  /** `call:123`, `text:+33612345678`. */
  id: z.string(),
  kind: z.enum(["call", "conversation", "card"]),
  result: z.enum(["pending", "done", "ignored", "failed"]),
  reason: reasonSchema.nullable(),
  /** The reason in a sentence of the session's language. */
  message: z.string().nullable(),
  direction: z.enum(["inbound", "outbound"]).nullable(),
  line: z.string().nullable(),
  /** IANA time zone of the line. */
  timeZone: z.string().nullable(),
  caller: z.string().nullable(),
  customerName: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  ticketId: z.number().nullable(),
  ticketUrl: z.string().nullable(),
  deliveries: z.number(),
  requests: z.number(),
  /** Number of stored messages of a conversation, at most the latest hundred. Null for a call. */
  texts: z.number().nullable(),
});

export const activitySchema = z.object({ items: z.array(activityItemSchema), nextCursor: z.string().nullable() });

export const activityQuerySchema = z.strictObject({
  query: z.string().max(200).optional(),
  kind: z.enum(["call", "conversation", "card"]).optional(),
  result: z.enum(["pending", "done", "ignored", "failed"]).optional(),
  cursor: z.string().max(200).optional(),
});

export const activityParamsSchema = z.object({ id: z.string() });

const [ticketPlan, conversationPlan, cardPlan] = shownPlanSchema.options;
const noteSchema = ticketPlan.shape.notes.element.extend({ at: z.iso.datetime().nullable() });
const textSchema = conversationPlan.shape.texts.element.extend({ at: z.iso.datetime() });
const planSchema = z.discriminatedUnion("kind", [
  ticketPlan.extend({ notes: z.array(noteSchema) }),
  conversationPlan.extend({ texts: z.array(textSchema) }),
  cardPlan,
]);

export const activityDetailSchema = activityItemSchema.extend({
  /** The matched customer, and how it was found. */
  match: shownMatchSchema.nullable(),
  received: z.array(
    z.object({
      event: z.string(),
      receivedAt: z.iso.datetime(),
      /** Null until a run has read the delivery. */
      outcome: deliveryOutcomeSchema.nullable(),
      message: z.string().nullable(),
    }),
  ),
  plan: planSchema.nullable(),
  writes: z.array(shownWriteSchema.extend({ message: z.string().nullable(), at: z.iso.datetime() })),
  /** Optional parts that a vendor rejected and the ticket goes without (C18). */
  leftOut: z.array(leftOutSchema),
  wakeAt: z.iso.datetime().nullable(),
  /** Every ticket that the plan or a write names, with its link. */
  tickets: z.array(z.object({ id: z.number(), url: z.string() })),
});

export type ActivityItemAnswer = z.infer<typeof activityItemSchema>;

export type ActivityAnswer = z.infer<typeof activitySchema>;

export type ActivityDetailAnswer = z.infer<typeof activityDetailSchema>;

export type PlanAnswer = z.infer<typeof planSchema>;

export const listActivity: Route = (server, deps) => {
  const schema = {
    summary: "What happened",
    querystring: activityQuerySchema,
    response: { 200: activitySchema, "4xx": problemSchema },
  };
  server.get("/activity", { schema }, async (request, reply) => {
    const { connectionId, account } = signedInOf(request);
    const language = languageOf(request);
    const shown = await showActivity(deps.admin, connectionId, request.query);
    if (shown.kind === "bad cursor") {
      return reply.code(400).send(problem("bad_cursor", apiTranslations[language].problems.badCursor));
    }
    const { items, nextCursor } = shown;
    return { items: items.map((item) => describeItem(deps, account, item, language)), nextCursor };
  });
};

export const showActivityItem: Route = (server, deps) => {
  const schema = {
    summary: "One call or conversation in full",
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
    summary: "Does what is missing of a call or conversation",
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

interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
}

function describeItem(
  { gorgiasTicketUrl }: DescribeDeps,
  account: string,
  item: ListedItem,
  language: Language,
): ActivityItemAnswer {
  const { activityId, ticketId } = item;
  return {
    id: activityId,
    kind: kindOf(activityId),
    result: item.state,
    reason: item.reason,
    message: item.reason && sayReason(language, item.reason),
    direction: item.direction,
    line: item.lineName,
    timeZone: item.timeZone,
    caller: item.caller,
    customerName: item.customerName,
    startedAt: item.startedAt?.toISOString() ?? null,
    updatedAt: item.updatedAt.toISOString(),
    ticketId,
    ticketUrl: ticketId === null ? null : gorgiasTicketUrl(account, ticketId),
    deliveries: item.deliveries,
    requests: item.requests,
    texts: item.texts,
  };
}

function describeItemInFull(
  deps: DescribeDeps,
  account: string,
  item: ItemInFull,
  language: Language,
): ActivityDetailAnswer {
  return {
    ...describeItem(deps, account, item, language),
    match: item.match,
    received: item.received.map(({ event, receivedAt, outcome }) => ({
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
      message: outcome && sayOutcome(language, outcome),
    })),
    plan: item.plan && describePlan(item.plan),
    writes: item.writes.map(({ at, ...write }) => ({
      ...write,
      message: write.reason && sayReason(language, write.reason),
      at: at.toISOString(),
    })),
    leftOut: item.leftOut,
    wakeAt: item.wakeAt?.toISOString() ?? null,
    tickets: ticketsOf(item).map((id) => ({ id, url: deps.gorgiasTicketUrl(account, id) })),
  };
}

/** The messages of one conversation may go to several tickets over time (M4, M6). */
function ticketsOf({ ticketId, plan, writes }: ItemInFull): number[] {
  const texts = plan?.kind === "conversation" ? plan.texts : [];
  const ids = [...texts, ...writes, { ticketId }].flatMap((one) => one.ticketId ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
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
