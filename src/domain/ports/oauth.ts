/** The OAuth flows with both vendors. Each promise may reject with a RequestError (kit). */

export interface GorgiasTokens {
  accessToken: string;
  /** Never rotates. Null where Gorgias gave none. */
  refreshToken: string | null;
  /** Epoch ms. */
  expiresAt: number;
}

export interface GorgiasOauth {
  /** Whether Gorgias has an account of this subdomain. */
  knows(account: string): Promise<boolean>;
  /** Where the admin's browser goes to consent. */
  /** `events`: asks for the permission to read events as well. */
  authorizeUrl(account: string, asked: { state: string; nonce: string; events: boolean }): string;
  exchange(account: string, code: string): Promise<GorgiasTokens>;
  /** A refusal means that the authorization is revoked, and only a new install restores it (Gorgias contract 2.4). */
  refresh(account: string, refreshToken: string): Promise<GorgiasTokens>;
  revoke(account: string, refreshToken: string): Promise<void>;
}

export interface AircallOauth {
  authorizeUrl(asked: { state: string }): string;
  /** A token that never expires. */
  exchange(code: string): Promise<string>;
}

/** A pending OAuth flow. It is stored until the browser comes back, then deleted whatever the result. */
export interface OauthFlow {
  vendor: "gorgias" | "aircall";
  account: string;
  connectionId: string | null;
  /** Where the browser goes at the end: a path of ours. */
  next: string;
  /** It asks for the permission to read events. */
  events: boolean;
}

export interface OauthFlows {
  /** `state` and `browser` are secrets. Only their hashes are stored. */
  begin(flow: OauthFlow, secrets: { state: string; browser: string }, now: number): Promise<void>;
  /** Takes the flow and deletes it. Null when it is unknown, used, expired, or another browser's. */
  take(
    vendor: OauthFlow["vendor"],
    secrets: { state: string; browser: string },
    now: number,
  ): Promise<OauthFlow | null>;
}

export interface SignedIn {
  sessionId: string;
  connectionId: string;
  account: string;
  /** `id`: the Gorgias user, where known. */
  user: { id?: number | null; name: string | null; email: string | null };
  csrfToken: string;
  /** When Gorgias last confirmed that the user is an admin, epoch ms. Left out: at the sign-in. */
  confirmedAt?: number;
  /**
   * How it was opened where it was not by OAuth. `link`: by a person with access to the server. `key`: by an admin with
   * a Gorgias API key.
   */
  openedBy?: "link" | "key" | undefined;
}

export interface SessionStore {
  open(session: SignedIn, now: number): Promise<void>;
  /** Null when it is unknown or has ended. */
  find(sessionId: string, now: number): Promise<SignedIn | null>;
  end(sessionId: string): Promise<void>;
  /** Saves when the user was last confirmed as an admin. */
  confirm(sessionId: string, confirmedAt: number): Promise<void>;
  /** Ends every session of this Gorgias user in the connection. */
  endOf(connectionId: string, userId: number): Promise<void>;
}
