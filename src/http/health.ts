/** GET /healthz: the process is alive. GET /readyz: its database is usable. */
import type { RouteHandlerMethod } from "fastify";
import { VERSION } from "../kit/version.ts";
import { problem } from "./problem.ts";

export interface HealthDeps {
  /** Rejects if the database is not usable. */
  ready(): Promise<void>;
  /** If left out, it never stops. */
  isStopping?(): boolean;
}

export const health = {
  alive: (): RouteHandlerMethod => async () => ({ alive: true, version: VERSION }),
  ready:
    (deps: HealthDeps): RouteHandlerMethod =>
    async (_request, reply) => {
      if (deps.isStopping?.()) return reply.code(503).send(problem("stopping", "The service is stopping."));
      try {
        await deps.ready();
        return { ready: true };
      } catch {
        return reply.code(503).send(problem("not_ready", "The database does not answer, or cannot store data."));
      }
    },
};
