/** The stored API tokens of each connection. */
import type { ApiToken, TokenScope } from "../connection/api-token.ts";
import type { ChangedBy } from "../connection/audit.ts";

/** The token that a request named, and the connection that it gives access to. */
export interface KnownToken {
  id: string;
  name: string;
  scope: TokenScope;
  connectionId: string;
  account: string;
}

export interface NewToken {
  id: string;
  name: string;
  scope: TokenScope;
  /** The whole token. Only its hash is stored. */
  token: string;
  /** Epoch ms. Null where it does not expire. */
  expiresAt: number | null;
}

export interface ApiTokenStore {
  /** Newest first, expired ones included. */
  list(connectionId: string): Promise<ApiToken[]>;
  /** Null where the connection has `most` tokens already. `change` is recorded in the same transaction. */
  add(connectionId: string, token: NewToken, most: number, change: ChangedBy): Promise<ApiToken | null>;
  /** False where the connection has no such token. */
  revoke(connectionId: string, id: string, change: ChangedBy): Promise<boolean>;
  /** Finds a token that is neither revoked nor expired, and notes its use. */
  identify(token: string, now: number): Promise<KnownToken | null>;
}
