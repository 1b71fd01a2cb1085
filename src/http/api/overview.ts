/** GET /api/overview: today and this week in the team's time zone, the latest calls, and what failed. */
import { z } from "zod";
import {
  showOverview as readOverview,
  type OverviewShown,
  type PeriodShown,
} from "../../connections/show/show-overview.ts";
import { OUTCOMES } from "../../domain/call/call-stage.ts";
import { kindOf } from "../../domain/activity/work-item.ts";
import { problemSchema } from "../problem.ts";
import { fallbackTimeZoneSchema, figuresSchema, timeZoneSchema } from "./figures.ts";
import { signedInOf } from "./guard.ts";
import type { AdminApiDeps, Route } from "./route.ts";

const periodSchema = figuresSchema.extend({
  /** The first and the last day. */
  from: z.iso.date(),
  to: z.iso.date(),
  tickets: z.number(),
  /** From the delivery that made a ticket due to the answer of Gorgias, in ms. Null without a ticket. */
  timeToTicket: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  /** Requests to Gorgias. */
  requests: z.number(),
});

const latestSchema = z.object({
  /** `call:123`, `text:+33612345678`. */
  id: z.string(),
  kind: z.enum(["call", "conversation", "card"]),
  result: z.enum(["pending", "done", "ignored", "failed"]),
  direction: z.enum(["inbound", "outbound"]).nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  caller: z.string().nullable(),
  customerName: z.string().nullable(),
  agent: z.string().nullable(),
  line: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationSeconds: z.number().nullable(),
  ticketId: z.number().nullable(),
  ticketUrl: z.string().nullable(),
});

export const overviewSchema = z
  .object({
    at: z.iso.datetime(),
    timeZone: timeZoneSchema,
    today: periodSchema,
    /** Since Monday. */
    week: periodSchema,
    /** The 24 hours of today's clock. `usual`: inbound calls, the mean of the same weekday of the last four weeks. */
    hours: z.array(
      z.object({ hour: z.number(), answered: z.number(), missed: z.number(), usual: z.number().nullable() }),
    ),
    /** Inbound calls that are usual by now. Null where no earlier day is known. */
    usualByNow: z.number().nullable(),
    usage: z.object({ limit: z.number(), used: z.number() }).nullable(),
    /** Calls and conversations that failed, and those that are not finished. */
    failed: z.number(),
    waiting: z.number(),
    /** Newest first. */
    latest: z.array(latestSchema),
    /** When Aircall's latest delivery arrived. */
    lastDeliveryAt: z.iso.datetime().nullable(),
    /** The company's Aircall numbers. */
    numbers: z.object({ selected: z.number(), known: z.number() }),
  })
  .meta({ id: "Overview" });

export const overviewQuerySchema = z.strictObject({ fallbackTimeZone: fallbackTimeZoneSchema });

export type OverviewAnswer = z.infer<typeof overviewSchema>;

export const showOverview: Route = (server, deps) => {
  const schema = {
    operationId: "getOverview",
    tags: ["Overview"],
    summary: "Today, this week, and what needs a person",
    querystring: overviewQuerySchema,
    response: { 200: overviewSchema, "4xx": problemSchema },
  };
  server.get("/overview", { schema }, async (request) => {
    const { connectionId, account } = signedInOf(request);
    const { admin, clock } = deps;
    const shown = await readOverview({ ...admin, clock }, connectionId, request.query.fallbackTimeZone);
    return describe(deps, account, shown);
  });
};

function describe(
  { gorgiasTicketUrl }: Pick<AdminApiDeps, "gorgiasTicketUrl">,
  account: string,
  { at, today, week, latest, ...shown }: OverviewShown,
): OverviewAnswer {
  return {
    ...shown,
    at: at.toISOString(),
    lastDeliveryAt: shown.lastDeliveryAt?.toISOString() ?? null,
    today: describePeriod(today),
    week: describePeriod(week),
    latest: latest.map(({ activityId, state, agentName, lineName, startedAt, ...item }) => ({
      ...item,
      id: activityId,
      kind: kindOf(activityId),
      result: state,
      agent: agentName,
      line: lineName,
      startedAt: startedAt.toISOString(),
      ticketUrl: item.ticketId === null ? null : gorgiasTicketUrl(account, item.ticketId),
    })),
  };
}

function describePeriod({ tickets: { count, p50, p95 }, ...period }: PeriodShown): OverviewAnswer["today"] {
  return { ...period, tickets: count, timeToTicket: p50 === null || p95 === null ? null : { p50, p95 } };
}
