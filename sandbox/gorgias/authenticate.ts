// Who asks: Basic `email:api_key`, or a Bearer token (contract 2.1).
import { isEqual } from "../core/oauth.ts";
import type { Account } from "./account.ts";
import type { Credential, CredentialKind } from "./model.ts";
import { isExpiredAccessToken, readAccessToken } from "./oauth/access-token.ts";

/** Which kind a request claims to carry, right or wrong: tells the bucket to show. */
export function readKind(authorization: string | undefined): CredentialKind {
  return /^bearer /i.test(authorization ?? "") ? "oauth" : "key";
}

/** The credential, or undefined: missing, wrong, revoked, expired, or of a user who is gone. */
export function authenticate(account: Account, authorization: string | undefined): Credential | undefined {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ", 2);
  const kind = scheme.toLowerCase();
  const known = kind === "bearer" ? readToken(account, value) : readBasic(account, kind, value);
  return known !== undefined && account.users.get(known.userId)?.active ? known : undefined;
}

/** Whether it is a token of this account that has expired. */
export function isExpired(account: Account, authorization: string | undefined): boolean {
  const [, token] = /^bearer (.+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) return false;
  const byHand = account.tokens.get(token);
  return byHand === undefined ? isExpiredAccessToken(account, token) : byHand.expiresAt <= account.now();
}

/** Tokens made by hand may do everything; those of an approved app what its scopes say. */
function readToken(account: Account, value: string): Credential | undefined {
  const byHand = account.tokens.get(value);
  if (byHand === undefined) {
    const read = readAccessToken(account, value);
    return read && { kind: "oauth", ...read };
  }
  return byHand.expiresAt > account.now() ? { kind: "oauth", userId: byHand.userId, scopes: null } : undefined;
}

function readBasic(account: Account, kind: string, value: string): Credential | undefined {
  if (kind !== "basic") return undefined;
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const email = text.slice(0, Math.max(0, colon)).toLowerCase();
  if (account.apiKey === "" || email !== account.email.toLowerCase() || !isEqual(text.slice(colon + 1), account.apiKey))
    return undefined;
  const user = account.users.by("email", email)[0];
  return user && { kind: "key", userId: user.id, scopes: null };
}
