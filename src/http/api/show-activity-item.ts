/** GET /api/activity/:id — one call or conversation in full: deliveries, match, plan, writes. */
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { subjectOf } from "./subject-of.ts";
import { describeItemInFull } from "./describe-activity.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { activityDetailSchema, activityParamsSchema, problemSchema } from "./schemas.ts";

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
    return describeItemInFull(deps, account, item, languageOf(request));
  });
};
