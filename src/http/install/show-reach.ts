/** GET /reach/:id — tells a command that asks by PUBLIC_URL that this service works on its database, with its keys. */
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
        return reply.code(404).send(problem("unknown_probe", "Nothing on this database asked for that."));
      case "another key":
        return reply
          .code(409)
          .send(problem("another_key", "It was sealed with a key that this service does not hold."));
      default:
        return found satisfies never;
    }
  };
}
