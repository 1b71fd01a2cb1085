/** POST /api/alerts/test: posts a test alert to the saved address, or to one that is not saved yet, and tells the outcome. */
import { z } from "zod";
import { testAlert, type TestAlert } from "../../connections/change/test-alert.ts";
import type { Language } from "../../domain/translations/translations.ts";
import type { PostErrorCode } from "../../kit/post-error.ts";
import { problem, problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { describeProblems, settingsProblemSchema } from "./setting-problems.ts";

/** `alertUrl` left out: the saved address. */
export const testAlertBodySchema = z
  .strictObject({ alertUrl: z.string().max(1000).optional() })
  .nullish()
  .meta({ id: "TestAlertRequest" });

export const testAlertSchema = z
  .object({
    delivered: z.boolean(),
    /** Null where it was delivered. */
    code: z.enum(["not_allowed", "not_public", "rejected", "timeout", "unreachable"]).nullable(),
    /** The HTTP status that the receiver answered, for `rejected`. */
    status: z.number().nullable(),
    /** Duration of the request. */
    ms: z.number(),
    /** The outcome in one sentence of the session's language. */
    message: z.string(),
  })
  .meta({ id: "TestAlert" });

export type TestAlertAnswer = z.infer<typeof testAlertSchema>;

const SENTENCES: Record<Language, Record<PostErrorCode | "delivered" | "none", (status: number) => string>> = {
  en: {
    delivered: () => "The receiver accepted the test alert.",
    none: () => "No address is saved. Enter one first.",
    not_allowed: () => "The service may not post to this address. It must begin with https:// and hold no user name.",
    not_public: () => "The host of this address is not on the public internet.",
    rejected: (status) =>
      `The receiver rejected the test alert with the status ${status}. Check that the address is still valid there.`,
    timeout: () => "The receiver did not answer within 10 seconds.",
    unreachable: () => "The receiver cannot be reached. Check the host name in the address.",
  },
  fr: {
    delivered: () => "Le destinataire a accepté l’alerte de test.",
    none: () => "Aucune adresse n’est enregistrée. Saisissez-en une d’abord.",
    not_allowed: () =>
      "Le service ne peut pas envoyer à cette adresse. Elle doit commencer par https:// et ne contenir aucun nom d’utilisateur.",
    not_public: () => "L’hôte de cette adresse n’est pas sur l’internet public.",
    rejected: (status) =>
      `Le destinataire a refusé l’alerte de test avec le statut ${status}. Vérifiez que l’adresse y est toujours valable.`,
    timeout: () => "Le destinataire n’a pas répondu en 10 secondes.",
    unreachable: () => "Le destinataire est injoignable. Vérifiez le nom d’hôte de l’adresse.",
  },
};

export const sendTestAlert: Route = (server, { admin, clock, postJson, publicUrl, allowLoopback = false }) => {
  const schema = {
    operationId: "sendTestAlert",
    tags: ["Alerts"],
    summary: "Send a test alert",
    body: testAlertBodySchema,
    response: { 200: testAlertSchema, 400: settingsProblemSchema, "4xx": problemSchema },
  };
  server.post("/alerts/test", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const deps = { settings: admin.settings, clock, postJson, publicUrl, allowLoopback };
    const typed = request.body?.alertUrl ?? null;
    const sent = await testAlert(deps, signedIn, typed);
    if (sent.kind === "bad address") {
      return reply
        .code(400)
        .send(describeProblems([{ name: "alertUrl", code: "bad_address", why: sent.why }], language));
    }
    if (sent.kind === "no address") {
      return reply.code(400).send(problem("no_address", SENTENCES[language].none(0)));
    }
    return describe(sent, language);
  });
};

function describe(sent: Extract<TestAlert, { kind: "delivered" | "failed" }>, language: Language): TestAlertAnswer {
  const say = SENTENCES[language];
  if (sent.kind === "delivered") {
    return { delivered: true, code: null, status: null, ms: sent.ms, message: say.delivered(0) };
  }
  const { code, status, ms } = sent;
  return { delivered: false, code, status, ms, message: say[code](status ?? 0) };
}
