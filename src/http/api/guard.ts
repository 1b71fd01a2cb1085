/** Who may come in: those signed in, and to write only with the token that no other page can know. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { languageOf } from "./language-of.ts";
import type { AdminApiDeps, ApiServer, SignedIn } from "./route.ts";

const READS = new Set(["GET", "HEAD"]);

/** Comes before the body is read, so that strangers cost nothing. */
export function guard(server: ApiServer, { whoIs, mayChange }: Pick<AdminApiDeps, "whoIs" | "mayChange">): void {
  server.decorateRequest("signedIn", null);
  server.addHook("onRequest", async (request, reply) => {
    // What an admin reads stays in no cache, neither the browser's nor one on the way.
    void reply.header("cache-control", "no-store");
    const { problems } = apiTexts[languageOf(request)];
    const signedIn = await whoIs(request);
    if (!signedIn) return reply.code(401).send(problem("signed_out", problems.signedOut));
    if (!READS.has(request.method) && !isToken(request.headers["x-csrf-token"], signedIn.csrfToken)) {
      return reply.code(403).send(problem("csrf", problems.csrf));
    }
    // Signing out ends a session, whoever it belongs to by now.
    const isChange = !READS.has(request.method) && request.routeOptions.url !== "/api/session";
    const role = isChange && mayChange ? await mayChange(request) : "yes";
    if (role === "no") return reply.code(401).send(problem("not_admin", problems.notAdmin));
    if (role === "unknown") return reply.code(503).send(problem("role_unknown", problems.roleUnknown));
    request.setDecorator<SignedIn>("signedIn", signedIn);
  });
}

/** Behind the guard there always is somebody. */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = request.getDecorator<SignedIn | null>("signedIn");
  if (!signedIn) throw new Error(`${request.method} ${request.routeOptions.url ?? "?"} is not behind the guard`);
  return signedIn;
}

/** How the one who is signed in is named in records. */
export function personOf({ user: { name, email }, account }: SignedIn): string {
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? `an admin of ${account}`;
}

/** Hashes of equal length are compared, so that time tells nothing of the token. */
function isToken(given: string | string[] | undefined, wanted: string): boolean {
  if (typeof given !== "string" || given === "") return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
