/** GET /healthz: the process lives. GET /readyz: its database and queue can be used. */
import type { RouteHandlerMethod } from "fastify";
import { problem } from "./problem.ts";

export const health = {
  alive: (): RouteHandlerMethod => async () => ({ alive: true }),
  ready:
    (deps: { ready(): Promise<void> }): RouteHandlerMethod =>
    async (_request, reply) => {
      try {
        await deps.ready();
        return { ready: true };
      } catch {
        return reply.code(503).send(problem("not_ready", "The database does not answer."));
      }
    },
};
