/** The web server of a process without the web role: health, readiness and metrics. */
import type { FastifyInstance } from "fastify";
import { health, type HealthDeps } from "./health.ts";
import { NOT_FOUND, openServer, type FailedRequest } from "./open-server.ts";
import { showMetrics, type MetricsEndpoint } from "./metrics.ts";

export interface WorkerServerDeps extends HealthDeps {
  metrics: MetricsEndpoint;
  /** Receives errors without an answer. The error must not contain a secret. */
  onError(error: Error, request: FailedRequest): void;
}

/** The caller listens. */
export function createWorkerServer(deps: WorkerServerDeps): FastifyInstance {
  const server = openServer(deps);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(NOT_FOUND));
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  server.get("/metrics", showMetrics(deps.metrics));
  return server;
}
