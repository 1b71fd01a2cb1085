/** GET /api/audit: each change with its author, time, old and new value, newest first, in pages (N7). */
import { z } from "zod";
import { ACTOR_KINDS, AUDIT_ACTIONS, auditValueSchema } from "../../domain/connection/audit.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const auditSchema = z.object({
  /** Newest first. */
  entries: z.array(
    z.object({
      at: z.iso.datetime(),
      byKind: z.enum(ACTOR_KINDS),
      /** The admin's name. Null for other kinds of authors. */
      by: z.string().nullable(),
      action: z.enum(AUDIT_ACTIONS),
      /** The setting, line, agent or item that changed. Null if the action names it. */
      subject: z.string().nullable(),
      from: auditValueSchema,
      to: auditValueSchema,
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const auditQuerySchema = z.strictObject({ cursor: z.string().max(200).optional() });

export type AuditAnswer = z.infer<typeof auditSchema>;

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
      return reply.code(400).send(problem("bad_cursor", apiTranslations[languageOf(request)].problems.badCursor));
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

/** A value that does not fit the schema is shown as JSON. */
function plain(value: unknown) {
  const read = auditValueSchema.safeParse(value ?? null);
  return read.success ? read.data : JSON.stringify(value);
}
