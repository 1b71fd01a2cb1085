/** PUT /api/agents/:id — names by hand who signs for an agent; null leaves it to their e-mails. */
import { mapAgent } from "../../connections/map-agent.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { bothJoined } from "./both-joined.ts";
import { describeAgent } from "./describe-agent.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { agentChoiceSchema, agentParamsSchema, agentSchema, problemSchema } from "./schemas.ts";

export const changeAgent: Route = (server, deps) => {
  const schema = {
    summary: "Joins an agent by hand",
    params: agentParamsSchema,
    body: agentChoiceSchema,
    response: { 200: agentSchema, "4xx": problemSchema, 502: problemSchema },
  };
  server.put("/agents/:id", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { connectionId } = signedIn;
    const { problems } = apiTexts[languageOf(request)];
    const { id } = request.params;
    const { deskUserId } = request.body;
    if (!(await bothJoined(deps, connectionId))) {
      return reply.code(409).send(problem("not_joined", problems.notJoined));
    }
    const { companyUsers, deskUsers, admin, clock } = deps;
    const change = { by: personOf(signedIn), now: clock() };
    const team = { companyUsers, deskUsers, agents: admin.agents };
    const mapped = await mapAgent(team, connectionId, id, deskUserId, change);
    switch (mapped.kind) {
      case "mapped":
        return describeAgent(mapped.agent);
      case "unknown agent":
        return reply.code(404).send(problem("unknown_agent", problems.unknownAgent(id)));
      case "unknown desk user":
        return reply.code(400).send(problem("unknown_desk_user", problems.unknownDeskUser(deskUserId ?? 0)));
      default:
        return mapped satisfies never;
    }
  });
};
