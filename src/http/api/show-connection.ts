/** GET /api/connection — how the connection stands, what to do about it, which steps are done (N3). */
import { showConnection as readConnection } from "../../connections/show-connection.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeConnection } from "./describe-connection.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { connectionSchema, problemSchema } from "./schemas.ts";

export const showConnection: Route = (server, { admin }) => {
  const schema = { summary: "How the connection stands", response: { 200: connectionSchema, "4xx": problemSchema } };
  server.get("/connection", { schema }, async (request, reply) => {
    const language = languageOf(request);
    const shown = await readConnection(admin, signedInOf(request).connectionId);
    if (!shown) return reply.code(404).send(problem("not_connected", apiTexts[language].problems.notConnected));
    return describeConnection(shown, language);
  });
};
