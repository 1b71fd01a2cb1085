/** A web server without routes: its limits, and one form of answer for every unreadable request. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { LateError } from "../kit/within.ts";
import { problem } from "./problem.ts";

export interface OpenServerDeps {
  /** While true, answers ask the client to close the connection. */
  isStopping?(): boolean;
  /** Receives errors without an answer. The error must not contain a secret. */
  onError(error: Error, request: FailedRequest): void;
}

/** What the log says about a request that failed. `route` is its pattern, because an address may hold a secret. */
export interface FailedRequest {
  requestId: string;
  method: string;
  route: string;
}

export function failedRequest({ id, method, routeOptions }: FastifyRequest): FailedRequest {
  return { requestId: id, method, route: routeOptions.url ?? "unknown" };
}

const REQUEST_TIMEOUT_MS = 30_000;

export function openServer(deps: OpenServerDeps): FastifyInstance {
  const server = Fastify({
    logger: false,
    genReqId: requestIdOf,
    // Only a proxy in a private network may name the client's address. Any other client could forge it.
    trustProxy: "loopback, linklocal, uniquelocal",
    forceCloseConnections: "idle",
    // A delivery that arrives while the server closes is stored, not rejected.
    return503OnClosing: false,
    bodyLimit: 1024 * 1024,
    // A client that never finishes its request holds a socket no longer than this.
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS / 2 },
    frameworkErrors: (error, _request, reply) => answerUnreadable(error, reply),
    clientErrorHandler: (error, socket) => answerOnSocket(error, socket),
  });
  server.setErrorHandler(answerError(deps));
  server.addHook("onRequest", async (request, reply) => {
    reply.header(REQUEST_ID, request.id);
    if (deps.isStopping?.()) reply.header("connection", "close");
    // No route and no stored value contains NUL.
    if (/%00/.test(request.url)) return reply.code(404).send(NOT_FOUND);
    return undefined;
  });
  return server;
}

const REQUEST_ID = "x-request-id";

/** A proxy may give the id, so that its log and ours agree. It is taken only if it can stand in a log line. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[REQUEST_ID];
  return typeof given === "string" && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

export const NOT_FOUND = problem("not_found", "There is nothing at this address.");
const UNREADABLE = problem("bad_request", "The request cannot be read.");

function answerError(deps: OpenServerDeps) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) deps.onError(error, failedRequest(request));
    if (error instanceof LateError)
      return reply.code(503).send(problem("database_silent", "The database does not answer. Try again in a moment."));
    if (status === 413) return reply.code(413).send(problem("too_large", "The body is larger than 1 MB."));
    if (status === 429)
      return reply.code(429).send(problem("too_many", "Too many attempts. Wait a minute, then try again."));
    if (status < 500) return reply.code(status).send(UNREADABLE);
    return reply.code(status).send(problem("failed", "The service failed. The error has been logged."));
  };
}

/** The address cannot be decoded, or a part of it is longer than any of ours. */
function answerUnreadable({ code }: FastifyError, reply: FastifyReply): void {
  if (code === "FST_ERR_BAD_URL") void reply.code(400).send(UNREADABLE);
  else void reply.code(404).send(NOT_FOUND);
}

/** Answers input that is not HTTP, is too slow, or has too large a head. It never becomes a request. */
function answerOnSocket(error: { code: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return;
  const status = STATUSES[error.code] ?? 400;
  const body = JSON.stringify(
    status === 431 ? problem("too_large", "The head of the request is too large.") : UNREADABLE,
  );
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8`;
  // An answer that has begun cannot be replaced.
  const { _httpMessage: begun } = socket as Socket & { _httpMessage?: { headersSent: boolean } | null };
  if (!begun?.headersSent)
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}

const STATUSES: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };
