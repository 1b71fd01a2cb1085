/** What a process without a web side answers: whether it lives, whether it can work, and what it counts. */
import Fastify, { type FastifyInstance } from "fastify";
import { health } from "./health.ts";
import { showMetrics, type MetricsDoor } from "./metrics.ts";

export interface WorkerServerDeps {
  /** Rejects when the database or the queue cannot be used. */
  ready(): Promise<void>;
  metrics: MetricsDoor;
}

/** Listening is up to the caller. */
export function createWorkerServer(deps: WorkerServerDeps): FastifyInstance {
  const server = Fastify({ logger: false, forceCloseConnections: "idle" });
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  server.get("/metrics", showMetrics(deps.metrics));
  return server;
}
