// Codes and refresh tokens: made on approval, exchanged, refreshed, revoked (contract 2.2, 2.4).
import { randomBytes, randomUUID } from "node:crypto";
import * as oauth from "../../core/oauth.ts";
import type { Account } from "../account.ts";
import type { User } from "../model.ts";
import type { App } from "./apps.ts";
import { makeAccessToken, makeIdToken } from "./access-token.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import { OauthError } from "./oauth-error.ts";
import type { Grant } from "./oauth-state.ts";
import { splitScopes } from "./scopes.ts";

export interface TokenAnswer {
  token_type: "Bearer";
  access_token: string;
  expires_in?: number;
  refresh_token?: string;
  id_token?: string;
  scope: string;
}

/** The code that goes to the app once a user has approved. */
export function makeCode(account: Account, user: User, request: AuthorizationRequest): string {
  const code = oauth.makeCode();
  const now = account.now();
  account.oauth.codes.set(code, {
    grant: {
      id: randomUUID(),
      clientId: request.app.clientId,
      userId: user.id,
      scopes: request.scopes,
      nonce: request.nonce,
      approvedAt: now,
    },
    redirectUri: request.redirectUri,
    expiresAt: now + account.settings.codeTtlSeconds * 1000,
    exchangedFor: null,
  });
  return code;
}

export function exchangeCode(account: Account, app: App, form: URLSearchParams): TokenAnswer {
  const known = account.oauth.codes.get(required(form, "code"));
  const redirectUri = required(form, "redirect_uri");
  if (known === undefined || known.grant.clientId !== app.clientId) throw invalidGrant("The code is unknown.");
  if (known.exchangedFor !== null) {
    if (account.settings.codeReuseRevokes) known.exchangedFor.revokedAt ??= account.now();
    throw invalidGrant("The code was used before.");
  }
  if (known.expiresAt <= account.now()) throw invalidGrant("The code has expired.");
  if (known.redirectUri !== redirectUri) throw invalidGrant("redirect_uri is not the one of the authorization.");
  const offline = known.grant.scopes.includes("offline");
  const grant: Grant = { ...known.grant, refreshToken: offline ? makeRefreshToken() : null, revokedAt: null };
  const answer = describe(account, grant, grant.scopes);
  known.exchangedFor = grant;
  account.oauth.grants.push(grant);
  return { ...answer, ...(grant.refreshToken === null ? {} : { refresh_token: grant.refreshToken }) };
}

export function refresh(account: Account, app: App, form: URLSearchParams): TokenAnswer {
  const token = required(form, "refresh_token");
  const grant = findGrant(account, app, token);
  if (grant === undefined || grant.revokedAt !== null) throw invalidGrant("The refresh token is unknown or revoked.");
  const wanted = form.get("scope");
  const scopes = wanted === null ? grant.scopes : splitScopes(wanted);
  const added = scopes.filter((scope) => !grant.scopes.includes(scope));
  if (added.length > 0) throw new OauthError("invalid_scope", `Not granted: ${added.join(" ")}.`);
  const answer = describe(account, grant, scopes);
  // Refresh tokens neither expire nor change; no new one is told (contract 2.2).
  if (!account.settings.rotateRefreshTokens) return answer;
  grant.refreshToken = makeRefreshToken();
  return { ...answer, refresh_token: grant.refreshToken };
}

/** An unknown token, or an access token, is no mistake and changes nothing. */
export function revoke(account: Account, app: App, form: URLSearchParams): void {
  const grant = findGrant(account, app, required(form, "token"));
  if (grant !== undefined) grant.revokedAt ??= account.now();
}

/** Takes one app, or all of them, off the account; tells how many approvals ended. */
export function uninstall(account: Account, clientId?: string): number {
  const ended = account.oauth.grants.filter(
    (grant) => grant.revokedAt === null && (clientId === undefined || grant.clientId === clientId),
  );
  for (const grant of ended) grant.revokedAt = account.now();
  // A code that is not exchanged yet is refused as well.
  for (const [code, { grant, exchangedFor }] of account.oauth.codes)
    if (exchangedFor === null && (clientId === undefined || grant.clientId === clientId))
      account.oauth.codes.delete(code);
  return ended.length;
}

function describe(account: Account, grant: Grant, scopes: readonly string[]): TokenAnswer {
  const user = account.users.get(grant.userId);
  if (user === undefined || !user.active) throw invalidGrant("The user who approved is no longer there.");
  const { expiresIn, accessTokenTtlSeconds } = account.settings;
  return {
    token_type: "Bearer",
    access_token: makeAccessToken(account, grant, scopes),
    ...(expiresIn === null ? {} : { expires_in: Math.min(expiresIn, accessTokenTtlSeconds) }),
    ...(scopes.includes("openid") ? { id_token: makeIdToken(account, grant, user) } : {}),
    scope: scopes.join(" "),
  };
}

function findGrant(account: Account, app: App, refreshToken: string): Grant | undefined {
  return account.oauth.grants.find((grant) => grant.clientId === app.clientId && grant.refreshToken === refreshToken);
}

function makeRefreshToken(): string {
  return randomBytes(36).toString("base64url");
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name) ?? "";
  if (value === "") throw new OauthError("invalid_request", `${name} is missing.`);
  return value;
}

function invalidGrant(description: string): OauthError {
  return new OauthError("invalid_grant", description);
}
