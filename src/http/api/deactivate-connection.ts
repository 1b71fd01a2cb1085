/** POST /api/connection/deactivate — switches the connection off by hand (L7). One that is off stays off for its own reason. */
import { showConnection } from "../../connections/show-connection.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeConnection } from "./describe-connection.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { connectionSchema, problemSchema } from "./schemas.ts";

export const deactivateConnection: Route = (server, { admin, connection }) => {
  const schema = { summary: "Switches it off", response: { 200: connectionSchema, "4xx": problemSchema } };
  server.post("/connection/deactivate", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const { problems } = apiTexts[language];
    const before = await showConnection(admin, connectionId);
    if (before?.status === "installing") return reply.code(409).send(problem("not_joined", problems.notInstalled));
    if (before?.status === "active") await connection.deactivate(connectionId, personOf(signedIn));
    const after = await showConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", problems.notConnected));
    return describeConnection(after, language);
  });
};
