/** GET /api/usage/distribution: how many requests a call or conversation causes, by kind. */
import { z } from "zod";
import {
  MOST_DAYS,
  showUsageDistribution as readDistribution,
} from "../../connections/show/show-usage-distribution.ts";
import { REQUEST_KINDS } from "../../domain/ports/usage.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

export const usageDistributionSchema = z
  .object({
    /** The period, from a full hour until now. */
    from: z.iso.datetime(),
    at: z.iso.datetime(),
    /** Finished calls, each with its insight card, and conversations. A kind that did not happen is left out. */
    kinds: z.array(
      z.object({
        kind: z.enum(REQUEST_KINDS),
        count: z.number(),
        /** Of all of them together. */
        requests: z.number(),
        least: z.number(),
        median: z.number(),
        p95: z.number(),
        most: z.number(),
      }),
    ),
    /** Requests of no single call: lists of users and tags, maintenance, the console, failed attempts. */
    shared: z.object({
      requests: z.number(),
      /** The calls and conversations that share them. */
      among: z.number(),
    }),
  })
  .meta({ id: "UsageDistribution" });

export const usageDistributionQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(7).describe("The length of the period, at most 30 days."),
});

export type UsageDistributionAnswer = z.infer<typeof usageDistributionSchema>;

export const showUsageDistribution: Route = (server, { admin, clock }) => {
  const schema = {
    operationId: "getUsageDistribution",
    tags: ["API usage"],
    summary: "Get the requests per call, by kind",
    querystring: usageDistributionQuerySchema,
    response: { 200: usageDistributionSchema, "4xx": problemSchema },
  };
  server.get("/usage/distribution", { schema }, async (request) => {
    const { connectionId } = signedInOf(request);
    const { from, at, ...shown } = await readDistribution({ ...admin, clock }, connectionId, request.query.days);
    return { ...shown, from: from.toISOString(), at: at.toISOString() };
  });
};
