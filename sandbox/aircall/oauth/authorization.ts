// Checks what an app asks of `/oauth/authorize`, and makes the code once a person has approved (contract 1.3).
import { addQuery } from "../../core/forms.ts";
import { checkClient, makeCode, type CheckedRequest } from "../../core/oauth.ts";
import type { Company, OauthApp } from "../entities.ts";
import type { Exchange } from "../exchange.ts";
import { findApp } from "./apps.ts";

export interface Authorization {
  app: OauthApp;
  /** Null when none was sent: it is recommended, not required. */
  state: string | null;
}

/** The parameters that the consent page hands on to its own form. */
export const authorizationParams = ["client_id", "redirect_uri", "response_type", "scope", "state"] as const;

export function checkAuthorization(exchange: Exchange, params: URLSearchParams): CheckedRequest<Authorization> {
  const client = checkClient(params, authorizationParams, (id) => findApp(exchange, id));
  if (!("app" in client)) return client;
  const { app } = client;
  if (params.get("redirect_uri") !== app.redirectUri)
    return { outcome: "page", problem: "redirect_uri is not the address registered for this app." };
  const authorization: Authorization = { app, state: params.get("state") };
  if (params.get("response_type") !== "code")
    return { outcome: "redirect", address: refuseTo(authorization, "unsupported_response_type") };
  if (params.get("scope") !== "public_api")
    return { outcome: "redirect", address: refuseTo(authorization, "invalid_scope") };
  return { outcome: "ask", request: authorization };
}

/** Where an approval leads: the app's address with a new code. */
export function approveTo(exchange: Exchange, company: Company, { app, state }: Authorization): string {
  const code = makeCode();
  exchange.state.codes.set(code, {
    clientId: app.clientId,
    companyId: company.id,
    expiresAtMs: exchange.now() + exchange.settings.codeTtlSeconds * 1000,
    used: false,
  });
  return addQuery(app.redirectUri, { code, ...(state === null ? {} : { state }) });
}

/** Where a refusal leads; only the name `error` is documented, its values are assumed (contract 1.3). */
export function refuseTo({ app, state }: Authorization, error: string): string {
  return addQuery(app.redirectUri, { error, ...(state === null ? {} : { state }) });
}
