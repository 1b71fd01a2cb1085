/**
 * OAuth with Gorgias (docs/vendors/gorgias.md 2): each account is its own authorisation server, without PKCE. Refresh
 * tokens never rotate.
 */
import * as oauth from "oauth4webapi";
import type { GorgiasOauth, GorgiasTokens } from "../domain/ports/oauth.ts";
import type { Clock } from "../kit/clock.ts";
import { fetchSmall } from "../kit/read-text.ts";
import { RequestError } from "../kit/request-error.ts";
import { refreshProblem } from "./refresh-problem.ts";
import { accountUrl, EVENTS_SCOPE, SCOPES, TOKEN_LIFETIME_MS } from "./vendor.ts";

export interface GorgiasOauthDeps {
  gorgiasUrl: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  fetch: typeof fetch;
  clock: Clock;
}

const TIMEOUT_MS = 15_000;

export function gorgiasOauth(deps: GorgiasOauthDeps): GorgiasOauth {
  return {
    knows: (account) => knows(deps, account),
    authorizeUrl(account, { state, nonce, events }) {
      const scope = events ? `${SCOPES} ${EVENTS_SCOPE}` : SCOPES;
      const query = { response_type: "code", client_id: deps.clientId, scope, redirect_uri: deps.redirectUri };
      return `${rootOf(deps, account)}/oauth/authorize?${new URLSearchParams({ ...query, state, nonce })}`;
    },
    exchange: (account, code) =>
      telling(account, "the code was not accepted", () => exchange(partiesOf(deps, account), code)),
    refresh: (account, token) =>
      telling(account, "the token could not be refreshed", () => refresh(partiesOf(deps, account), account, token)),
    revoke: (account, token) =>
      telling(account, "the token could not be revoked", () => revoke(partiesOf(deps, account), token)),
  };
}

/** The parameters of oauth4webapi for one exchange. */
interface Parties {
  deps: GorgiasOauthDeps;
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  secret: oauth.ClientAuth;
  options: oauth.TokenEndpointRequestOptions;
}

const rootOf = (deps: GorgiasOauthDeps, account: string) => accountUrl(deps.gorgiasUrl, account);

function partiesOf(deps: GorgiasOauthDeps, account: string): Parties {
  const root = rootOf(deps, account);
  const endpoint = (name: string) => `${root}/oauth/${name}`;
  return {
    deps,
    server: { issuer: root, token_endpoint: endpoint("token"), revocation_endpoint: endpoint("revoke") },
    client: { client_id: deps.clientId },
    secret: oauth.ClientSecretBasic(deps.clientSecret),
    options: {
      // The sandbox has no TLS. The configuration decides which address is used.
      [oauth.allowInsecureRequests]: deps.gorgiasUrl.startsWith("http://"),
      [oauth.customFetch]: fetchSmall(deps.fetch),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    },
  };
}

/** An existing account answers with 401, an unknown one with 404 (docs/vendors/gorgias.md 1). */
async function knows(deps: GorgiasOauthDeps, account: string): Promise<boolean> {
  const url = `${rootOf(deps, account)}/api/account`;
  const init: RequestInit = { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) };
  const response = await deps.fetch(url, init).catch((cause: unknown) => {
    throw new RequestError(`gorgias (${account}): no answer`, { fate: "unknown", cause });
  });
  // The status is enough, also where the body broke off meanwhile.
  await response.body?.cancel().catch(() => undefined);
  return response.status !== 404;
}

async function exchange({ deps, server, client, secret, options }: Parties, code: string): Promise<GorgiasTokens> {
  const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.expectNoState);
  const ask = oauth.authorizationCodeGrantRequest;
  const response = await ask(server, client, secret, parameters, deps.redirectUri, oauth.nopkce, options);
  return tokensFrom(await oauth.processAuthorizationCodeResponse(server, client, response), null, deps.clock());
}

/** The answer usually has no refresh token. Then the old one stays valid (docs/vendors/gorgias.md 2.2). */
async function refresh(
  { deps, server, client, secret, options }: Parties,
  account: string,
  token: string,
): Promise<GorgiasTokens> {
  const response = await oauth.refreshTokenGrantRequest(server, client, secret, token, options);
  const answer = await response.clone().text();
  const problem = refreshProblem(response, answer, deps.clock());
  if (!problem)
    return tokensFrom(await oauth.processRefreshTokenResponse(server, client, response), token, deps.clock());
  const { error, ...about } = problem;
  const words = about.fate === "refused" ? "the authorisation was removed" : "the token could not be refreshed";
  throw new RequestError(`gorgias (${account}): ${words} (${error})`, { ...about, body: { error } });
}

async function revoke({ server, client, secret, options }: Parties, token: string): Promise<void> {
  const response = await oauth.revocationRequest(server, client, secret, token, options);
  await oauth.processRevocationResponse(response);
}

/** Converts the library's errors: an OAuth error gets fate `refused`, any other `unknown`. */
async function telling<T>(account: string, refusal: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof RequestError) throw cause;
    if (cause instanceof oauth.ResponseBodyError) {
      // The library throws it only for a 4xx. It holds the answer, which may contain a token: only the error code is kept.
      throw new RequestError(`gorgias (${account}): ${refusal} (${cause.error})`, {
        fate: "refused",
        status: cause.status,
        body: { error: cause.error },
      });
    }
    throw new RequestError(`gorgias (${account}): the OAuth answer could not be read`, { fate: "unknown" });
  }
}

function tokensFrom(answer: oauth.TokenEndpointResponse, kept: string | null, now: number): GorgiasTokens {
  const told = answer.expires_in ? plausible(now + answer.expires_in * 1000) : expiryIn(answer.access_token);
  const expiresAt = told ?? now + TOKEN_LIFETIME_MS;
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? kept, expiresAt };
}

/** The `exp` claim of a JWT, epoch ms. For planning only, because Gorgias checks the token. */
export function expiryIn(token: string): number | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const { exp } = claims as { exp?: unknown };
    return typeof exp === "number" ? plausible(exp * 1000) : null;
  } catch {
    return null;
  }
}

/** The end of 2099. A later time is invalid and may not fit a Date. */
const LATEST_END = 4_102_444_800_000;

function plausible(at: number): number | null {
  return at > 0 && at < LATEST_END ? at : null;
}
