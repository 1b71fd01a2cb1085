/** POST /api/activity/:id/replay — has what is missing of a call or conversation done once more; the answer shows it as it is until then. */
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { subjectOf } from "./subject-of.ts";
import { describeItemInFull } from "./describe-activity.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { activityDetailSchema, activityParamsSchema, problemSchema } from "./schemas.ts";

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
    return reply.code(202).send(describeItemInFull(deps, account, item, languageOf(request)));
  });
};
