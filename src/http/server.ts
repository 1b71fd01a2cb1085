/** The web server: its routes are the table below, one file each. */
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { ReceiveDelivery } from "../sync/receive-delivery.ts";
import { firstPage, type FirstPageLinks } from "./first-page.ts";
import { health } from "./health.ts";
import { problem } from "./problem.ts";
import { receiveAircall } from "./receive-aircall.ts";

export interface HttpDeps {
  receive: ReceiveDelivery;
  /** Rejects when the database or the queue cannot be used. */
  ready(): Promise<void>;
  links: FirstPageLinks | null;
  /** What could not be answered; the error may hold no secret. */
  onError(error: Error): void;
}

/** Listening is up to the caller. */
export function createServer(deps: HttpDeps): FastifyInstance {
  const server = Fastify({ logger: false, forceCloseConnections: "idle", bodyLimit: 1024 * 1024 });
  server.setErrorHandler(answerError(deps));
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(problem("not_found", "There is nothing at this address.")),
  );
  server.get("/", firstPage(deps));
  server.get("/healthz", health.alive());
  server.get("/readyz", health.ready(deps));
  void server.register(receiveAircall(deps));
  return server;
}

function answerError(deps: HttpDeps) {
  return (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) deps.onError(error);
    if (status === 413) return reply.code(413).send(problem("too_large", "The body is larger than 1 MB."));
    if (status < 500) return reply.code(status).send(problem("bad_request", "The request cannot be read."));
    return reply.code(status).send(problem("failed", "Something failed on our side; it has been logged."));
  };
}
