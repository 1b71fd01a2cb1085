// What every API request passes before its route: log, credential, rate limit, content type (contract 8).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { countInWindow } from "../../core/rate-limit.ts";
import { keepLast, logRequests } from "../../core/request-log.ts";
import type { Company } from "../entities.ts";
import { refuse, refuseMessage } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { RequestEntry } from "../state.ts";
import { checkCredential } from "./credentials.ts";

const keptRequests = 5_000;
const windowMs = 60_000;

type EntryOf = (request: FastifyRequest) => RequestEntry | undefined;

/** Keeps one line per API request, also of those a fault answers. Returns the line of a request. */
export function logApiRequests(api: FastifyInstance, exchange: Exchange): EntryOf {
  const entryOf = logRequests<RequestEntry>(api, exchange.faults, ({ method, url }) => {
    const none = { status: null, companyId: null, credential: null, body: undefined, fault: null };
    const entry = { atMs: exchange.now(), method, url, ...none };
    keepLast(exchange.state.requests, entry, keptRequests);
    return entry;
  });
  api.addHook("preHandler", async (request) => {
    const entry = entryOf(request);
    if (entry !== undefined) entry.body = request.body;
  });
  return entryOf;
}

/** Refuses what the vendor would refuse, before any route is asked. */
export function guardRequests(api: FastifyInstance, exchange: Exchange, entryOf: EntryOf): void {
  api.addHook("onRequest", async (request, reply) => {
    const { company, kind } = checkCredential(exchange, request);
    const entry = entryOf(request);
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
  const window = countInWindow(state.rateWindows.get(company.id), now, windowMs);
  state.rateWindows.set(company.id, window);
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
