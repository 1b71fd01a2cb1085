/** The OAuth rounds with both vendors. Each promise may reject with a RequestError (kit). */

export interface GorgiasTokens {
  accessToken: string;
  /** Never rotates; null where Gorgias gave none. */
  refreshToken: string | null;
  /** Epoch ms. */
  expiresAt: number;
}

export interface GorgiasOauth {
  /** Whether Gorgias has an account of this subdomain. */
  knows(account: string): Promise<boolean>;
  /** Where the admin's browser goes to consent. */
  authorizeUrl(account: string, round: { state: string; nonce: string }): string;
  exchange(account: string, code: string): Promise<GorgiasTokens>;
  /** Refused: the authorisation is gone, and only a new install brings it back (Gorgias contract 2.4). */
  refresh(account: string, refreshToken: string): Promise<GorgiasTokens>;
  revoke(account: string, refreshToken: string): Promise<void>;
}

export interface AircallOauth {
  authorizeUrl(round: { state: string }): string;
  /** A token that never expires. */
  exchange(code: string): Promise<string>;
}

/** A round under way: kept until the browser comes back, then spent whatever it brings. */
export interface OauthRound {
  vendor: "gorgias" | "aircall";
  account: string;
  connectionId: string | null;
  /** Where to go at the end: a path of ours. */
  next: string;
}

export interface OauthRounds {
  /** `state` and `browser` are secrets; only their hashes are kept. */
  begin(round: OauthRound, secrets: { state: string; browser: string }, now: number): Promise<void>;
  /** Takes the round away. Null when it is unknown, spent, too old, or another browser's. */
  take(
    vendor: OauthRound["vendor"],
    secrets: { state: string; browser: string },
    now: number,
  ): Promise<OauthRound | null>;
}

export interface SignedIn {
  sessionId: string;
  connectionId: string;
  account: string;
  /** `id`: the Gorgias user, as far as it was told. */
  user: { id?: number | null; name: string | null; email: string | null };
  csrfToken: string;
  /** When Gorgias last said that the user is an admin, epoch ms; left out: at the sign-in. */
  confirmedAt?: number;
}

export interface SessionStore {
  open(session: SignedIn, now: number): Promise<void>;
  /** Null when it is unknown or has ended. */
  find(sessionId: string, now: number): Promise<SignedIn | null>;
  end(sessionId: string): Promise<void>;
  /** Keeps that the user was an admin at that time. */
  confirm(sessionId: string, confirmedAt: number): Promise<void>;
  /** Ends every session of this Gorgias user in the connection. */
  endOf(connectionId: string, userId: number): Promise<void>;
}
