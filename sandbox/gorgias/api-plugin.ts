// Puts the endpoints under `/{account}/api`: account, log, credential, limit, then the work (contract 1, 2, 11).
import { randomBytes } from "node:crypto";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Faults } from "../core/faults.ts";
import type { BucketShape } from "../core/rate-limit.ts";
import { keepLast, logRequests } from "../core/request-log.ts";
import type { Account } from "./account.ts";
import { accountEndpoints } from "./account-endpoints.ts";
import { authenticate, isExpired, readKind } from "./authenticate.ts";
import { customerEndpoints } from "./customer-endpoints.ts";
import { eventEndpoints } from "./event-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { messageEndpoints } from "./message-endpoints.ts";
import type { Credential, CredentialKind, LoggedRequest } from "./model.ts";
import { isAllowed, nameScope } from "./oauth/scopes.ts";
import { rejectFields } from "./reject-fields.ts";
import { searchEndpoints } from "./search-endpoint.ts";
import { tagEndpoints } from "./tag-endpoints.ts";
import { ticketEndpoints } from "./ticket-endpoints.ts";
import { uploadEndpoints } from "./upload-endpoints.ts";
import { userEndpoints } from "./user-endpoints.ts";
import { refuse, VendorError } from "./vendor-error.ts";

const endpoints: Endpoint[] = [
  ...accountEndpoints,
  ...customerEndpoints,
  ...eventEndpoints,
  ...ticketEndpoints,
  ...messageEndpoints,
  ...tagEndpoints,
  ...userEndpoints,
  ...searchEndpoints,
  ...uploadEndpoints,
];

const methods: HTTPMethods[] = ["GET", "POST", "PUT", "DELETE", "PATCH"];
const keepRequests = 20_000;

type FindAccount = (name: string) => Account | undefined;

/** Logs every request to the API of a known account, also those that a fault ends; register it before the faults. */
export function addRequestLog(app: FastifyInstance, findAccount: FindAccount, faults: Faults): void {
  logRequests<LoggedRequest>(app, faults, ({ url, method, headers }) => {
    const [path = "", query = ""] = url.split("?", 2);
    const name = /^\/([^/]+)\/api(?:\/|$)/.exec(path)?.[1];
    const account = name === undefined ? undefined : findAccount(name);
    if (account === undefined) return undefined;
    const entry: LoggedRequest = {
      at: account.now(),
      method,
      path: path.slice(account.name.length + 1),
      query,
      status: 0,
      credential: headers.authorization === undefined ? null : readKind(headers.authorization),
      isExpired: isExpired(account, headers.authorization),
      userAgent: headers["user-agent"] ?? null,
      fault: null,
    };
    keepLast(account.requests, entry, keepRequests);
    return entry;
  });
}

export function addApi(app: FastifyInstance, findAccount: FindAccount): void {
  const held = new WeakMap<FastifyRequest, { account: Account; credential: Credential }>();

  app.addHook("onRequest", async (request, reply) => {
    const account = findAccount(readAccountName(request));
    if (account === undefined) return sendUnknownAccount(reply);
    addHeaders(reply, account, readKind(request.headers.authorization));
    const credential = authenticate(account, request.headers.authorization);
    if (credential === undefined) throw refuse.unauthorized();
    held.set(request, { account, credential });
    const waitSeconds = takeRequest(account, credential.kind);
    addHeaders(reply, account, credential.kind);
    if (waitSeconds > 0)
      throw new VendorError(429, "Too many requests.", { headers: { "retry-after": String(waitSeconds) } });
    return undefined;
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => sendError(error, reply));

  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: async (request, reply) => {
        const known = held.get(request);
        if (known === undefined) throw refuse.unauthorized();
        checkScope(known.account, known.credential, endpoint);
        const params = request.params as Record<string, string>;
        const { query, body } = request;
        rejectFields(known.account.settings.rejectedFields, { method: request.method, path: pathOf(request), body });
        const answer = await endpoint.run({ ...known, params, query, body, request, reply });
        reply.code(answer.status).headers(answer.headers ?? {});
        if (answer.body === undefined) return reply.send();
        return reply.send(known.account.settings.timesWithOffset ? answer.body : withoutOffsets(answer.body));
      },
    });
  }
  for (const url of new Set(endpoints.map((endpoint) => endpoint.path))) {
    const known = new Set<string>(endpoints.filter(({ path }) => path === url).map(({ method }) => method));
    const wrong = methods.filter((method) => typeof method === "string" && !known.has(method));
    app.route({ method: wrong, url, handler: async () => Promise.reject(refuse.method()) });
  }
  app.route({ method: methods, url: "/*", handler: async () => Promise.reject(refuse.notFound()) });
}

/** The same answer, each time in it without its offset. */
function withoutOffsets(body: unknown): unknown {
  const naive = JSON.stringify(body).replaceAll(/"(\d{4}-\d\d-\d\dT[\d:.]+)\+00:00"/g, '"$1"');
  return JSON.parse(naive);
}

/** A missing scope is refused like a missing role: assumed (contract 2.3). */
function checkScope(account: Account, { scopes }: Credential, { method, path }: Endpoint): void {
  const needed = nameScope(method, path);
  if (scopes === null || !account.settings.enforceScopes || isAllowed(scopes, needed)) return;
  throw refuse.forbidden(`The scope ${needed} is missing.`);
}

/** Below `/{account}/api`. */
function pathOf(request: FastifyRequest): string {
  return (request.url.split("?", 1)[0] ?? "").replace(/^\/[^/]+\/api/, "");
}

function readAccountName(request: FastifyRequest): string {
  return request.url.split("/", 2)[1] ?? "";
}

export function sendUnknownAccount(reply: FastifyReply) {
  return reply
    .code(404)
    .type("text/html; charset=utf-8")
    .send("<!doctype html><title>Not found</title><h1>Page not found</h1>");
}

/** The bucket that a kind of credential fills (contract 11.3). */
export function shapeBucket(account: Account, kind: CredentialKind): BucketShape {
  const { limit, keyLimit, windowSeconds } = account.settings.rateLimit;
  return { limit: kind === "key" ? keyLimit : limit, windowSeconds };
}

/** Seconds to wait, 0 when the request may go on. */
function takeRequest(account: Account, kind: CredentialKind): number {
  return account.settings.rateLimit.enabled ? account.buckets[kind].take(shapeBucket(account, kind)) : 0;
}

function addHeaders(reply: FastifyReply, account: Account, kind: CredentialKind): void {
  const shape = shapeBucket(account, kind);
  reply.header("x-gorgias-account-api-call-limit", `${account.buckets[kind].used(shape)}/${shape.limit}`);
  if (!reply.hasHeader("x-request-id")) reply.header("x-request-id", randomBytes(16).toString("hex"));
  reply.header("x-gorgias-release", "0f1e2d3c4b5a");
}

function sendError(error: unknown, reply: FastifyReply) {
  const refusal = error instanceof VendorError ? error : translate(error);
  return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
}

/** What the web framework refuses, in the vendor's words. */
function translate(error: unknown): VendorError {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (status === 413) return refuse.tooLarge();
  if (typeof status === "number" && status >= 400 && status < 500) return refuse.invalid(message, {});
  return new VendorError(500, `Internal error: ${message}`);
}
