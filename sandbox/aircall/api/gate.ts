// What every API request passes before its route: log, credential, rate limit, content type (contract 8).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Company } from "../entities.ts";
import { refuse, refuseMessage } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { RequestEntry } from "../state.ts";
import { checkCredential } from "./credentials.ts";

const keptRequests = 5_000;
const windowMs = 60_000;

const entries = new WeakMap<FastifyRequest, RequestEntry>();

/** Keeps one line per API request, also of those a fault answers. */
export function logRequests(api: FastifyInstance, exchange: Exchange): void {
  const noteFault = (request: FastifyRequest): void => {
    const entry = entries.get(request);
    if (entry !== undefined) entry.fault = exchange.faults.taken(request)?.kind ?? null;
  };
  api.addHook("onRequest", async (request, reply) => {
    const { requests } = exchange.state;
    const { method, url } = request;
    const entry: RequestEntry = {
      atMs: exchange.now(),
      method,
      url,
      status: null,
      companyId: null,
      credential: null,
      body: undefined,
      fault: null,
    };
    entries.set(request, entry);
    // A dropped connection and a streamed file never come to onSend.
    reply.raw.once("close", () => {
      noteFault(request);
      if (reply.raw.headersSent) entry.status = reply.raw.statusCode;
    });
    requests.push(entry);
    if (requests.length > keptRequests) requests.shift();
  });
  api.addHook("preHandler", async (request) => {
    const entry = entries.get(request);
    if (entry !== undefined) entry.body = request.body;
  });
  api.addHook("onSend", async (request, reply) => {
    const entry = entries.get(request);
    if (entry !== undefined) entry.status = reply.statusCode;
    noteFault(request);
  });
}

/** Refuses whom the vendor would refuse, before any route is asked. */
export function guardRequests(api: FastifyInstance, exchange: Exchange): void {
  api.addHook("onRequest", async (request, reply) => {
    const { company, kind } = checkCredential(exchange, request);
    const entry = entries.get(request);
    if (entry !== undefined) Object.assign(entry, { companyId: company.id, credential: kind });
    countRequest(exchange, company, reply);
    requireJson(exchange, request);
  });
}

/** Needed even when there is no body (contract 8.4), and for two reads of a line's messages (contract 6.5). */
function requireJson(exchange: Exchange, request: FastifyRequest): void {
  const { method, url, headers } = request;
  if (/^application\/json\b/i.test(headers["content-type"] ?? "")) return;
  if (/^\/v1\/numbers\/[^/]+\/messages\/(configuration|registration_status)\b/.test(url)) {
    throw refuseMessage(400, "InvalidContentType", "Content-Type must be application/json");
  }
  if (method !== "GET") throw refuse(exchange.settings.contentTypeStatus, "Content-Type must be application/json");
}

/** A fixed window of a minute per company, shared by all its credentials (contract 8.1). */
function countRequest(exchange: Exchange, company: Company, reply: FastifyReply): void {
  const { settings, state } = exchange;
  if (!settings.rateLimitOn) return;
  const now = exchange.now();
  const last = state.rateWindows.get(company.id);
  const window = last !== undefined && now < last.startedMs + windowMs ? last : { startedMs: now, used: 0 };
  state.rateWindows.set(company.id, window);
  window.used += 1;
  const limited = window.used > settings.rateLimitPerMinute;
  const resetMs = window.startedMs + windowMs;
  const reset = settings.rateLimitResetUnit === "seconds" ? Math.ceil(resetMs / 1000) : resetMs;
  if (limited || settings.rateLimitHeaders === "always") {
    reply.headers({
      "X-AircallApi-Limit": String(settings.rateLimitPerMinute),
      "X-AircallApi-Remaining": String(Math.max(0, settings.rateLimitPerMinute - window.used)),
      "X-AircallApi-Reset": String(reset),
    });
  }
  if (!limited) return;
  const wait = String(Math.max(1, Math.ceil((resetMs - now) / 1000)));
  throw refuse(
    429,
    "The company's requests of this minute are used up",
    settings.rateLimitRetryAfter ? { "Retry-After": wait } : {},
  );
}
