/**
 * /api/sign-in and /api/set-up: signing in without an OAuth app, and connecting an account with API keys. They need no
 * session, so all are rate limited. Only JSON is read, which a foreign page cannot send with a browser's cookies.
 */
import rateLimit from "@fastify/rate-limit";
import type { FastifyPluginAsync } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { answerErrors } from "../api/handle-errors.ts";
import { languageOf } from "../api/language-of.ts";
import { parseJsonBodies } from "../api/parse-json.ts";
import type { ApiServer } from "../api/route.ts";
import { problem } from "../problem.ts";
import type { AccessDeps } from "./access-deps.ts";
import { accessTexts } from "./access-texts.ts";
import { waysSchema } from "./access-answers.ts";
import { keySchema, linkSchema } from "./access-schemas.ts";
import { sendAccessProblem } from "./send-access-problem.ts";
import { setUpRoutes } from "./set-up-routes.ts";

/** A person needs a few. Guessing a secret of 192 bits or an API key takes more than this allows. */
const FLOOD_LIMIT = 60;

export function accessRoutes(deps: AccessDeps): FastifyPluginAsync {
  return async (plain) => {
    const server: ApiServer = plain.withTypeProvider<ZodTypeProvider>();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    answerErrors(server);
    parseJsonBodies(server);
    await server.register(rateLimit, { max: deps.floodLimit ?? FLOOD_LIMIT, timeWindow: 60_000 });
    server.addHook("onRequest", async (_request, reply) => void reply.header("cache-control", "no-store"));
    signInRoutes(server, deps);
    setUpRoutes(server, deps);
  };
}

function signInRoutes(server: ApiServer, { cookies, hasOauth, takeLink, signInWithKey }: AccessDeps): void {
  server.get("/sign-in", { schema: { response: { 200: waysSchema } } }, async () => ({ oauth: hasOauth, key: true }));

  server.post("/sign-in/link", { schema: { body: linkSchema } }, async (request, reply) => {
    const used = await takeLink(request.body.token);
    if (used.kind === "signed in") {
      cookies.setSession(reply, used.session.sessionId);
      return { next: "/" };
    }
    if (used.kind === "set up") {
      cookies.setSetUp(reply, used.secret);
      return { next: "/connect" };
    }
    return reply.code(410).send(problem("link_spent", accessTexts[languageOf(request)].linkSpent));
  });

  server.post("/sign-in/key", { schema: { body: keySchema } }, async (request, reply) => {
    const texts = accessTexts[languageOf(request)];
    const signedIn = await signInWithKey(request.body);
    if (signedIn.kind === "signed in") {
      cookies.setSession(reply, signedIn.session.sessionId);
      return { next: "/" };
    }
    if (signedIn.kind === "rejected") return reply.code(401).send(problem("key_rejected", texts.keyRejected));
    if (signedIn.kind === "too many") return reply.code(429).send(problem("too_many", texts.tooMany));
    return sendAccessProblem(request, reply, signedIn.problem);
  });
}
