/** GET /api/audit: changes by author, kind and time, with old and new value, newest first, in pages (N7). */
import { z } from "zod";
import { ACTOR_KINDS, actionsOf, AUDIT_ACTIONS, AUDIT_KINDS, auditValueSchema } from "../../domain/connection/audit.ts";
import type { AuditFilter } from "../../domain/ports/admin.ts";
import { problem, problemSchema } from "../problem.ts";
import { cursorSchema } from "./page.ts";
import { apiTranslations } from "./api-translations.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const auditSchema = z
  .object({
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
    /** All authors of changes, for a filter. */
    people: z.array(z.object({ byKind: z.enum(ACTOR_KINDS), by: z.string().nullable() })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "AuditPage" });

export const auditQuerySchema = z.strictObject({
  cursor: cursorSchema,
  kind: z.enum(AUDIT_KINDS).optional().describe("What the change is about."),
  byKind: z.enum(ACTOR_KINDS).optional().describe("Who made it: an admin, an operator, a vendor or the service."),
  by: z.string().max(500).optional().describe("The name of its author, as an entry has it."),
  since: z.iso.datetime({ offset: true }).optional().describe("Not before this moment."),
  until: z.iso.datetime({ offset: true }).optional().describe("Before this moment."),
});

export type AuditAnswer = z.infer<typeof auditSchema>;

const PAGE = 50;
const CURSOR = /^\d{1,15}$/;

export const showAudit: Route = (server, { admin }) => {
  const schema = {
    operationId: "listAuditEntries",
    tags: ["Audit log"],
    summary: "List changes",
    querystring: auditQuerySchema,
    response: { 200: auditSchema, "4xx": problemSchema },
  };
  server.get("/audit", { schema }, async (request, reply) => {
    const { cursor, ...asked } = request.query;
    if (cursor !== undefined && !CURSOR.test(cursor)) {
      return reply.code(400).send(problem("bad_cursor", apiTranslations[languageOf(request)].problems.badCursor));
    }
    const { connectionId } = signedInOf(request);
    const before = cursor === undefined ? null : Number(cursor);
    const page = { before, limit: PAGE + 1, filter: filterOf(asked) };
    const [found, people] = await Promise.all([admin.audit.list(connectionId, page), admin.audit.actors(connectionId)]);
    const shown = found.slice(0, PAGE);
    const entries = shown.map(({ id: _id, at, from, to, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      from: plain(from),
      to: plain(to),
    }));
    const last = shown.at(-1);
    return { entries, people, nextCursor: found.length > PAGE && last ? String(last.id) : null };
  });
};

function filterOf({ kind, byKind, by, since, until }: Omit<z.infer<typeof auditQuerySchema>, "cursor">): AuditFilter {
  return {
    ...(kind && { actions: actionsOf(kind) }),
    ...(byKind && { byKind }),
    ...(by !== undefined && { by }),
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}

/** A value that does not fit the schema is shown as JSON. */
function plain(value: unknown) {
  const read = auditValueSchema.safeParse(value ?? null);
  return read.success ? read.data : JSON.stringify(value);
}
