/** GET /healthz: the process lives. GET /readyz: its database can be used. */
import type { RouteHandlerMethod } from "fastify";
import { problem } from "./problem.ts";

export interface HealthDeps {
  /** Rejects when the database cannot be used. */
  ready(): Promise<void>;
  /** Left out where it never stops. */
  isStopping?(): boolean;
}

export const health = {
  alive: (): RouteHandlerMethod => async () => ({ alive: true }),
  ready:
    (deps: HealthDeps): RouteHandlerMethod =>
    async (_request, reply) => {
      if (deps.isStopping?.()) return reply.code(503).send(problem("stopping", "The service is stopping."));
      try {
        await deps.ready();
        return { ready: true };
      } catch {
        return reply.code(503).send(problem("not_ready", "The database does not answer, or keeps nothing."));
      }
    },
};
