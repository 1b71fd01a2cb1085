/** Answers with an access problem: its code, and its sentence in the reader's language. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AccessProblem } from "../../domain/access/access-problem.ts";
import { sayAccessProblem } from "../../domain/access/say-access-problem.ts";
import { languageOf } from "../api/language-of.ts";
import { problem } from "../problem.ts";

/** A vendor that does not answer is 502. Everything else can be corrected by the person. */
export function sendAccessProblem(request: FastifyRequest, reply: FastifyReply, found: AccessProblem): FastifyReply {
  const status = found.code === "vendor_unavailable" ? 502 : 422;
  return reply.code(status).send(problem(found.code, sayAccessProblem(languageOf(request), found)));
}
