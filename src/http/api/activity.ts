/** /api/activity: lists calls, conversations and cards, newest first, shows each in full, and replays one. */
import { z } from "zod";
import { showActivity } from "../../connections/show-activity.ts";
import { conversationPlanSchema } from "../../domain/conversation/conversation-plan.ts";
import { leftOutOf, leftOutSchema } from "../../domain/left-out.ts";
import type { ItemInFull, ListedItem } from "../../domain/ports/admin.ts";
import { isSubject, kindOf } from "../../domain/subject.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

const activityItemSchema = z.object({
  /** `call:123`, `text:+33612345678`. */
  id: z.string(),
  kind: z.enum(["call", "conversation", "card"]),
  result: z.enum(["pending", "done", "ignored", "failed"]),
  reason: z.string().nullable(),
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

export const activityDetailSchema = activityItemSchema.extend({
  /** The matched customer, and how it was found. */
  match: z
    .object({
      customerId: z.number(),
      name: z.string().nullable(),
      how: z.string(),
      others: z.array(z.number()),
      /** Customers that were not chosen because the number may belong to another subscriber. */
      unclear: z.array(z.number()),
    })
    .nullable(),
  received: z.array(z.object({ event: z.string(), receivedAt: z.iso.datetime(), outcome: z.string().nullable() })),
  plan: z.unknown(),
  writes: z.array(
    z.object({
      round: z.number(),
      key: z.string(),
      state: z.enum(["intended", "done", "refused"]),
      /** The requested change of a change to the ticket. Null for other writes. */
      wanted: z.unknown(),
      outcome: z.unknown(),
      requests: z.number(),
      at: z.iso.datetime(),
    }),
  ),
  /** Optional parts that a vendor rejected and the ticket goes without (C18). */
  leftOut: z.array(leftOutSchema),
  wakeAt: z.iso.datetime().nullable(),
  /** Every ticket that the plan or a write names, with its link. */
  tickets: z.array(z.object({ id: z.number(), url: z.string() })),
});

export type ActivityItemAnswer = z.infer<typeof activityItemSchema>;

export type ActivityAnswer = z.infer<typeof activitySchema>;

export type ActivityDetailAnswer = z.infer<typeof activityDetailSchema>;

export const listActivity: Route = (server, deps) => {
  const schema = {
    summary: "What happened",
    querystring: activityQuerySchema,
    response: { 200: activitySchema, "4xx": problemSchema },
  };
  server.get("/activity", { schema }, async (request, reply) => {
    const { connectionId, account } = signedInOf(request);
    const shown = await showActivity(deps.admin, connectionId, request.query);
    if (shown.kind === "bad cursor") {
      return reply.code(400).send(problem("bad_cursor", apiTexts[languageOf(request)].problems.badCursor));
    }
    const { items, nextCursor } = shown;
    return { items: items.map((item) => describeItem(deps, account, item)), nextCursor };
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
    const subject = subjectOf(request.params.id);
    const item = subject && (await deps.admin.activity.read(connectionId, subject));
    if (!item) return reply.code(404).send(problem("not_found", apiTexts[languageOf(request)].problems.notFound));
    return describeItemInFull(deps, account, item);
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
    const subject = subjectOf(request.params.id);
    const item = subject && (await deps.admin.activity.read(connectionId, subject));
    if (!item || !(await deps.replay(account, item.subject, personOf(signedIn)))) {
      return reply.code(404).send(problem("not_found", apiTexts[languageOf(request)].problems.notFound));
    }
    return reply.code(202).send(describeItemInFull(deps, account, item));
  });
};

interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
}

function describeItem({ gorgiasTicketUrl }: DescribeDeps, account: string, item: ListedItem): ActivityItemAnswer {
  const { subject, ticketId } = item;
  return {
    id: subject,
    kind: kindOf(subject),
    result: item.state,
    reason: item.reason,
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

function describeItemInFull(deps: DescribeDeps, account: string, item: ItemInFull): ActivityDetailAnswer {
  return {
    ...describeItem(deps, account, item),
    match: matchOf(item.match),
    received: item.received.map(({ event, receivedAt, outcome }) => ({
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
    })),
    plan: item.plan ?? null,
    writes: item.writes.map(({ at, ...write }) => ({ ...write, at: at.toISOString() })),
    leftOut: leftOutOf(item.writes),
    wakeAt: item.wakeAt?.toISOString() ?? null,
    tickets: ticketsOf(item).map((id) => ({ id, url: deps.gorgiasTicketUrl(account, id) })),
  };
}

const namesTicketSchema = z.object({ ticketId: z.number().int().positive() });

/** The messages of one conversation may go to several tickets over time (M4, M6). */
function ticketsOf({ ticketId, plan, writes }: ItemInFull): number[] {
  const shown = conversationPlanSchema.safeParse(plan);
  const named = [...(shown.success ? shown.data.texts : []), ...writes.map(({ outcome }) => outcome), { ticketId }];
  const ids = named.flatMap((one) => namesTicketSchema.safeParse(one).data?.ticketId ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
}

const matchSchema = z.object({
  customer: z.object({ id: z.number(), name: z.string().nullable() }),
  how: z.string(),
  others: z.array(z.number()),
  unclear: z.array(z.number()).optional(),
});

/** Null if there is none, or if it has an older format. */
function matchOf(kept: unknown): ActivityDetailAnswer["match"] {
  const read = matchSchema.safeParse(kept);
  if (!read.success) return null;
  const { customer, how, others, unclear = [] } = read.data;
  return { customerId: customer.id, name: customer.name, how, others, unclear };
}

function subjectOf(activityId: string): string | null {
  return isSubject(activityId) ? activityId : null;
}
