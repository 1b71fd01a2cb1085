/** /api/agents and /api/desk-users: the Gorgias user that signs for each Aircall user (C4). */
import { z } from "zod";
import { type Agent, canSign, listAgents } from "../../connections/show/list-agents.ts";
import { mapAgent } from "../../connections/change/map-agent.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, Route } from "./route.ts";

export const agentSchema = z
  .object({
    /** Id of the Aircall user. */
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    /** The Gorgias user that signs for this agent. */
    helpDeskUser: z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() }).nullable(),
    how: z.enum(["e-mail", "by hand", "none"]),
  })
  .meta({ id: "Agent" });

const agentsSchema = z.object({ agents: z.array(agentSchema) }).meta({ id: "Agents" });

export const agentParamsSchema = z.object({ id: z.string().max(100).describe("Id of the Aircall user.") });

export const agentChoiceSchema = z
  .strictObject({ helpDeskUserId: z.number().int().nullable() })
  .meta({ id: "AgentChoice" });

export type AgentAnswer = z.infer<typeof agentSchema>;

export const showAgents: Route = (server, deps) => {
  const response = { 200: agentsSchema, "4xx": problemSchema, 502: problemSchema };
  server.get(
    "/agents",
    { schema: { operationId: "listAgents", tags: ["Agents"], summary: "List agents", response } },
    async (request, reply) => {
      const { connectionId } = signedInOf(request);
      if (!(await bothJoined(deps, connectionId))) {
        return reply.code(409).send(problem("not_joined", apiTranslations[languageOf(request)].problems.notJoined));
      }
      const { companyUsers, helpDeskUsers, admin } = deps;
      const agents = await listAgents({ companyUsers, helpDeskUsers, agents: admin.agents }, connectionId);
      return { agents: agents.map(describeAgent) };
    },
  );
};

export const changeAgent: Route = (server, deps) => {
  const schema = {
    operationId: "mapAgent",
    tags: ["Agents"],
    summary: "Choose the Gorgias user of an agent",
    params: agentParamsSchema,
    body: agentChoiceSchema,
    response: { 200: agentSchema, "4xx": problemSchema, 502: problemSchema },
  };
  server.put("/agents/:id", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { connectionId } = signedIn;
    const { problems } = apiTranslations[languageOf(request)];
    const { id } = request.params;
    const { helpDeskUserId } = request.body;
    if (!(await bothJoined(deps, connectionId))) {
      return reply.code(409).send(problem("not_joined", problems.notJoined));
    }
    const { companyUsers, helpDeskUsers, admin, clock } = deps;
    const change = { by: personOf(signedIn), now: clock() };
    const team = { companyUsers, helpDeskUsers, agents: admin.agents };
    const mapped = await mapAgent(team, connectionId, id, helpDeskUserId, change);
    switch (mapped.kind) {
      case "mapped":
        return describeAgent(mapped.agent);
      case "unknown agent":
        return reply.code(404).send(problem("unknown_agent", problems.unknownAgent(id)));
      case "unknown desk user":
        return reply.code(400).send(problem("unknown_desk_user", problems.unknownHelpDeskUser(helpDeskUserId ?? 0)));
      default:
        return mapped satisfies never;
    }
  });
};

const helpDeskUserSchema = z
  .object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() })
  .meta({ id: "GorgiasUser" });

const deskUsersSchema = z.object({ users: z.array(helpDeskUserSchema) }).meta({ id: "GorgiasUsers" });

export const showHelpDeskUsers: Route = (server, deps) => {
  const response = { 200: deskUsersSchema, "4xx": problemSchema, 502: problemSchema };
  server.get(
    "/desk-users",
    {
      schema: {
        operationId: "listGorgiasUsers",
        tags: ["Agents"],
        summary: "List Gorgias users who can sign",
        response,
      },
    },
    async (request, reply) => {
      const { connectionId } = signedInOf(request);
      if (!(await bothJoined(deps, connectionId))) {
        return reply.code(409).send(problem("not_joined", apiTranslations[languageOf(request)].problems.notJoined));
      }
      const users = await deps.helpDeskUsers(connectionId);
      return { users: users.filter(canSign).map(({ id, name, email }) => ({ id, name, email })) };
    },
  );
};

function describeAgent({ person, helpDeskUser, how }: Agent): AgentAnswer {
  const { id, name, email } = person;
  return { id, name, email, helpDeskUser: helpDeskUser && pick(helpDeskUser), how };
}

function pick({ id, name, email }: NonNullable<AgentAnswer["helpDeskUser"]>): AgentAnswer["helpDeskUser"] {
  return { id, name, email };
}

async function bothJoined({ admin }: Pick<AdminApiDeps, "admin">, connectionId: string): Promise<boolean> {
  const status = await admin.connections.status(connectionId);
  return status !== null && status.gorgiasJoined && status.aircallJoined;
}
