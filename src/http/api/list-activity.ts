/** GET /api/activity — what happened, newest first, page by page, searched or not. */
import { showActivity } from "../../connections/show-activity.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeItem } from "./describe-activity.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { activityQuerySchema, activitySchema, problemSchema } from "./schemas.ts";

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
      return reply.code(400).send(problem("bad_cursor", apiTexts[language].problems.badCursor));
    }
    const { items, nextCursor } = shown;
    return { items: items.map((item) => describeItem(deps, account, item, language)), nextCursor };
  });
};
