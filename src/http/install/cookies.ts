/** The cookies: the session, the browser that began an OAuth flow, and the browser that a set-up link admitted. */
import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

const SESSION = "session";
const ROUND = "oauth_round";
const SET_UP = "set_up";
const SESSION_S = 12 * 3600;
const ROUND_S = 15 * 60;
const SET_UP_S = 60 * 60;

export interface Cookies {
  sessionOf(request: FastifyRequest): string | null;
  setSession(reply: FastifyReply, sessionId: string): void;
  clearSession(reply: FastifyReply): void;
  browserOf(request: FastifyRequest): string | null;
  setBrowser(reply: FastifyReply, secret: string): void;
  setUpOf(request: FastifyRequest): string | null;
  setSetUp(reply: FastifyReply, secret: string): void;
  clearSetUp(reply: FastifyReply): void;
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
    setUpOf: (request) => request.cookies[SET_UP] ?? null,
    setSetUp: (reply, secret) => void reply.setCookie(SET_UP, secret, options(SET_UP_S)),
    clearSetUp: (reply) => void reply.clearCookie(SET_UP, options(0)),
  };
}
