/** One Gorgias account joined to one Aircall company. */
import type { Line } from "../call/call.ts";
import type { CallbackTagIds } from "../call/call-tags.ts";
import type { Settings } from "../settings/settings.ts";

export type ConnectionStatus = "installing" | "active" | "deactivated";

export interface Connection {
  id: string;
  /** The Gorgias subdomain. */
  account: string;
  status: ConnectionStatus;
  settings: Settings;
  callbackTagIds: CallbackTagIds;
  /** The sealed Gorgias credential, where the query also read it. Only the store can open it. */
  sealedCredential?: string | null;
}

/** A line as the admin sees it. */
export interface ChosenLine extends Line {
  selected: boolean;
}

/** A new connection, before it is stored. Secrets are sealed by the store. */
export interface ConnectionDraft {
  id: string;
  account: string;
  webhookKey: string;
  webhookToken: string;
  /** Lets us delete the webhook later. */
  webhookId?: string;
  callbackTagIds: CallbackTagIds;
  lines: ChosenLine[];
  credentials: Record<"aircall" | "gorgias", Credential>;
  settings?: Partial<Settings>;
  /** The owner of the Gorgias key. `at`: epoch ms. */
  joinedBy?: { name: string | null; email: string | null; at: number };
}

/** Our proof of identity to a vendor: an API key pair, or the result of an OAuth flow. */
export type Credential = { kind: "basic"; user: string; password: string } | Token;

export interface Token {
  kind: "bearer";
  accessToken: string;
  /** Null where the access token never expires (Aircall). */
  refreshToken: string | null;
  /** Epoch ms. Null means never. */
  expiresAt: number | null;
  /** Epoch ms. */
  obtainedAt: number;
  /** How many tokens in a row the vendor's API has refused soon after it issued them. Missing means none. */
  refusals?: number | undefined;
}

/**
 * A known problem of a credential. `removed`: the vendor ended the authorisation. `refused`: the vendor refuses the
 * credential. `not renewed`: a token refresh failed.
 */
export interface CredentialProblem {
  kind: "removed" | "refused" | "not renewed";
  why: RenewalTrouble | null;
  /** Epoch ms. */
  since: number;
}

/** Why a token refresh fails, as a code. */
export type RenewalTrouble = "client refused" | "limit" | "unavailable" | "not understood" | "refused again";

export type Vendor = "gorgias" | "aircall";

/** A stored credential, with its known problem. */
export interface StoredCredential {
  account: string;
  credential: Credential;
  problem: CredentialProblem | null;
}

/** The `Authorization` header's value. */
export function authorizationOf(credential: Credential): string {
  if (credential.kind === "bearer") return `Bearer ${credential.accessToken}`;
  return `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString("base64")}`;
}
