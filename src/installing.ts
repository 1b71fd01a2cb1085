/** Wires install, sign-in and deactivation for the web routes and the console. */
import type { Config } from "./config.ts";
import { finishAircallFlow, startAircallFlow } from "./connections/aircall-oauth.ts";
import { finishGorgiasFlow, startGorgiasFlow } from "./connections/gorgias-oauth.ts";
import { roleChecks, type RoleChecks } from "./connections/check-role.ts";
import { refreshLines } from "./connections/refresh-lines.ts";
import { deactivate, disconnect, reactivate } from "./connections/stop-connection.ts";
import type { Person } from "./domain/call/call.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { InstallStore, RevocationStore } from "./domain/ports/install.ts";
import type { AircallOauth, GorgiasOauth, SessionStore } from "./domain/ports/oauth.ts";
import type { ReachProbes } from "./domain/ports/reach.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ActivityStore, ConnectionStore } from "./domain/ports/stores.ts";
import type { HelpDeskCache } from "./domain/ports/help-desk-cache.ts";
import type { InstallDeps } from "./http/install/install-routes.ts";
import type { Clock } from "./kit/clock.ts";
import type { Ids } from "./kit/ids.ts";
import type { Logger } from "./kit/logger.ts";
import type { Database } from "./storage/db/database.ts";
import { oauthFlows } from "./storage/connection/oauth-flows.ts";
import { sessionStore } from "./storage/admin/sessions.ts";

export interface InstallingDeps {
  config: Config;
  /** Null if no OAuth apps are configured. */
  gorgias: GorgiasOauth | null;
  aircall: AircallOauth | null;
  installs: InstallStore;
  revocations: RevocationStore;
  setup: OpenSetup;
  connections: ConnectionStore;
  activities: ActivityStore;
  helpDesks: OpenHelpDesk;
  memory: HelpDeskCache;
  database: Database;
  probes: ReachProbes;
  ids: Ids;
  clock: Clock;
  log: Logger;
}

export interface Installing {
  flows: InstallDeps["flows"];
  sessions: SessionStore;
  probes: ReachProbes;
  roles: RoleChecks;
  /** `by` names the person, also in the next two. */
  deactivate(connectionId: string, by: string): Promise<void>;
  reactivate(connectionId: string, by: string): Promise<"active" | "not joined">;
  disconnect(connectionId: string, by: string): Promise<void>;
  refreshLines(connectionId: string): Promise<Record<string, boolean> | null>;
  companyUsers(connectionId: string): Promise<Person[]>;
}

export function installing(deps: InstallingDeps): Installing {
  const { gorgias, aircall, installs, setup, connections, database } = deps;
  const sessions = sessionStore(database);
  const both = { ...deps, flows: oauthFlows(database), sessions, publicUrl: deps.config.publicUrl };
  return {
    sessions,
    probes: deps.probes,
    roles: roleChecks({ ...deps, sessions }),
    flows: gorgias &&
      aircall && {
        startGorgias: (account, next) => startGorgiasFlow({ ...both, gorgias }, { account, next }),
        finishGorgias: (callback) => finishGorgiasFlow({ ...both, gorgias }, callback),
        startAircall: (signedIn) => startAircallFlow({ ...both, aircall }, signedIn, "/lines"),
        finishAircall: (signedIn, callback) => finishAircallFlow({ ...both, aircall }, signedIn, callback),
      },
    deactivate: (connectionId, by) => deactivate(deps, connectionId, by),
    reactivate: (connectionId, by) => reactivate(deps, connectionId, by),
    disconnect: (connectionId, by) => disconnect(deps, connectionId, by),
    refreshLines: (connectionId) => refreshLines({ connections, installs, setup }, connectionId),
    async companyUsers(connectionId) {
      const { account, credential } = await connections.credential(connectionId, "aircall");
      return setup.company(connectionId, account, credential).users();
    },
  };
}
