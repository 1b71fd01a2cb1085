/** GET /api/overview — the figures of today and of the last thirty days. */
import { showOverview as readOverview } from "../../connections/show-overview.ts";
import { signedInOf } from "./guard.ts";
import type { Route } from "./route.ts";
import { overviewSchema, problemSchema } from "./schemas.ts";

export const showOverview: Route = (server, { admin, clock }) => {
  const schema = { summary: "Figures", response: { 200: overviewSchema, "4xx": problemSchema } };
  server.get("/overview", { schema }, (request) => readOverview({ ...admin, clock }, signedInOf(request).connectionId));
};
