/** The web server: its routes are the table below, one file each. */
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { ReceiveDelivery } from "../sync/receive-delivery.ts";
import { consoleSite } from "./console.ts";
import type { FirstPageLinks } from "./first-page.ts";
import { health } from "./health.ts";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import type { SessionStore } from "../domain/ports/oauth.ts";
import type { Clock } from "../kit/clock.ts";
import { adminApi, type AdminApiDeps } from "./api/admin-api.ts";
import { contentSecurity } from "./content-security.ts";
import { cookiesFor } from "./install/cookies.ts";
import { installRoutes, type InstallDeps } from "./install/install-routes.ts";
import { showMetrics, type MetricsDoor } from "./metrics.ts";
import { problem } from "./problem.ts";
import { receiveAircall } from "./receive-aircall.ts";

export interface HttpDeps {
  receive: ReceiveDelivery;
  /** Rejects when the database or the queue cannot be used. */
  ready(): Promise<void>;
  links: FirstPageLinks | null;
  consoleDir: string;
  install: Omit<InstallDeps, "cookies" | "whoIs"> & { sessions: SessionStore; clock: Clock };
  api: Omit<AdminApiDeps, "whoIs" | "signOut">;
  /** Left out where nobody asks. */
  metrics?: MetricsDoor;
  /** How the outside reaches us. */
  publicUrl: string;
  /** What could not be answered; the error may hold no secret. */
  onError(error: Error): void;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** Listening is up to the caller. */
export function createServer(deps: HttpDeps): FastifyInstance {
  const server = Fastify({
    logger: false, // Proxies of one's own network tell who really comes; anybody else could invent it.
    trustProxy: "loopback, linklocal, uniquelocal",
    forceCloseConnections: "idle",
    bodyLimit: 1024 * 1024,
    // Whoever begins a request and does not finish it holds no socket for longer.
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS / 2 },
  });
  server.setErrorHandler(answerError(deps));
  const cookies = cookiesFor(deps.publicUrl.startsWith("https:"));
  const whoIs = async (request: FastifyRequest) => {
    const sessionId = cookies.sessionOf(request);
    return sessionId ? deps.install.sessions.find(sessionId, deps.install.clock()) : null;
  };
  void server.register(helmet, { contentSecurityPolicy: contentSecurity(deps.publicUrl) });
  void server.register(cookie);
  void server.register(installRoutes({ ...deps.install, cookies, whoIs }));
  const signOut = async (request: FastifyRequest, reply: FastifyReply) => {
    const sessionId = cookies.sessionOf(request);
    if (sessionId) await deps.install.sessions.end(sessionId);
    cookies.clearSession(reply);
  };
  void server.register(adminApi({ ...deps.api, whoIs, signOut }), { prefix: "/api" });
  const isSignedIn = async (request: FastifyRequest) => (await whoIs(request)) !== null;
  void server.register(consoleSite({ consoleDir: deps.consoleDir, links: deps.links, isSignedIn }));
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  if (deps.metrics) server.get("/metrics", showMetrics(deps.metrics));
  void server.register(receiveAircall(deps));
  return server;
}

function answerError(deps: HttpDeps) {
  return (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) deps.onError(error);
    if (status === 413) return reply.code(413).send(problem("too_large", "The body is larger than 1 MB."));
    if (status === 429)
      return reply.code(429).send(problem("too_many", "Too many attempts. Wait a minute, then try again."));
    if (status < 500) return reply.code(status).send(problem("bad_request", "The request cannot be read."));
    return reply.code(status).send(problem("failed", "Something failed on our side; it has been logged."));
  };
}
