/** GET /api/audit — who changed what, when, from what to what, newest first, page by page (N7). */
import { auditValueSchema } from "../../domain/audit.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { auditQuerySchema, auditSchema, problemSchema } from "./schemas.ts";

const PAGE = 50;
const CURSOR = /^\d{1,15}$/;

export const showAudit: Route = (server, { admin }) => {
  const schema = {
    summary: "Who changed what",
    querystring: auditQuerySchema,
    response: { 200: auditSchema, "4xx": problemSchema },
  };
  server.get("/audit", { schema }, async (request, reply) => {
    const { cursor } = request.query;
    if (cursor !== undefined && !CURSOR.test(cursor)) {
      return reply.code(400).send(problem("bad_cursor", apiTexts[languageOf(request)].problems.badCursor));
    }
    const before = cursor === undefined ? null : Number(cursor);
    const found = await admin.audit.list(signedInOf(request).connectionId, { before, limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    const entries = shown.map(({ id: _id, at, from, to, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      from: plain(from),
      to: plain(to),
    }));
    const last = shown.at(-1);
    return { entries, nextCursor: found.length > PAGE && last ? String(last.id) : null };
  });
};

/** Values are small; what is not is shown as JSON. */
function plain(value: unknown) {
  const read = auditValueSchema.safeParse(value ?? null);
  return read.success ? read.data : JSON.stringify(value);
}
