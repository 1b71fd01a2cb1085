/** Read-only requests about an account: users and settings (docs/vendors/gorgias.md 8, 10.1). */
import { z } from "zod";
import type { HelpDeskSetting, HelpDeskSetup } from "../domain/ports/setup.ts";
import { refusedWith } from "../kit/request-error.ts";
import { openAccount, type AccountDeps, type AccountIdentity, type GorgiasAccount } from "./account.ts";
import { items } from "./schemas.ts";
import { listUsers } from "./users.ts";

export const settingsSchema = z.object({ data: items(z.object({ type: z.string(), data: z.unknown() })) });

/** The data of the setting `business-hours`. */
export const businessHoursSchema = z.object({ timezone: z.string() });

export function helpDeskSetup(deps: AccountDeps, identity: AccountIdentity): HelpDeskSetup {
  const account = openAccount(deps, identity);
  return { users: () => listUsers(account), settings: () => readSettings(account) };
}

/** The documents name no scope for it, and the app works without. Null if the account refuses. */
async function readSettings(account: GorgiasAccount): Promise<HelpDeskSetting[] | null> {
  try {
    const asked = { method: "GET", path: "/account/settings", what: "settings of the account" } as const;
    return (await account.read(settingsSchema, asked)).data;
  } catch (error) {
    if (refusedWith(error, 401, 403, 404)) return null;
    throw error;
  }
}

/** The time zone of the business hours, as Gorgias names it. Null where it names none. */
export async function readTimeZone(account: GorgiasAccount): Promise<string | null> {
  const settings = (await readSettings(account)) ?? [];
  const hours = settings.flatMap(({ type, data }) => {
    const read = businessHoursSchema.safeParse(data);
    return type === "business-hours" && read.success ? read.data.timezone : [];
  });
  return hours[0] ?? null;
}
