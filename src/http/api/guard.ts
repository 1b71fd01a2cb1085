/** Guards the admin API: every request needs a session, and every write needs the session's CSRF token. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { problem } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, ApiServer, SignedIn } from "./route.ts";

const READS = new Set(["GET", "HEAD"]);

/** Runs before the body is read, so that an unauthorised request costs little. */
export function guard(
  server: ApiServer,
  { findSession, mayChange }: Pick<AdminApiDeps, "findSession" | "mayChange">,
): void {
  server.decorateRequest("signedIn", null);
  server.addHook("onRequest", async (request, reply) => {
    // Neither the browser nor a proxy may cache admin data.
    void reply.header("cache-control", "no-store");
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
  });
}

/** The session of a guarded request. */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = request.getDecorator<SignedIn | null>("signedIn");
  if (!signedIn) throw new Error(`${request.method} ${request.routeOptions.url ?? "?"} is not behind the guard`);
  return signedIn;
}

/** The name of the signed-in user in the audit log. */
export function personOf({ user: { name, email }, account }: SignedIn): string {
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? `an admin of ${account}`;
}

/** Compares hashes of equal length, so that the response time reveals nothing about the token. */
function isToken(given: string | string[] | undefined, wanted: string): boolean {
  if (typeof given !== "string" || given === "") return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
