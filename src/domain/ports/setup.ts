/** What joining two accounts needs of each side. Each promise may reject with a RequestError (kit). */
import type { CallbackTagIds } from "../call-tags.ts";
import type { Line, Person } from "../call.ts";
import type { Credential } from "../connection.ts";
import type { DeskUser } from "../people.ts";

/** What an installed app is told about itself; nulls where only a key was given. */
export interface CompanyAbout {
  companyId: string | null;
  userName: string | null;
  userEmail: string | null;
  /** Lines linked to the app in the Aircall dashboard. */
  linkedLines: readonly string[] | null;
}

export interface CompanySetup {
  /** Asks whether the credential is taken, and nothing else. */
  ping(): Promise<void>;
  about(): Promise<CompanyAbout>;
  lines(): Promise<Line[]>;
  callbackTagIds(): Promise<CallbackTagIds>;
  /**
   * Subscribes this address to what we follow; the token comes with every delivery. A webhook that stands at this address
   * already takes the place of a new one; `wasOff`: it had been switched off, and is on again.
   */
  createWebhook(url: string): Promise<{ webhookId: string; token: string; wasOff: boolean } | "limit reached">;
  /** The webhook at this address as it stands, or null; changes nothing. */
  findWebhook(url: string): Promise<WebhookSeen | null>;
  /** Every webhook whose address begins so. */
  webhooksAt(addressStart: string): Promise<{ webhookId: string; url: string }[]>;
  /** Takes a webhook of ours away; one that is gone already is as good as that. */
  removeWebhook(webhookId: string): Promise<void>;
  /** Switches our app off. */
  disableApp(): Promise<void>;
  /** The team. */
  users(): Promise<Person[]>;
}

export interface WebhookSeen {
  active: boolean;
  /** Events that we follow and it does not tell, and the other way round. */
  missing: string[];
  extra: string[];
}

/** Who a help desk credential belongs to. */
export interface DeskIdentity {
  /** Null where it is not told. */
  id: number | null;
  name: string | null;
  email: string | null;
  admin: boolean;
}

/** A setting of the whole help desk account. */
export interface DeskSetting {
  type: string;
  data: unknown;
}

/** What is looked up in a help desk without changing anything. */
export interface DeskSetup {
  users(): Promise<DeskUser[]>;
  /** Null where the help desk does not tell. */
  settings(): Promise<DeskSetting[] | null>;
}

/** Opens both sides with credentials that are not stored yet. */
export interface OpenSetup {
  company(connectionId: string, account: string, credential: Credential): CompanySetup;
  whoIsAt(connectionId: string, account: string, credential: Credential): Promise<DeskIdentity>;
  desk(connectionId: string, account: string, credential: Credential): DeskSetup;
}
