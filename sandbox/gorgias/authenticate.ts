// Who asks: Basic `email:api_key`, or a Bearer token (contract 2.1).
import { timingSafeEqual } from "node:crypto";
import type { Account } from "./account.ts";
import type { Credential, CredentialKind } from "./model.ts";

/** Which kind a request claims to carry, right or wrong: tells the bucket to show. */
export function readKind(authorization: string | undefined): CredentialKind {
  return /^bearer /i.test(authorization ?? "") ? "oauth" : "key";
}

/** The credential, or undefined: missing, wrong, revoked, expired, or of a user who is gone. */
export function authenticate(account: Account, authorization: string | undefined): Credential | undefined {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ", 2);
  const kind = scheme.toLowerCase();
  const userId = kind === "bearer" ? readToken(account, value) : readBasic(account, kind, value);
  const user = userId === undefined ? undefined : account.users.get(userId);
  return user?.active ? { kind: kind === "bearer" ? "oauth" : "key", userId: user.id } : undefined;
}

function readToken(account: Account, value: string): number | undefined {
  const token = account.tokens.get(value);
  return token !== undefined && token.expiresAt > account.now() ? token.userId : undefined;
}

function readBasic(account: Account, kind: string, value: string): number | undefined {
  if (kind !== "basic") return undefined;
  const text = Buffer.from(value, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const email = text.slice(0, Math.max(0, colon)).toLowerCase();
  if (account.apiKey === "" || email !== account.email.toLowerCase() || !isEqual(text.slice(colon + 1), account.apiKey))
    return undefined;
  return account.users.by("email", email)[0]?.id;
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
