/** An API token: a program's access to the admin API of one connection. */

export const TOKEN_SCOPES = ["read", "write"] as const;
/** `write` includes `read`. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Every token begins with it, so that a scanner of leaked secrets recognises one. */
const BEGINS = "agw_";
/** Shown in lists, and what the token is looked up by. Too short to guess the rest from. */
const PREFIX_LENGTH = BEGINS.length + 8;

export interface ApiToken {
  id: string;
  name: string;
  scope: TokenScope;
  prefix: string;
  createdBy: string;
  createdAt: Date;
  /** To the minute. Null before the first use. */
  lastUsedAt: Date | null;
  /** Null where it does not expire. */
  expiresAt: Date | null;
}

/** `secret`: URL-safe text with at least 192 random bits. */
export function tokenFrom(secret: string): string {
  return BEGINS + secret;
}

/** Null where the text cannot be a token of ours. */
export function prefixOf(token: string): string | null {
  return token.startsWith(BEGINS) && token.length > PREFIX_LENGTH ? token.slice(0, PREFIX_LENGTH) : null;
}
