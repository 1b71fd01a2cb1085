// Checks what an app asks of `/oauth/authorize`: who asks, where the answer goes, and for which scopes (contract 2.2).
import { addQuery } from "../../core/forms.ts";
import { checkClient, type CheckedRequest } from "../../core/oauth.ts";
import { type App, type Apps, isRegisteredRedirect } from "./apps.ts";
import { isKnownScope, splitScopes } from "./scopes.ts";

export interface AuthorizationRequest {
  app: App;
  scopes: string[];
  redirectUri: string;
  state: string;
  nonce: string | null;
}

/** The parameters that the consent page hands on to its own form. */
export const authorizationParams = ["response_type", "client_id", "scope", "redirect_uri", "state", "nonce"] as const;

export function checkAuthorization(apps: Apps, params: URLSearchParams): CheckedRequest<AuthorizationRequest> {
  const client = checkClient(params, authorizationParams, (id) => apps.find(id));
  if (!("app" in client)) return client;
  const { app } = client;
  const redirectUri = params.get("redirect_uri") ?? "";
  if (!isRegisteredRedirect(app, redirectUri))
    return { outcome: "page", problem: "redirect_uri is none of the addresses registered for this app." };
  const state = params.get("state") ?? "";
  const refused = findProblem(params, state);
  if (refused !== undefined) return { outcome: "redirect", address: refuseTo(redirectUri, state, refused) };
  const scopes = splitScopes(params.get("scope") ?? "");
  return { outcome: "ask", request: { app, scopes, redirectUri, state, nonce: params.get("nonce") } };
}

interface Problem {
  error: string;
  error_description: string;
}

function findProblem(params: URLSearchParams, state: string): Problem | undefined {
  if (state === "") return { error: "invalid_request", error_description: "state is missing." };
  const responseType = params.get("response_type") ?? "";
  if (responseType === "") return { error: "invalid_request", error_description: "response_type is missing." };
  if (responseType !== "code")
    return { error: "unsupported_response_type", error_description: "response_type can only be code." };
  const scopes = splitScopes(params.get("scope") ?? "");
  if (scopes.length === 0) return { error: "invalid_request", error_description: "scope is missing." };
  const unknown = scopes.filter((scope) => !isKnownScope(scope));
  if (unknown.length === 0) return undefined;
  return { error: "invalid_scope", error_description: `No such scope: ${unknown.join(" ")}.` };
}

/** The address that carries a refusal back to the app. */
export function refuseTo(redirectUri: string, state: string, problem: Problem): string {
  return addQuery(redirectUri, { ...problem, ...(state === "" ? {} : { state }) });
}
