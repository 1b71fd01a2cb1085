// `/oauth/token` and `/oauth/revoke`: forms in, tokens out, for a client that proves itself (contract 2.2).
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readForm } from "../../core/forms.ts";
import { isEqual } from "../../core/oauth.ts";
import { keepLast } from "../../core/request-log.ts";
import type { Account } from "../account.ts";
import { sendUnknownAccount } from "../api-plugin.ts";
import type { Desk } from "../desk.ts";
import type { App, Apps } from "./apps.ts";
import { exchangeCode, refresh, revoke } from "./grants.ts";
import { OauthError } from "./oauth-error.ts";
import type { TokenRequest } from "./oauth-state.ts";

const keptRequests = 5_000;

interface OauthPath {
  Params: { account: string };
}

type Act = (account: Account, app: App, form: URLSearchParams) => object;

export function addTokenRoutes(app: FastifyInstance, desk: Desk): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    // A body that is no form is refused before any route sees it.
    const status = error.statusCode ?? 500;
    const refusal = new OauthError("invalid_request", error.message);
    return status < 500 ? sendRefusal(reply, refusal) : reply.code(status).send({ error: "server_error" });
  });
  const serve = (path: string, act: Act) =>
    app.post<OauthPath>(`/:account/oauth/${path}`, (request, reply) => {
      const account = desk.find(request.params.account);
      return account === undefined ? sendUnknownAccount(reply) : answer(reply, request, { account, desk, act });
    });
  serve("token", grantTokens);
  serve("revoke", (account, client, form) => {
    revoke(account, client, form);
    return {};
  });
}

interface Answering {
  account: Account;
  desk: Desk;
  act: Act;
}

function answer(reply: FastifyReply, request: FastifyRequest, { account, desk, act }: Answering): FastifyReply {
  const form = readForm(request);
  const entry: TokenRequest = {
    at: account.now(),
    kind: request.url.includes("/oauth/revoke") ? "revoke" : form.get("grant_type"),
    clientId: null,
    status: 200,
    error: null,
  };
  keepLast(account.oauth.requests, entry, keptRequests);
  try {
    refuseRepeated(form);
    const client = readClient(desk.apps, account, { header: request.headers.authorization, form });
    entry.clientId = client.clientId;
    return reply.header("cache-control", "no-store").send(act(account, client, form));
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    entry.status = error.status;
    entry.error = error.code;
    return sendRefusal(reply, error);
  }
}

function grantTokens(account: Account, app: App, form: URLSearchParams): object {
  const grantType = form.get("grant_type");
  if (grantType === "authorization_code") return exchangeCode(account, app, form);
  if (grantType === "refresh_token") return refresh(account, app, form);
  if (grantType === null) throw new OauthError("invalid_request", "grant_type is missing.");
  throw new OauthError("unsupported_grant_type", "grant_type is neither authorization_code nor refresh_token.");
}

function refuseRepeated(form: URLSearchParams): void {
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) throw new OauthError("invalid_request", `${repeated} was sent more than once.`);
}

interface Proof {
  header: string | undefined;
  form: URLSearchParams;
}

/** HTTP Basic, or both values in the form; never both ways at once. */
function readClient(apps: Apps, account: Account, { header, form }: Proof): App {
  const { clientAuth } = account.settings;
  const inForm = form.has("client_secret");
  if (header !== undefined && inForm)
    throw new OauthError("invalid_request", "The client proves itself in two ways at once.");
  const wanted = header === undefined ? "body" : "basic";
  if (clientAuth !== "both" && clientAuth !== wanted)
    throw new OauthError("invalid_client", "The client must prove itself in the other way.");
  const [id, secret] =
    header === undefined ? [form.get("client_id") ?? "", form.get("client_secret") ?? ""] : readBasic(header);
  const app = apps.find(id);
  const other = form.get("client_id") ?? id;
  if (app === undefined || other !== id || !isEqual(secret, app.clientSecret))
    throw new OauthError("invalid_client", "Unknown client, or its secret is wrong.");
  return app;
}

/** RFC 6749, 2.3.1: both halves are written as in a form. */
function readBasic(header: string): [id: string, secret: string] {
  const [scheme = "", value = ""] = header.split(" ", 2);
  const text = scheme.toLowerCase() === "basic" ? Buffer.from(value, "base64").toString("utf8") : "";
  const colon = text.indexOf(":");
  return [decode(text.slice(0, Math.max(0, colon))), decode(text.slice(colon + 1))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function sendRefusal(reply: FastifyReply, refusal: OauthError): FastifyReply {
  if (refusal.status === 401) reply.header("www-authenticate", 'Basic realm="oauth"');
  return reply.code(refusal.status).header("cache-control", "no-store").send(refusal.body);
}
