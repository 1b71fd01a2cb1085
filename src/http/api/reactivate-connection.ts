/** POST /api/connection/reactivate — switches the connection on again; where a side no longer lets us in, by installing again (L7). */
import { showConnection, type ConnectionShown } from "../../connections/show-connection.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeConnection } from "./describe-connection.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { connectionSchema, problemSchema } from "./schemas.ts";

export const reactivateConnection: Route = (server, { admin, connection }) => {
  const schema = { summary: "Switches it on again", response: { 200: connectionSchema, "4xx": problemSchema } };
  server.post("/connection/reactivate", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const { problems } = apiTexts[language];
    const before = await showConnection(admin, connectionId);
    if (before?.status === "installing") return reply.code(409).send(problem("not_joined", problems.notInstalled));
    if (before?.status === "deactivated" && canReactivate(before)) {
      await connection.reactivate(connectionId, personOf(signedIn));
    }
    const after = await showConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", problems.notConnected));
    if (after.status !== "active") return reply.code(409).send(problem("install_again", problems.installAgain));
    return describeConnection(after, language);
  });
};

function canReactivate({ gorgiasJoined, aircallJoined, reason }: ConnectionShown): boolean {
  return gorgiasJoined && aircallJoined && reason !== "authorisation_removed" && reason !== "disconnected";
}
