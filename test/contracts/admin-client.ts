/** The admin API on a server of its own, with sessions that a header names, as its tests use it. */
import Fastify, { type FastifyInstance } from "fastify";
import type { z } from "zod";
import { adminApi, type AdminApiDeps, type SignedIn } from "../../src/http/api/admin-api.ts";
import type { problemSchema } from "../../src/http/problem.ts";

export interface AdminClient {
  server: FastifyInstance;
  /** Every route behind /api, as `GET /api/lines`. */
  routes: string[];
  /** Session whose header names this connection. */
  signIn(session: SignedIn): void;
  /** The expected type of the body. Without one, an error. */
  ask<Body = Refused>(ask: Ask): Promise<Answer<Body>>;
  /** What could not be answered. */
  errors: Error[];
}

export interface Ask {
  method?: string;
  path: string;
  body?: unknown;
  /** The connection of the session. Without one, there is no session. */
  as?: string;
  /** Instead of the session's own token. Null for none. */
  csrf?: string | null;
  headers?: Record<string, string>;
}

interface Answer<Body = Refused> {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  body: Body;
}

export type Refused = z.infer<typeof problemSchema>;

export function openAdmin(deps: Omit<AdminApiDeps, "findSession" | "signOut">): AdminClient {
  const sessions = new Map<string, SignedIn>();
  const routes: string[] = [];
  const errors: Error[] = [];
  const server = Fastify({ bodyLimit: 100_000 });
  server.setErrorHandler((error: Error, _request, reply) => {
    errors.push(error);
    return reply.code(500).send({ error: { code: "failed", message: "Something failed on our side." } });
  });
  server.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  const api = adminApi({
    ...deps,
    findSession: async (request) => sessions.get(String(request.headers["x-test-session"])) ?? null,
    signOut: async (request) => void sessions.delete(String(request.headers["x-test-session"])),
  });
  void server.register(api, { prefix: "/api" });
  return {
    server,
    routes,
    errors,
    signIn: (session) => void sessions.set(session.connectionId, session),
    async ask<Body>(asked: Ask): Promise<Answer<Body>> {
      const { method = "GET", path, body, as, headers = {} } = asked;
      const { csrf = as ? sessions.get(as)?.csrfToken : null } = asked;
      const response = await server.inject({
        method: method as "GET",
        url: path,
        headers: {
          ...(as ? { "x-test-session": as } : {}),
          ...(csrf ? { "x-csrf-token": csrf } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = response.body;
      const isJson = String(response.headers["content-type"]).includes("json") && text !== "";
      return {
        status: response.statusCode,
        headers: response.headers,
        text,
        body: (isJson ? response.json() : null) as Body,
      };
    },
  };
}
