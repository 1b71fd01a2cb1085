/** GET /api/agents — the people in Aircall and who signs for them in Gorgias (C4). */
import { z } from "zod";
import { listAgents } from "../../connections/list-agents.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { bothJoined } from "./both-joined.ts";
import { describeAgent } from "./describe-agent.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { agentSchema, problemSchema } from "./schemas.ts";

export const showAgents: Route = (server, deps) => {
  const response = { 200: z.object({ agents: z.array(agentSchema) }), "4xx": problemSchema, 502: problemSchema };
  server.get("/agents", { schema: { summary: "Agents", response } }, async (request, reply) => {
    const { connectionId } = signedInOf(request);
    if (!(await bothJoined(deps, connectionId))) {
      return reply.code(409).send(problem("not_joined", apiTexts[languageOf(request)].problems.notJoined));
    }
    const { companyUsers, deskUsers, admin } = deps;
    const agents = await listAgents({ companyUsers, deskUsers, agents: admin.agents }, connectionId);
    return { agents: agents.map(describeAgent) };
  });
};
