/**
 * Guards the admin API. A person has a session, and each write of theirs needs its CSRF token. A program has an API
 * token: a browser never sends one by itself, so it needs no CSRF token.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import rateLimit from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, ApiServer, SignedIn } from "./route.ts";
import { tokenTexts } from "./token-texts.ts";

type GuardDeps = Pick<AdminApiDeps, "findSession" | "mayChange" | "admin" | "clock" | "tokenLimit">;

const READS = new Set(["GET", "HEAD"]);

/** Requests per minute of one token, and failed attempts per minute of one address. A node counts for itself. */
const TOKEN_LIMIT = 600;
const FAILED_LIMIT = 60;
const MINUTE_MS = 60_000;

/** Runs before the body is read, so that an unauthorised request costs little. */
export async function guard(server: ApiServer, deps: GuardDeps): Promise<void> {
  server.decorateRequest("signedIn", null);
  const admitToken = await tokenGuard(server, deps);
  server.addHook("onRequest", async (request, reply) => {
    // Neither the browser nor a proxy may cache admin data.
    void reply.header("cache-control", "no-store");
    const token = bearerOf(request);
    return token === null ? admitPerson(deps, request, reply) : admitToken(token, request, reply);
  });
}

async function admitPerson(
  { findSession, mayChange }: GuardDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const { problems } = apiTranslations[languageOf(request)];
  const signedIn = await findSession(request);
  if (!signedIn) return reply.code(401).send(problem("signed_out", problems.signedOut));
  if (!READS.has(request.method) && !isToken(request.headers["x-csrf-token"], signedIn.csrfToken)) {
    return reply.code(403).send(problem("csrf", problems.csrf));
  }
  // Signing out needs no admin role.
  const isChange = !READS.has(request.method) && request.routeOptions.url !== "/api/session";
  const role = isChange && mayChange ? await mayChange(request) : "yes";
  if (role === "no") return reply.code(401).send(problem("not_admin", problems.notAdmin));
  if (role === "unknown") return reply.code(503).send(problem("role_unknown", problems.roleUnknown));
  request.setDecorator<SignedIn>("signedIn", signedIn);
  return undefined;
}

type AdmitToken = (token: string, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

async function tokenGuard(server: ApiServer, { admin, clock, tokenLimit }: GuardDeps): Promise<AdmitToken> {
  await server.register(rateLimit, { global: false });
  const perToken = server.createRateLimit({
    max: tokenLimit ?? TOKEN_LIMIT,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `token ${signedInOf(request).token?.id ?? ""}`,
  });
  const failed = server.createRateLimit({
    max: FAILED_LIMIT,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `address ${request.ip}`,
  });
  return async (token, request, reply) => {
    const translations = tokenTexts[languageOf(request)];
    const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
      reply.code(status).headers(headers).send(problem(code, message));
    const tooMany = (ttlMs: number) =>
      refuse(429, "too_many", translations.tooMany, { "retry-after": String(Math.ceil(ttlMs / 1000)) });
    const known = await admin.tokens.identify(token, clock());
    if (!known) {
      // A valid token still gets in from the same address: others may share it.
      const tries = await failed(request);
      if (!tries.isAllowed && tries.isExceeded) return tooMany(tries.ttl);
      return refuse(401, "bad_token", translations.badToken, { "www-authenticate": 'Bearer error="invalid_token"' });
    }
    const { connectionId, account, ...named } = known;
    const user = { name: null, email: null };
    request.setDecorator<SignedIn>("signedIn", { connectionId, account, user, csrfToken: "", token: named });
    const limited = await perToken(request);
    if (!limited.isAllowed && limited.isExceeded) return tooMany(limited.ttl);
    if (request.routeOptions.config.access === "session") return refuse(403, "session_only", translations.sessionOnly);
    if (named.scope === "read" && !READS.has(request.method)) return refuse(403, "read_only", translations.readOnly);
    return undefined;
  };
}

/** Null where the request names no token. */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  return authorization === undefined ? null : (/^Bearer +(\S{1,200})$/i.exec(authorization)?.[1] ?? "");
}

/** The person's session of a guarded request, or its token. */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = request.getDecorator<SignedIn | null>("signedIn");
  if (!signedIn) throw new Error(`${request.method} ${request.routeOptions.url ?? "?"} is not behind the guard`);
  return signedIn;
}

/** The name of the signed-in user, or of the token, in the audit log. */
export function personOf({ user: { name, email }, account, token }: SignedIn): string {
  if (token) return `API token ${token.name}`;
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? `an admin of ${account}`;
}

/** Compares hashes of equal length, so that the response time reveals nothing about the token. */
function isToken(given: string | string[] | undefined, wanted: string): boolean {
  if (typeof given !== "string" || given === "") return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
