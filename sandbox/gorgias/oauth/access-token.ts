// Access tokens are self-contained: who may do what until when stands inside; nothing is looked up (contract 2.2).
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account } from "../account.ts";
import { splitName } from "../customer-view.ts";
import type { User } from "../model.ts";
import type { Grant } from "./oauth-state.ts";
import { splitScopes } from "./scopes.ts";

const claimsSchema = z.object({ sub: z.string(), aud: z.string(), exp: z.number(), scope: z.string() });

export function makeAccessToken(account: Account, grant: Grant, scopes: readonly string[]): string {
  return account.signer.sign({
    ...commonClaims(account, grant),
    aud: audienceOf(account),
    azp: grant.clientId,
    // Long enough to bring the token over 1 KB, as real ones are.
    jti: randomBytes(96).toString("hex"),
    scope: scopes.join(" "),
  });
}

/** Only with the scope `openid`; e-mail and name only with theirs. */
export function makeIdToken(account: Account, grant: Grant, user: User): string {
  const { firstname, lastname } = splitName(user.name);
  return account.signer.sign({
    ...commonClaims(account, grant),
    aud: grant.clientId,
    ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
    ...(grant.scopes.includes("email") ? { email: user.email, email_verified: true } : {}),
    ...(grant.scopes.includes("profile") ? { name: user.name, given_name: firstname, family_name: lastname } : {}),
  });
}

/** Whom a token speaks for; undefined when it is not ours, of another account, or expired. */
export function readAccessToken(account: Account, token: string): { userId: number; scopes: string[] } | undefined {
  const claims = readClaims(account, token);
  if (claims === undefined || claims.exp * 1000 <= account.now()) return undefined;
  return { userId: Number(claims.sub.split("-").at(-1)), scopes: splitScopes(claims.scope) };
}

/** Whether a token was of this account and has expired. */
export function isExpiredAccessToken(account: Account, token: string): boolean {
  const claims = readClaims(account, token);
  return claims !== undefined && claims.exp * 1000 <= account.now();
}

function readClaims(account: Account, token: string) {
  const claims = claimsSchema.safeParse(account.signer.read(token)).data;
  return claims?.aud === audienceOf(account) ? claims : undefined;
}

function commonClaims(account: Account, grant: Grant) {
  const now = Math.floor(account.now() / 1000);
  return {
    iss: `${account.url}/idp`,
    // Two numbers since 2026, the bare user id before (contract 2.2).
    sub: account.settings.tokenSubject === "joined" ? `${account.id}-${grant.userId}` : String(grant.userId),
    iat: now,
    exp: now + account.settings.accessTokenTtlSeconds,
    auth_time: Math.floor(grant.approvedAt / 1000),
  };
}

function audienceOf(account: Account): string {
  return `${account.url}/api`;
}
