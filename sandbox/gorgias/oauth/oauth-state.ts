// What an account remembers of the apps that its users approved.

/** What one approval gave an app. */
export interface Grant {
  id: string;
  clientId: string;
  userId: number;
  scopes: string[];
  /** Bound into the id token. */
  nonce: string | null;
  approvedAt: number;
  /** Null without the scope `offline`. */
  refreshToken: string | null;
  /** Uninstalled or revoked; access tokens live on until they expire (contract 2.4). */
  revokedAt: number | null;
}

interface Code {
  grant: Omit<Grant, "refreshToken" | "revokedAt">;
  redirectUri: string;
  expiresAt: number;
  /** What it was exchanged for. */
  exchangedFor: Grant | null;
}

/** One request to the token or revoke endpoint. */
export interface TokenRequest {
  at: number;
  /** `revoke` for a revocation. */
  kind: string | null;
  clientId: string | null;
  status: number;
  error: string | null;
}

export interface OauthState {
  codes: Map<string, Code>;
  grants: Grant[];
  requests: TokenRequest[];
}

export function createOauthState(): OauthState {
  return { codes: new Map(), grants: [], requests: [] };
}
