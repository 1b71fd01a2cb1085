/** What is looked up in a Gorgias account without changing anything: its users and its settings (contract 8, 10.1). */
import { z } from "zod";
import type { DeskSetting, DeskSetup } from "../domain/ports/setup.ts";
import { refusedWith } from "../kit/request-error.ts";
import { openAccount, type AccountDeps, type AccountIdentity, type GorgiasAccount } from "./account.ts";
import { items } from "./schemas.ts";
import { listUsers } from "./users.ts";

export const settingsSchema = z.object({ data: items(z.object({ type: z.string(), data: z.unknown() })) });

export function deskSetup(deps: AccountDeps, identity: AccountIdentity): DeskSetup {
  const account = openAccount(deps, identity);
  return { users: () => listUsers(account), settings: () => readSettings(account) };
}

/** No scope is named for it, and no app needs it: an account that refuses it tells nothing. */
async function readSettings(account: GorgiasAccount): Promise<DeskSetting[] | null> {
  try {
    const asked = { method: "GET", path: "/account/settings", what: "settings of the account" } as const;
    return (await account.read(settingsSchema, asked)).data;
  } catch (error) {
    if (refusedWith(error, 401, 403, 404)) return null;
    throw error;
  }
}
