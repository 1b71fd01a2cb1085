/** POST /api/connection/disconnect — ends the connection: webhooks and tokens go, what happened stays readable (N6). */
import { showConnection } from "../../connections/show-connection.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeConnection } from "./describe-connection.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { connectionSchema, problemSchema } from "./schemas.ts";

export const disconnectConnection: Route = (server, { admin, connection }) => {
  const schema = { summary: "Ends the connection", response: { 200: connectionSchema, "4xx": problemSchema } };
  server.post("/connection/disconnect", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    await connection.disconnect(connectionId, personOf(signedIn));
    const after = await showConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", apiTexts[language].problems.notConnected));
    return describeConnection(after, language);
  });
};
