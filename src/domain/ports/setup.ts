/** What joining two accounts needs of each side. Each promise may reject with a RequestError (kit). */
import type { CallbackTagIds } from "../call-tags.ts";
import type { Line, Person } from "../call.ts";
import type { Credential } from "../connection.ts";

/** What an installed app is told about itself; nulls where only a key was given. */
export interface CompanyAbout {
  companyId: string | null;
  userName: string | null;
  userEmail: string | null;
  /** Lines linked to the app in the Aircall dashboard. */
  linkedLines: readonly string[] | null;
}

export interface CompanySetup {
  about(): Promise<CompanyAbout>;
  lines(): Promise<Line[]>;
  callbackTagIds(): Promise<CallbackTagIds>;
  /** Subscribes this address to what we follow; the token comes with every delivery. */
  /** A webhook that stands at this address already takes the place of a new one. */
  createWebhook(url: string): Promise<{ webhookId: string; token: string } | "limit reached">;
  /** Takes a webhook of ours away; one that is gone already is as good as that. */
  removeWebhook(webhookId: string): Promise<void>;
  /** Switches our app off. */
  disableApp(): Promise<void>;
  /** The team. */
  users(): Promise<Person[]>;
}

/** Who a help desk credential belongs to. */
export interface DeskIdentity {
  name: string | null;
  email: string | null;
  admin: boolean;
}

/** Opens both sides with credentials that are not stored yet. */
export interface OpenSetup {
  company(connectionId: string, account: string, credential: Credential): CompanySetup;
  whoIsAt(connectionId: string, account: string, credential: Credential): Promise<DeskIdentity>;
}
