// `POST /v1/oauth/token`: a code becomes a token without end, and with it the app is installed (contract 1.3).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { isEqual } from "../../core/oauth.ts";
import { installApp } from "../companies.ts";
import type { OauthApp } from "../entities.ts";
import { VendorError } from "../errors.ts";
import { readSeconds, type Exchange } from "../exchange.ts";
import { findApp } from "./apps.ts";

const body = z.object({
  grant_type: z.string(),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
});

/** Register it outside the gate: the app that asks has no credential yet. */
export function routeToken(vendor: FastifyInstance, exchange: Exchange): void {
  vendor.post("/v1/oauth/token", async (request, reply) => answer(exchange, request, reply));
}

function answer(exchange: Exchange, request: FastifyRequest, reply: FastifyReply): object {
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
    throw refuse("invalid_request", "The body must be JSON");
  const parsed = body.safeParse(request.body);
  if (!parsed.success) throw refuse("invalid_request", z.prettifyError(parsed.error));
  const { grant_type: grantType, code, redirect_uri: redirectUri, ...client } = parsed.data;
  const app = findApp(exchange, client.client_id);
  if (app === undefined || !isEqual(client.client_secret, app.clientSecret))
    throw refuse("invalid_client", "The client is unknown, or its secret is wrong");
  if (grantType !== "authorization_code") throw refuse("unsupported_grant_type", "Only authorization_code is known");
  reply.header("cache-control", "no-store");
  return exchangeCode(exchange, app, { code, redirectUri });
}

function exchangeCode(exchange: Exchange, app: OauthApp, asked: { code: string; redirectUri: string }): object {
  const known = exchange.state.codes.get(asked.code);
  if (known === undefined || known.clientId !== app.clientId) throw refuse("invalid_grant", "The code is unknown");
  if (known.used) throw refuse("invalid_grant", "The code was used before");
  if (known.expiresAtMs <= exchange.now()) throw refuse("invalid_grant", "The code has expired");
  if (asked.redirectUri !== app.redirectUri)
    throw refuse("invalid_grant", "redirect_uri is not the one of the authorization");
  known.used = true;
  // Every authorization gives a token of its own; those of before stay valid (contract 1.3, assumed).
  const integration = installApp(exchange, known.companyId, {
    name: app.name,
    clientId: app.clientId,
    lines: exchange.settings.autoLinkLines ? "all" : [],
  });
  return { access_token: integration.token, token_type: "Bearer", created_at: readSeconds(exchange) };
}

/** Failures are 400 with an `error`; the values are assumed to be those of RFC 6749 (contract 1.3). */
function refuse(error: string, description: string): VendorError {
  return new VendorError(400, { error, error_description: description }, { "cache-control": "no-store" });
}
