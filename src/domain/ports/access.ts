/** What signing in without OAuth needs stored. Secrets are stored as hashes. Times are epoch ms. */
import type { ChangedBy } from "../connection/audit.ts";

export interface OneTimeLinks {
  /** `connectionId` null: a link to the set-up page. Making a link to a console is recorded in its audit log. */
  make(link: { secret: string; connectionId: string | null; expiresAt: number }, change: ChangedBy): Promise<void>;
  /** Takes the link, so that it works once. Null where it is unknown, used or expired. */
  take(secret: string, now: number): Promise<{ connectionId: string | null; account: string | null } | null>;
}

/** Browsers that may connect a new account. */
export interface SetUpSessions {
  open(secret: string, session: { now: number; expiresAt: number }): Promise<void>;
  isOpen(secret: string, now: number): Promise<boolean>;
  end(secret: string): Promise<void>;
}
