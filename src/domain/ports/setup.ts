/** What joining two accounts needs of each side. Each promise may reject with a RequestError (kit). */
import type { CallbackTagIds } from "../call-tags.ts";
import type { Line } from "../call.ts";
import type { Credential } from "../connection.ts";

export interface CompanySetup {
  lines(): Promise<Line[]>;
  callbackTagIds(): Promise<CallbackTagIds>;
  /** Subscribes this address to what we follow; the token comes with every delivery. */
  createWebhook(url: string): Promise<{ webhookId: string; token: string }>;
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
