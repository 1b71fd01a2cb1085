/** The web server. Its routes are the table below, one file each. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReceiveDelivery } from "../sync/receive-delivery.ts";
import { consoleSite } from "./console.ts";
import type { StartPageLinks } from "./start-page.ts";
import { health, type HealthDeps } from "./health.ts";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import type { RoleChecks } from "../connections/sign-in/check-role.ts";
import type { SessionStore } from "../domain/ports/oauth.ts";
import type { Clock } from "../kit/clock.ts";
import { whileAnswering, type LastSign } from "../kit/within.ts";
import type { AccessDeps } from "./access/access-deps.ts";
import { accessRoutes } from "./access/access-routes.ts";
import { adminApi, type AdminApiDeps } from "./api/admin-api.ts";
import { contentSecurity } from "./content-security.ts";
import { cookiesFor } from "./install/cookies.ts";
import { installRoutes, type InstallDeps } from "./install/install-routes.ts";
import { showMetrics, type MetricsEndpoint } from "./metrics.ts";
import { openServer, type FailedRequest } from "./open-server.ts";
import { receiveAircall } from "./receive-aircall.ts";

export interface HttpDeps extends HealthDeps {
  receive: ReceiveDelivery;
  links: StartPageLinks | null;
  consoleDir: string;
  install: Omit<InstallDeps, "cookies" | "findSession" | "mayChange"> &
    Omit<AccessDeps, "cookies" | "hasOauth"> & {
      sessions: SessionStore;
      roles: RoleChecks;
      clock: Clock;
    };
  api: Omit<AdminApiDeps, "findSession" | "mayChange" | "signOut" | "publicUrl">;
  /** If left out, there is no /metrics. */
  metrics?: MetricsEndpoint;
  /** The database's last sign of life. Left out for the embedded database, which is this process. */
  lastSign?: LastSign | undefined;
  /** The service's public URL. */
  publicUrl: string;
  /** Receives errors without an answer. The error must not contain a secret. */
  onError(error: Error, request: FailedRequest): void;
}

/** A session query takes milliseconds. After this time the database counts as silent. */
const LOOK_UP_MS = 2_000;

/** The caller listens. */
export function createServer(deps: HttpDeps): FastifyInstance {
  const server = openServer(deps);
  const cookies = cookiesFor(deps.publicUrl.startsWith("https:"));
  const { lastSign = () => performance.now() } = deps;
  const findSession = async (request: FastifyRequest) => {
    const sessionId = cookies.sessionOf(request);
    const query = sessionId ? deps.install.sessions.find(sessionId, deps.install.clock()) : null;
    const session = query && (await whileAnswering(LOOK_UP_MS, query, lastSign));
    return session && (await deps.install.roles.mayRead(session)) ? session : null;
  };
  const mayChange = async (request: FastifyRequest) => {
    const session = await findSession(request);
    return session ? deps.install.roles.mayChange(session) : "no";
  };
  void server.register(helmet, { contentSecurityPolicy: contentSecurity(deps.publicUrl) });
  void server.register(cookie);
  void server.register(installRoutes({ ...deps.install, cookies, findSession, mayChange }));
  const hasOauth = deps.install.flows !== null;
  void server.register(accessRoutes({ ...deps.install, cookies, hasOauth }), { prefix: "/api" });
  const signOut = async (request: FastifyRequest, reply: FastifyReply) => {
    const sessionId = cookies.sessionOf(request);
    if (sessionId) await deps.install.sessions.end(sessionId);
    cookies.clearSession(reply);
  };
  const api = { ...deps.api, publicUrl: deps.publicUrl, simulators: deps.links, findSession, mayChange, signOut };
  void server.register(adminApi(api), {
    prefix: "/api",
  });
  const isSignedIn = async (request: FastifyRequest) => (await findSession(request)) !== null;
  void server.register(consoleSite({ consoleDir: deps.consoleDir, links: deps.links, isSignedIn }));
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  if (deps.metrics) server.get("/metrics", showMetrics(deps.metrics));
  void server.register(receiveAircall(deps));
  return server;
}
