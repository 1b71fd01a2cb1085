/** GET /api/overview: the figures of today and of the last thirty days. */
import { z } from "zod";
import { showOverview as readOverview } from "../../connections/show-overview.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";

export const overviewSchema = z.object({
  /** Since midnight UTC. */
  today: z.object({
    calls: z.number(),
    texts: z.number(),
    failed: z.number(),
    waiting: z.number(),
    requests: z.number(),
  }),
  /** The last 30 days, oldest first. */
  days: z.array(
    z.object({ day: z.iso.date(), calls: z.number(), missed: z.number(), texts: z.number(), failed: z.number() }),
  ),
  budget: z.object({ limit: z.number(), used: z.number() }).nullable(),
});

export type OverviewAnswer = z.infer<typeof overviewSchema>;

export const showOverview: Route = (server, { admin, clock }) => {
  const schema = { summary: "Figures", response: { 200: overviewSchema, "4xx": problemSchema } };
  server.get("/overview", { schema }, (request) => readOverview({ ...admin, clock }, signedInOf(request).connectionId));
};
