/**
 * GET /api/activity/:id/recordings/:kind: the sound of a call, for the player. It streams from Aircall, which signs a
 * new link for each request. Nothing is stored here, and Gorgias is not asked.
 */
import { Readable } from "node:stream";
import { z } from "zod";
import { idOf, kindOf } from "../../domain/activity/work-item.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { streamedText } from "./streamed-text.ts";

export const recordingParamsSchema = z.object({
  id: z.string().describe("The id of the call."),
  kind: z.enum(["recording", "voicemail"]).describe("`kind` of the call's `recordings`."),
});

export const playRecording: Route = (server, { admin, openRecording }) => {
  const schema = {
    operationId: "playRecording",
    tags: ["Activity"],
    summary: "The sound of a call",
    params: recordingParamsSchema,
    response: { 200: { content: { "audio/mpeg": { schema: streamedText } } }, "4xx": problemSchema },
  };
  server.get("/activity/:id/recordings/:kind", { schema }, async (request, reply) => {
    const { id, kind } = request.params;
    const { connectionId } = signedInOf(request);
    const item = kindOf(id) === "call" ? await admin.activity.read(connectionId, id) : null;
    const stored = item?.recordings.find((one) => one.kind === kind);
    const left = new AbortController();
    reply.raw.once("close", () => left.abort());
    const opened = stored ? await openRecording(connectionId, idOf(id), kind, left.signal) : null;
    if (!stored || opened?.kind !== "open")
      return reply.code(404).send(problem("not_found", apiTranslations[languageOf(request)].problems.notFound));
    // The type was found from the bytes when the file was attached. Aircall's own word is not trusted.
    void reply.type(stored.contentType).header("cache-control", "private, max-age=600");
    if (opened.size !== null) void reply.header("content-length", opened.size);
    return reply.send(Readable.fromWeb(opened.stream));
  });
};
