/**
 * /api/connection: its status and the steps of the install (N3), and deactivating, reactivating (L7) or disconnecting
 * it (N6).
 */
import { z } from "zod";
import {
  type ConnectionShown,
  showConnection as readConnection,
  type StepName,
} from "../../connections/show/show-connection.ts";
import { connectionReasonSchema } from "../../domain/reasons/connection-reason.ts";
import { sayConnectionReason } from "../../domain/reasons/say-reason.ts";
import { displayMoment } from "../../domain/translations/moments.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

const stepSchema = z.object({
  name: z.enum(["gorgias", "aircall", "lines"]),
  state: z.enum(["done", "next", "waiting"]),
  /** The result of a step that is done, for example the admin and the time. Null otherwise. */
  detail: z.string().nullable(),
});

const checkSchema = z.object({
  code: z.enum(["gorgias_access", "admin", "aircall_access", "webhook", "lines_selected", "lines_linked"]),
  ok: z.boolean(),
  /** The remedy in one sentence. Null if the check is ok. */
  remedy: z.string().nullable(),
});

export const connectionSchema = z
  .object({
    account: z.string(),
    status: z.enum(["installing", "active", "deactivated"]),
    reason: connectionReasonSchema.nullable(),
    /** The reason in a sentence of the session's language. */
    message: z.string().nullable(),
    since: z.iso.datetime().nullable(),
    /** The remedy for `reason`, in one sentence. */
    remedy: z.string().nullable(),
    /** The side that removed the authorisation. Null if neither did. */
    side: z.enum(["gorgias", "aircall", "both"]).nullable(),
    /** The connection is active and every check is ok. */
    healthy: z.boolean(),
    /** The checks, each with its remedy if it fails. */
    checks: z.array(checkSchema),
    steps: z.array(stepSchema),
  })
  .meta({ id: "Connection" });

export type ConnectionAnswer = z.infer<typeof connectionSchema>;

export const showConnection: Route = (server, { admin }) => {
  const schema = {
    operationId: "getConnection",
    tags: ["Connection"],
    summary: "Get the status of the connection",
    response: { 200: connectionSchema, "4xx": problemSchema },
  };
  server.get("/connection", { schema }, async (request, reply) => {
    const language = languageOf(request);
    const shown = await readConnection(admin, signedInOf(request).connectionId);
    if (!shown) return reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
    return describeConnection(shown, language);
  });
};

export const deactivateConnection: Route = (server, { admin, connection }) => {
  const schema = {
    operationId: "deactivateConnection",
    tags: ["Connection"],
    summary: "Deactivate the connection",
    response: { 200: connectionSchema, "4xx": problemSchema },
  };
  server.post("/connection/deactivate", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const { problems } = apiTranslations[language];
    const before = await readConnection(admin, connectionId);
    if (before?.status === "installing") return reply.code(409).send(problem("not_joined", problems.notInstalled));
    if (before?.status === "active") await connection.deactivate(connectionId, personOf(signedIn));
    const after = await readConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", problems.notConnected));
    return describeConnection(after, language);
  });
};

export const reactivateConnection: Route = (server, { admin, connection }) => {
  const schema = {
    operationId: "reactivateConnection",
    tags: ["Connection"],
    summary: "Reactivate the connection",
    response: { 200: connectionSchema, "4xx": problemSchema },
  };
  server.post("/connection/reactivate", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const { problems } = apiTranslations[language];
    const before = await readConnection(admin, connectionId);
    if (before?.status === "installing") return reply.code(409).send(problem("not_joined", problems.notInstalled));
    if (before?.status === "deactivated" && canReactivate(before)) {
      await connection.reactivate(connectionId, personOf(signedIn));
    }
    const after = await readConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", problems.notConnected));
    if (after.status !== "active") return reply.code(409).send(problem("install_again", problems.installAgain));
    return describeConnection(after, language);
  });
};

function canReactivate({ gorgiasJoined, aircallJoined, reason }: ConnectionShown): boolean {
  return gorgiasJoined && aircallJoined && reason !== "authorisation_removed" && reason !== "disconnected";
}

export const disconnectConnection: Route = (server, { admin, connection }) => {
  const schema = {
    operationId: "disconnect",
    tags: ["Connection"],
    summary: "Disconnect both sides for good",
    response: { 200: connectionSchema, "4xx": problemSchema },
  };
  server.post("/connection/disconnect", { schema, config: { access: "session" } }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    await connection.disconnect(connectionId, personOf(signedIn));
    const after = await readConnection(admin, connectionId);
    if (!after) return reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
    return describeConnection(after, language);
  });
};

function describeConnection(shown: ConnectionShown, language: Language): ConnectionAnswer {
  const { account, status, reason, since, side, healthy, steps } = shown;
  const { remedies, removedOn, checks } = apiTranslations[language];
  const isRemoved = reason === "authorisation_removed" && side !== null;
  return {
    account,
    status,
    reason: reason && { code: reason },
    message: reason && sayConnectionReason(language, reason),
    since: since?.toISOString() ?? null,
    remedy: reason && (isRemoved ? removedOn[side] : remedies[reason]),
    side,
    healthy,
    checks: shown.checks.map(({ code, ok }) => ({ code, ok, remedy: ok ? null : checks(code, shown) })),
    steps: steps.map(({ name, state }) => ({
      name,
      state,
      detail: state === "done" ? describeStep(name, shown, language) : null,
    })),
  };
}

/** `Company Acme, allowed by Ada (ada@acme.example), 2 Mar 2026, 09:00:00 UTC`, without the unknown parts. */
function describeStep(name: StepName, shown: ConnectionShown, language: Language): string | null {
  const { steps } = apiTranslations[language];
  const { joinedGorgias, joinedAircall, lines } = shown;
  if (name === "lines") return steps.lines(lines.selected, lines.known);
  const { by, at } = (name === "gorgias" ? joinedGorgias : joinedAircall) ?? { by: null, at: null };
  const company = name === "aircall" ? (joinedAircall?.company ?? null) : null;
  const parts = [
    company === null ? [] : steps.company(company),
    by === null ? [] : steps.allowedBy(by),
    at === null ? [] : displayMoment(at.getTime() / 1000, "UTC", language),
  ].flat();
  return parts.length === 0 ? null : parts.join(", ");
}
