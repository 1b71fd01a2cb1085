/** The two cookies: the session, and the secret of the browser that began an OAuth flow. */
import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

const SESSION = "session";
const ROUND = "oauth_round";
const SESSION_S = 12 * 3600;
const ROUND_S = 15 * 60;

export interface Cookies {
  sessionOf(request: FastifyRequest): string | null;
  setSession(reply: FastifyReply, sessionId: string): void;
  clearSession(reply: FastifyReply): void;
  browserOf(request: FastifyRequest): string | null;
  setBrowser(reply: FastifyReply, secret: string): void;
}

/** `secure`: the service's URL is https. */
export function cookiesFor(secure: boolean): Cookies {
  const options = (maxAge: number): CookieSerializeOptions => ({
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/",
    maxAge,
  });
  return {
    sessionOf: (request) => request.cookies[SESSION] ?? null,
    setSession: (reply, sessionId) => void reply.setCookie(SESSION, sessionId, options(SESSION_S)),
    clearSession: (reply) => void reply.clearCookie(SESSION, options(0)),
    browserOf: (request) => request.cookies[ROUND] ?? null,
    setBrowser: (reply, secret) => void reply.setCookie(ROUND, secret, options(ROUND_S)),
  };
}
