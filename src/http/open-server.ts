/** A web server without routes: its limits, and one form of answer for every request that cannot be understood. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { LateError } from "../kit/within.ts";
import { problem } from "./problem.ts";

export interface OpenServerDeps {
  /** Answers then tell the other side to keep no connection. */
  isStopping?(): boolean;
  /** What could not be answered; the error may hold no secret. */
  onError(error: Error): void;
}

const REQUEST_TIMEOUT_MS = 30_000;

export function openServer(deps: OpenServerDeps): FastifyInstance {
  const server = Fastify({
    logger: false,
    // Proxies of one's own network tell who really comes; anybody else could invent it.
    trustProxy: "loopback, linklocal, uniquelocal",
    forceCloseConnections: "idle",
    // What comes while the doors close is answered as ever: a delivery is kept rather than refused.
    return503OnClosing: false,
    bodyLimit: 1024 * 1024,
    // Whoever begins a request and does not finish it holds no socket for longer.
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS / 2 },
    frameworkErrors: (error, _request, reply) => answerUnreadable(error, reply),
    clientErrorHandler: (error, socket) => answerOnSocket(error, socket),
  });
  server.setErrorHandler(answerError(deps));
  server.addHook("onRequest", async (request, reply) => {
    if (deps.isStopping?.()) reply.header("connection", "close");
    // No address and no value holds it, and no database keeps it.
    if (/%00/.test(request.url)) return reply.code(404).send(NOT_FOUND);
    return undefined;
  });
  return server;
}

export const NOT_FOUND = problem("not_found", "There is nothing at this address.");
const UNREADABLE = problem("bad_request", "The request cannot be read.");

function answerError(deps: OpenServerDeps) {
  return (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) deps.onError(error);
    if (error instanceof LateError)
      return reply.code(503).send(problem("database_silent", "The database does not answer. Try again in a moment."));
    if (status === 413) return reply.code(413).send(problem("too_large", "The body is larger than 1 MB."));
    if (status === 429)
      return reply.code(429).send(problem("too_many", "Too many attempts. Wait a minute, then try again."));
    if (status < 500) return reply.code(status).send(UNREADABLE);
    return reply.code(status).send(problem("failed", "Something failed on our side; it has been logged."));
  };
}

/** An address that cannot be decoded, or a part of it that is too long for any address of ours. */
function answerUnreadable({ code }: FastifyError, reply: FastifyReply): void {
  if (code === "FST_ERR_BAD_URL") void reply.code(400).send(UNREADABLE);
  else void reply.code(404).send(NOT_FOUND);
}

/** What is no HTTP, comes too slowly or has too large a head never becomes a request. */
function answerOnSocket(error: { code: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;
  const status = STATUSES[error.code] ?? 400;
  const body = JSON.stringify(
    status === 431 ? problem("too_large", "The head of the request is too large.") : UNREADABLE,
  );
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8`;
  // An answer that has begun cannot be taken back.
  const { _httpMessage: begun } = socket as Socket & { _httpMessage?: { headersSent: boolean } | null };
  if (!begun?.headersSent)
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}

const STATUSES: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };
