/** Wires the admin API. */
import type { Config } from "./config.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import type { HelpDeskCache } from "./domain/ports/help-desk-cache.ts";
import type { AdminApiDeps } from "./http/api/admin-api.ts";
import type { Installing } from "./installing.ts";
import type { Clock } from "./kit/clock.ts";
import { adminStores } from "./storage/admin/stores.ts";
import type { Database } from "./storage/db/database.ts";
import { linksTo } from "./vendors.ts";

/** Everything except the session of a request and signing out. */
export type AdminServices = Omit<AdminApiDeps, "findSession" | "mayChange" | "signOut">;

export interface AdminParts {
  config: Config;
  database: Database;
  connections: ConnectionStore;
  installation: Installing;
  helpDesks: OpenHelpDesk;
  memory: HelpDeskCache;
  replay(account: string, activityId: string, by: string): Promise<boolean>;
  clock: Clock;
}

export function adminServices(parts: AdminParts): AdminServices {
  const { config, connections, installation, helpDesks, memory, replay, clock } = parts;
  const admin = adminStores(parts.database);
  return {
    admin,
    connections,
    connection: installation,
    lines: { refresh: installation.refreshLines },
    companyUsers: installation.companyUsers,
    async helpDeskUsers(connectionId) {
      const { account } = await connections.credential(connectionId, "gorgias");
      const users = await helpDesks({ id: connectionId, account }, "catch-up").users();
      await memory.rememberUsers(connectionId, users, clock());
      return users;
    },
    replay,
    gorgiasTicketUrl: linksTo(config).ticket,
    clock,
    allowLoopback: config.sandbox,
  };
}
