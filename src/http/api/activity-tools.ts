/**
 * What the list of activity needs beside its pages: the choices of its filters, how many items match, some items by
 * their ids, and a retry of all that failed.
 */
import { z } from "zod";
import { filterOf } from "../../connections/show/show-activity.ts";
import { isActivityId } from "../../domain/activity/work-item.ts";
import { problemSchema } from "../problem.ts";
import { activityItemSchema, describeItem } from "./activity-item.ts";
import { activityFilterSchema, readQuery } from "./activity-query.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

/** A person reads no more exact number. */
const MOST_COUNTED = 1_000;
/** A list asks for the items of its pages that are not finished. */
const MOST_ITEMS = 100;
/** One press of the button. The next one takes the rest. */
const MOST_RETRIED = 200;

export const activityOptionsSchema = z
  .object({
    /** The agents who appear in the activity, by name. */
    agents: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
    /** The company's lines, selected ones first. */
    lines: z.array(z.object({ id: z.string(), name: z.string(), selected: z.boolean() })),
  })
  .meta({ id: "ActivityOptions" });
export const activityCountSchema = z
  .object({
    count: z.number(),
    /** There are more than were counted. */
    isMore: z.boolean(),
  })
  .meta({ id: "ActivityCount" });
/** Takes the filters of the list, in its body. */
export const retryFailedBodySchema = activityFilterSchema.meta({ id: "ActivityFilter" });
export const activityItemsSchema = z.object({ items: z.array(activityItemSchema) }).meta({ id: "ActivityItems" });
export const retryFailedSchema = z
  .object({
    /** The items that are retried, each with its last change before the retry. */
    items: z.array(z.object({ id: z.string(), updatedAt: z.iso.datetime() })),
    /** More failed items match. Ask again. */
    isMore: z.boolean(),
  })
  .meta({ id: "RetriedActivity" });

export type ActivityOptionsAnswer = z.infer<typeof activityOptionsSchema>;
export type ActivityCountAnswer = z.infer<typeof activityCountSchema>;
export type ActivityItemsAnswer = z.infer<typeof activityItemsSchema>;
export type RetryFailedAnswer = z.infer<typeof retryFailedSchema>;

export const showActivityOptions: Route = (server, { admin }) => {
  const schema = {
    operationId: "getActivityOptions",
    tags: ["Activity"],
    summary: "The choices of the filters",
    response: { 200: activityOptionsSchema, "4xx": problemSchema },
  };
  server.get("/activity/options", { schema }, (request) => admin.activity.options(signedInOf(request).connectionId));
};

export const countActivity: Route = (server, { admin }) => {
  const schema = {
    operationId: "countActivity",
    tags: ["Activity"],
    summary: "How many items match",
    querystring: activityFilterSchema,
    response: { 200: activityCountSchema, "4xx": problemSchema },
  };
  server.get("/activity/count", { schema }, async (request) => {
    const { connectionId } = signedInOf(request);
    const filter = await filterOf(admin, connectionId, readQuery(request.query));
    const count = await admin.activity.count(connectionId, filter, MOST_COUNTED + 1);
    return { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED };
  });
};

export const activityIdsSchema = z.strictObject({
  ids: z.string().max(12_000).describe("Ids of items, with commas between them."),
});

export const showActivityItems: Route = (server, deps) => {
  const schema = {
    operationId: "getActivityItems",
    tags: ["Activity"],
    summary: "Some items by their ids",
    querystring: activityIdsSchema,
    response: { 200: activityItemsSchema, "4xx": problemSchema },
  };
  server.get("/activity/items", { schema }, async (request) => {
    const { connectionId, account } = signedInOf(request);
    const ids = request.query.ids.split(",").filter(isActivityId).slice(0, MOST_ITEMS);
    const items = await deps.admin.activity.some(connectionId, ids);
    return { items: items.map((item) => describeItem(deps, account, item, languageOf(request))) };
  });
};

export const retryFailed: Route = (server, deps) => {
  const schema = {
    operationId: "retryFailedActivity",
    tags: ["Activity"],
    summary: "Retries the failed items that match, oldest pages last",
    body: retryFailedBodySchema,
    response: { 202: retryFailedSchema, "4xx": problemSchema },
  };
  server.post("/activity/retry-failed", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { connectionId, account } = signedIn;
    const asked = { ...readQuery(request.body), result: "failed" as const, cards: "exclude" as const };
    const filter = { ...(await filterOf(deps.admin, connectionId, asked)), limit: MOST_RETRIED + 1 };
    const found = await deps.admin.activity.list(connectionId, filter);
    const items = found.slice(0, MOST_RETRIED);
    for (const { activityId } of items) await deps.replay(account, activityId, personOf(signedIn));
    return reply.code(202).send({
      items: items.map(({ activityId, updatedAt }) => ({ id: activityId, updatedAt: updatedAt.toISOString() })),
      isMore: found.length > MOST_RETRIED,
    });
  });
};
