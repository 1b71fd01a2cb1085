/** What a process without a web side answers: whether it lives, whether it can work, and what it counts. */
import type { FastifyInstance } from "fastify";
import { health, type HealthDeps } from "./health.ts";
import { NOT_FOUND, openServer } from "./open-server.ts";
import { showMetrics, type MetricsEndpoint } from "./metrics.ts";

export interface WorkerServerDeps extends HealthDeps {
  metrics: MetricsEndpoint;
  /** What could not be answered; the error may hold no secret. */
  onError(error: Error): void;
}

/** Listening is up to the caller. */
export function createWorkerServer(deps: WorkerServerDeps): FastifyInstance {
  const server = openServer(deps);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(NOT_FOUND));
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  server.get("/metrics", showMetrics(deps.metrics));
  return server;
}
