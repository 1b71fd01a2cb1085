/** GET /api/desk-users — the users of Gorgias who can sign for an agent. */
import { z } from "zod";
import { canSign } from "../../connections/list-agents.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { bothJoined } from "./both-joined.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { problemSchema } from "./schemas.ts";

const deskUserSchema = z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() });

export const showDeskUsers: Route = (server, deps) => {
  const response = { 200: z.object({ users: z.array(deskUserSchema) }), "4xx": problemSchema, 502: problemSchema };
  server.get("/desk-users", { schema: { summary: "Users of Gorgias", response } }, async (request, reply) => {
    const { connectionId } = signedInOf(request);
    if (!(await bothJoined(deps, connectionId))) {
      return reply.code(409).send(problem("not_joined", apiTexts[languageOf(request)].problems.notJoined));
    }
    const users = await deps.deskUsers(connectionId);
    return { users: users.filter(canSign).map(({ id, name, email }) => ({ id, name, email })) };
  });
};
