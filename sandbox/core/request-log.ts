// Logs of a bounded length, and one entry per API request, also of those that a fault answers.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Faults } from "./faults.ts";

/** Adds an entry. The oldest entries go once there are half as many again as wanted. */
export function keepLast<Entry>(log: Entry[], entry: Entry, wanted: number): void {
  log.push(entry);
  if (log.length > wanted * 1.5) log.splice(0, log.length - wanted);
}

interface Answered {
  status: number | null;
  /** The fault that met the request. Null when none did. */
  fault: string | null;
}

/**
 * Calls `begin` for each request and completes its entry later. A request without an entry is not logged. Returns the
 * entry of a request. Register it before the faults.
 */
export function logRequests<Entry extends Answered>(
  app: FastifyInstance,
  faults: Faults,
  begin: (request: FastifyRequest) => Entry | undefined,
): (request: FastifyRequest) => Entry | undefined {
  const entries = new WeakMap<FastifyRequest, Entry>();
  const complete = (request: FastifyRequest, status: number | null): void => {
    const entry = entries.get(request);
    if (entry === undefined) return;
    entry.fault = faults.taken(request)?.kind ?? null;
    if (status !== null) entry.status = status;
  };
  app.addHook("onRequest", async (request, reply) => {
    const entry = begin(request);
    if (entry === undefined) return;
    entries.set(request, entry);
    // A dropped connection and a streamed file never come to onSend.
    reply.raw.once("close", () => complete(request, reply.raw.headersSent ? reply.raw.statusCode : null));
  });
  app.addHook("onSend", async (request, reply) => complete(request, reply.statusCode));
  return (request) => entries.get(request);
}
