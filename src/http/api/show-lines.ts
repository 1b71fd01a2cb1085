/** GET /api/lines — the lines of the company, and which of them make tickets (N4). */
import { signedInOf } from "./guard.ts";
import { readLines } from "./read-lines.ts";
import type { Route } from "./route.ts";
import { linesSchema, problemSchema } from "./schemas.ts";

export const showLines: Route = (server, deps) => {
  const schema = { summary: "Lines", response: { 200: linesSchema, "4xx": problemSchema } };
  server.get("/lines", { schema }, (request) => readLines(deps, signedInOf(request).connectionId));
};
