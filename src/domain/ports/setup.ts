/** What connecting two accounts needs of each side. Each promise may reject with a RequestError (kit). */
import type { CallbackTagIds } from "../call/call-tags.ts";
import type { Line, Person } from "../call/call.ts";
import type { Credential } from "../connection/connection.ts";
import type { HelpDeskUser } from "../customer/people.ts";

/** What an installed app learns about itself. Nulls where only a key was given. */
export interface CompanyAbout {
  companyId: string | null;
  userName: string | null;
  userEmail: string | null;
  /** Lines linked to the app in the Aircall dashboard. */
  linkedLines: readonly string[] | null;
}

export interface CompanySetup {
  /** Checks whether the vendor accepts the credential, and nothing else. */
  ping(): Promise<void>;
  about(): Promise<CompanyAbout>;
  /** The company's name. Null if Aircall does not tell. */
  companyName(): Promise<string | null>;
  lines(): Promise<Line[]>;
  callbackTagIds(): Promise<CallbackTagIds>;
  /**
   * Subscribes this address to the events that we process. Every delivery carries the token. An existing webhook at
   * this address is used instead of a new one. `wasOff`: it had been switched off, and is on again.
   */
  createWebhook(url: string): Promise<{ webhookId: string; token: string; wasOff: boolean } | "limit reached">;
  /** The current webhook at this address, or null. Changes nothing. */
  findWebhook(url: string): Promise<WebhookSeen | null>;
  /** Every webhook whose address begins with `addressStart`. */
  webhooksAt(addressStart: string): Promise<{ webhookId: string; url: string }[]>;
  /** Deletes a webhook of ours. A missing webhook counts as deleted. */
  removeWebhook(webhookId: string): Promise<void>;
  /** Switches our app off. */
  disableApp(): Promise<void>;
  /** The users of the company. */
  users(): Promise<Person[]>;
}

export interface WebhookSeen {
  active: boolean;
  /** `missing`: events that we process and the webhook does not send. `extra`: the other way round. */
  missing: string[];
  extra: string[];
}

/** The user that a help desk credential belongs to. */
export interface HelpDeskIdentity {
  /** Null where the help desk does not say. */
  id: number | null;
  name: string | null;
  email: string | null;
  admin: boolean;
}

/** A setting of the whole help desk account. */
export interface HelpDeskSetting {
  type: string;
  data: unknown;
}

/** What setup reads from a help desk. Changes nothing. */
export interface HelpDeskSetup {
  users(): Promise<HelpDeskUser[]>;
  /** Null where the help desk does not say. */
  settings(): Promise<HelpDeskSetting[] | null>;
}

/** Opens both sides with credentials that are not stored yet. */
export interface OpenSetup {
  company(connectionId: string, account: string, credential: Credential): CompanySetup;
  whoIsAt(connectionId: string, account: string, credential: Credential): Promise<HelpDeskIdentity>;
  helpDesk(connectionId: string, account: string, credential: Credential): HelpDeskSetup;
}
