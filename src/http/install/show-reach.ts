/** GET /reach/:id: proves to a command that PUBLIC_URL leads to a service with the same database and keys. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import { problem } from "../problem.ts";

export function showReach(probes: Pick<ReachProbes, "find">) {
  return async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
    const found = await probes.find(request.params.id);
    switch (found.kind) {
      case "answer":
        return { answer: found.answer };
      case "unknown":
        return reply.code(404).send(problem("unknown_probe", "No command on this database requested this probe."));
      case "another key":
        return reply
          .code(409)
          .send(problem("another_key", "It was encrypted with a key that this service does not have."));
      default:
        return found satisfies never;
    }
  };
}
