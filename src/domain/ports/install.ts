/** What installing and stopping need stored. Times are epoch ms. */
import type { ChangedBy } from "../connection/audit.ts";
import type { CallbackTagIds } from "../call/call-tags.ts";
import type { Line } from "../call/call.ts";
import type {
  ConnectionStatus,
  Credential,
  CredentialProblem,
  RenewalTrouble,
  Token,
  Vendor,
} from "../connection/connection.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";

/** The user who authorized a side, and when. */
export interface JoinedBy {
  name: string | null;
  email: string | null;
  at: number;
}

export interface Installation {
  id: string;
  account: string;
  status: ConnectionStatus;
  reason: ConnectionReason | null;
  webhookKey: string;
  webhookId: string | null;
  /** Aircall was connected, and its credential is still stored. */
  hasAircall: boolean;
}

export interface AircallSide {
  companyId: string | null;
  credential: Credential;
  webhookId: string;
  webhookToken: string;
  callbackTagIds: CallbackTagIds;
  lines: readonly Line[];
  /** Lines linked to our app. Null where Aircall does not say. */
  linked: readonly string[] | null;
  by: JoinedBy;
}

type WebhookProblem = "missing";

export interface InstallStore {
  /** Creates the account's connection, or replaces the credential of the existing one. */
  joinGorgias(
    fresh: { id: string; account: string; webhookKey: string },
    credential: Credential,
    by: JoinedBy,
  ): Promise<Installation>;
  /**
   * Saves the company's side and activates the connection. Selected lines stay selected if they belong to the company.
   */
  joinAircall(connectionId: string, side: AircallSide): Promise<void>;
  /** Replaces the stored API key. `change` is recorded in the same transaction (N7). */
  keepKeys(connectionId: string, vendor: Vendor, credential: Credential, change: ChangedBy): Promise<void>;
  /** Saves which lines are linked to our app. */
  keepLinks(connectionId: string, linked: readonly string[]): Promise<void>;
  /** Saves the problem of the webhook. Null means no problem. */
  keepWebhookProblem(connectionId: string, problem: WebhookProblem | null): Promise<void>;
  /** Adds new lines and updates the others. */
  keepLines(connectionId: string, lines: readonly Line[]): Promise<void>;
  /**
   * Saves the current webhook and the hash of its token. Resolves with false, and saves nothing, where another webhook
   * than `seen` is stored, or Aircall is no longer connected.
   */
  keepWebhook(
    connectionId: string,
    seen: string | null,
    webhook: { webhookId: string; token: string },
  ): Promise<boolean>;
  read(connectionId: string): Promise<Installation | null>;
  /** The connection that already uses this Aircall company. */
  withCompany(companyId: string): Promise<string | null>;
  /**
   * `by`: the user who did it. It is recorded in the same transaction, in the audit log and in the history of settings
   * (N7).
   */
  setStatus(
    connectionId: string,
    status: ConnectionStatus,
    reason: ConnectionReason | null,
    now: number,
    by?: string,
  ): Promise<void>;
  /** Deletes both credentials, the webhook key of our endpoint, and every session. Recorded likewise. */
  wipe(connectionId: string, now: number, by?: string): Promise<void>;
}

/**
 * The Gorgias tokens, which one node at a time refreshes before they expire. Also what is known of every credential.
 */
export interface TokenStore {
  /** The right to refresh, which expires by itself. Without it, the time until which no node may refresh. */
  claimRefresh(connectionId: string, now: number): Promise<RefreshClaim>;
  /**
   * Saves the token that replaces `old`, and returns the right. Resolves with false, and saves nothing, where another
   * token than `old` is stored.
   */
  replace(connectionId: string, old: Token, refreshed: Token): Promise<boolean>;
  /** Marks the token as expired, if it is still the stored one. A node that is refreshing it keeps the right. */
  end(connectionId: string, token: Token): Promise<void>;
  /** The refresh failed. No node tries again before `until`. The count of failures in a row grows. */
  postpone(connectionId: string, trouble: { why: RenewalTrouble; until: number; now: number }): Promise<void>;
  /**
   * Saves what is known of a credential. Resolves with false, and saves nothing, where another one is stored. A known
   * problem keeps its time.
   */
  judge(
    connectionId: string,
    vendor: Vendor,
    credential: Credential,
    problem: CredentialProblem | null,
  ): Promise<boolean>;
}

export type RefreshClaim = { kind: "yours"; failures: number } | { kind: "taken"; until: number };

/** Something to be undone at a vendor: a token to revoke, a webhook to delete, an app to switch off (N6). */
export interface Revocation {
  id: number;
  connectionId: string;
  account: string;
  vendor: Vendor;
  credential: Credential;
  webhookId: string | null;
  /** Aircall: switch the app off as well. */
  appOff: boolean;
}

/** Stored until it is done, or given up after a day. The secrets are deleted with the row. */
export interface RevocationStore {
  /** Resolves with its id. `dueAt`: epoch ms. */
  request(revocation: Omit<Revocation, "id">, dueAt: number): Promise<number>;
  /** The due revocations of a connection. Each is handed to one node, and again later until it is done. */
  take(connectionId: string, now: number): Promise<Revocation[]>;
  done(id: number): Promise<void>;
  /** Connections with due revocations. Deletes those that are too old to be tried again. */
  due(now: number, limit: number): Promise<string[]>;
}
