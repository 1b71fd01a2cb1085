/** /api/lines: the Aircall numbers of the company, and the selection that gets tickets (N4). */
import { z } from "zod";
import { chooseLines } from "../../connections/change/choose-lines.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, Route } from "./route.ts";

const lineSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    digits: z.string(),
    selected: z.boolean(),
    /** Linked to our app in the Aircall dashboard. Null if Aircall does not tell. */
    linkedInAircall: z.boolean().nullable(),
  })
  .meta({ id: "Number" });

export const linesSchema = z.object({ lines: z.array(lineSchema) }).meta({ id: "Numbers" });

export const lineChoiceSchema = z
  .strictObject({ selected: z.array(z.string()).max(1000) })
  .meta({ id: "NumberChoice" });

export type LineAnswer = z.infer<typeof lineSchema>;

export const showLines: Route = (server, deps) => {
  const schema = {
    operationId: "listNumbers",
    tags: ["Numbers"],
    summary: "List Aircall numbers",
    response: { 200: linesSchema, "4xx": problemSchema },
  };
  server.get("/lines", { schema }, (request) => readLines(deps, signedInOf(request).connectionId));
};

export const changeLines: Route = (server, deps) => {
  const schema = {
    operationId: "selectNumbers",
    tags: ["Numbers"],
    summary: "Select the numbers that get tickets",
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
      const { problems } = apiTranslations[languageOf(request)];
      return reply.code(400).send(problem("unknown_line", problems.unknownLine(chosen.id)));
    }
    return readLines(deps, connectionId);
  });
};

async function readLines(
  { admin, lines }: Pick<AdminApiDeps, "admin" | "lines">,
  connectionId: string,
): Promise<{ lines: LineAnswer[] }> {
  const status = await admin.connections.status(connectionId);
  const linked = status?.aircallJoined ? await lines.refresh(connectionId) : null;
  const known = await admin.lines.list(connectionId);
  return {
    lines: known.map(({ id, name, digits, selected }) => ({
      id,
      name,
      digits,
      selected,
      linkedInAircall: linked && Object.hasOwn(linked, id) ? (linked[id] ?? null) : null,
    })),
  };
}
