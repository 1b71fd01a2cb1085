/** What installing and stopping need kept. Times are epoch ms. */
import type { ChangedBy } from "../audit.ts";
import type { CallbackTagIds } from "../call-tags.ts";
import type { Line } from "../call.ts";
import type { ConnectionStatus, Credential, CredentialProblem, RenewalTrouble, Token, Vendor } from "../connection.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";

/** Who allowed a side, and when. */
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
  /** Aircall was joined, and its credential is still there. */
  hasAircall: boolean;
}

export interface AircallSide {
  companyId: string | null;
  credential: Credential;
  webhookId: string;
  webhookToken: string;
  callbackTagIds: CallbackTagIds;
  lines: readonly Line[];
  /** Lines linked to our app; null where Aircall does not tell. */
  linked: readonly string[] | null;
  by: JoinedBy;
}

type WebhookProblem = "missing";

export interface InstallStore {
  /** Makes the account's connection, or renews the credential of the one that is there. */
  joinGorgias(
    fresh: { id: string; account: string; webhookKey: string },
    credential: Credential,
    by: JoinedBy,
  ): Promise<Installation>;
  /** Keeps the company's side; the connection is active from then on. Lines chosen before stay chosen, if they are the company's. */
  joinAircall(connectionId: string, side: AircallSide): Promise<void>;
  /** Puts another API key in the place of the one that is kept; `change` is recorded together with it (N7). */
  keepKeys(connectionId: string, vendor: Vendor, credential: Credential, change: ChangedBy): Promise<void>;
  /** Keeps which lines are linked to our app. */
  keepLinks(connectionId: string, linked: readonly string[]): Promise<void>;
  /** Keeps what is wrong with the webhook; null: nothing. */
  keepWebhookProblem(connectionId: string, problem: WebhookProblem | null): Promise<void>;
  /** Adds lines that are new and renews what is told of the others. */
  keepLines(connectionId: string, lines: readonly Line[]): Promise<void>;
  /**
   * Keeps which webhook stands, and the hash of its token; false, and nothing done, where another one than `seen` is kept
   * by now, or Aircall is joined no more.
   */
  keepWebhook(
    connectionId: string,
    seen: string | null,
    webhook: { webhookId: string; token: string },
  ): Promise<boolean>;
  read(connectionId: string): Promise<Installation | null>;
  /** The connection that an Aircall company is joined to already. */
  withCompany(companyId: string): Promise<string | null>;
  /** `by`: who did so; recorded together with it, in the audit log and beside the changes of settings (N7). */
  setStatus(
    connectionId: string,
    status: ConnectionStatus,
    reason: ConnectionReason | null,
    now: number,
    by?: string,
  ): Promise<void>;
  /** Takes away both credentials, the webhook's key to our door, and every session; recorded likewise. */
  wipe(connectionId: string, now: number, by?: string): Promise<void>;
}

/** Tokens of Gorgias, refreshed ahead of their end by one node at a time; and what is known of every credential. */
export interface TokenStore {
  /** The right to refresh, which ends by itself after a while; else until when nobody may. */
  claimRefresh(connectionId: string, now: number): Promise<RefreshClaim>;
  /** Keeps what `old` was refreshed to, and gives the right back; false, and nothing done, where another token than `old` is kept by now. */
  replace(connectionId: string, old: Token, refreshed: Token): Promise<boolean>;
  /** Counts it as ended from now on, if it is still the one that is kept. A node that is refreshing it keeps the right. */
  end(connectionId: string, token: Token): Promise<void>;
  /** The refresh failed: nobody tries again before `until`. The count of failures in a row grows. */
  postpone(connectionId: string, trouble: { why: RenewalTrouble; until: number; now: number }): Promise<void>;
  /** Keeps what is known of a credential; false, and nothing done, where another one is kept by now. A problem that is known keeps its time. */
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

/** Kept until it is done, or given up after a day. The secrets go with the row. */
export interface RevocationStore {
  /** Answers its id. `dueAt`: epoch ms. */
  request(revocation: Omit<Revocation, "id">, dueAt: number): Promise<number>;
  /** Due ones of a connection, each handed out to one node and again later, until it is done. */
  take(connectionId: string, now: number): Promise<Revocation[]>;
  done(id: number): Promise<void>;
  /** Connections that have due ones; forgets what is too old to be tried again. */
  due(now: number, limit: number): Promise<string[]>;
}
