/** PUT /api/lines — chooses the lines that make tickets (N4). */
import { chooseLines } from "../../connections/choose-lines.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import { readLines } from "./read-lines.ts";
import type { Route } from "./route.ts";
import { lineChoiceSchema, linesSchema, problemSchema } from "./schemas.ts";

export const changeLines: Route = (server, deps) => {
  const schema = {
    summary: "Chooses lines",
    body: lineChoiceSchema,
    response: { 200: linesSchema, "4xx": problemSchema },
  };
  server.put("/lines", { schema }, async (request, reply) => {
    const signedIn = signedInOf(request);
    const { connectionId } = signedIn;
    const { connections, admin, clock } = deps;
    const change = { by: personOf(signedIn), now: clock() };
    const chosen = await chooseLines({ connections, lines: admin.lines }, connectionId, request.body.selected, change);
    if (chosen.kind === "unknown line") {
      const { problems } = apiTexts[languageOf(request)];
      return reply.code(400).send(problem("unknown_line", problems.unknownLine(chosen.id)));
    }
    return readLines(deps, connectionId);
  });
};
