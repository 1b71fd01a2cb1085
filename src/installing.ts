/** Wires install, sign-in and deactivation for the web routes and the console. */
import type { Config } from "./config.ts";
import { finishAircallFlow, startAircallFlow } from "./connections/sign-in/aircall-oauth.ts";
import { finishGorgiasFlow, startGorgiasFlow } from "./connections/sign-in/gorgias-oauth.ts";
import { roleChecks, type RoleChecks } from "./connections/sign-in/check-role.ts";
import { replaceKeys, type KeysReplaced, type NewKeys } from "./connections/access/replace-keys.ts";
import { refreshLines } from "./connections/maintenance/refresh-lines.ts";
import { deactivate, disconnect, reactivate } from "./connections/change/stop-connection.ts";
import type { Person } from "./domain/call/call.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { InstallStore, RevocationStore } from "./domain/ports/install.ts";
import type { AircallOauth, GorgiasOauth, SessionStore } from "./domain/ports/oauth.ts";
import type { ReachProbes } from "./domain/ports/reach.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ActivityStore, ConnectionStore } from "./domain/ports/stores.ts";
import type { HelpDeskCache } from "./domain/ports/help-desk-cache.ts";
import { keySignIn, makeLink, takeLink, type KeySignIn, type LinkUsed } from "./connections/sign-in/sign-in.ts";
import type { SetUpDeps } from "./connections/sign-in/set-up.ts";
import type { InstallDeps } from "./http/install/install-routes.ts";
import type { Clock } from "./kit/clock.ts";
import type { Ids } from "./kit/ids.ts";
import type { Logger } from "./kit/logger.ts";
import type { Database } from "./storage/db/database.ts";
import { customerFeed } from "./storage/connection/customer-feed.ts";
import { oauthFlows } from "./storage/connection/oauth-flows.ts";
import { oneTimeLinks, setUpSessions } from "./storage/connection/one-time-links.ts";
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

/** Signing in and connecting without an OAuth app. */
interface Access {
  takeLink(secret: string): Promise<LinkUsed>;
  signInWithKey(typed: { account: string; email: string; key: string }): Promise<KeySignIn>;
  setUp: SetUpDeps;
}

export interface Installing extends Access {
  /** `connectionId` null: a link to the set-up page. `by`: left out, the operator. */
  makeLink(connectionId: string | null, by?: string): Promise<{ url: string; expiresAt: string }>;
  flows: InstallDeps["flows"];
  sessions: SessionStore;
  probes: ReachProbes;
  roles: RoleChecks;
  /** `by` names the person, also in the next two. */
  deactivate(connectionId: string, by: string): Promise<void>;
  reactivate(connectionId: string, by: string): Promise<"active" | "not joined">;
  disconnect(connectionId: string, by: string): Promise<void>;
  replaceKeys(keys: NewKeys): Promise<KeysReplaced>;
  refreshLines(connectionId: string): Promise<Record<string, boolean> | null>;
  companyUsers(connectionId: string): Promise<Person[]>;
}

export function installing(deps: InstallingDeps): Installing {
  const { gorgias, aircall, installs, setup, connections, database } = deps;
  const sessions = sessionStore(database);
  const { publicUrl, aircallApiUrl } = deps.config;
  const access = {
    ...deps,
    links: oneTimeLinks(database),
    setUps: setUpSessions(database),
    sessions,
    publicUrl,
  };
  const feed = customerFeed(database);
  const both = { ...deps, flows: oauthFlows(database), feed, sessions, publicUrl: deps.config.publicUrl };
  return {
    makeLink: (connectionId, by) => makeLink(access, connectionId, by),
    takeLink: (secret) => takeLink(access, secret),
    signInWithKey: keySignIn(access),
    setUp: { ...access, aircallApiUrl, phonePanel: deps.config.sandbox ? aircallApiUrl : null },
    sessions,
    probes: deps.probes,
    roles: roleChecks({ ...deps, sessions }),
    flows: gorgias &&
      aircall && {
        startGorgias: (asked) => startGorgiasFlow({ ...both, gorgias }, asked),
        finishGorgias: (callback) => finishGorgiasFlow({ ...both, gorgias }, callback),
        startAircall: (signedIn) => startAircallFlow({ ...both, aircall }, signedIn, "/lines"),
        finishAircall: (signedIn, callback) => finishAircallFlow({ ...both, aircall }, signedIn, callback),
      },
    deactivate: (connectionId, by) => deactivate(deps, connectionId, by),
    reactivate: (connectionId, by) => reactivate(deps, connectionId, by),
    disconnect: (connectionId, by) => disconnect(deps, connectionId, by),
    replaceKeys: (keys) => replaceKeys(access, keys),
    refreshLines: (connectionId) => refreshLines({ connections, installs, setup }, connectionId),
    async companyUsers(connectionId) {
      const { account, credential } = await connections.credential(connectionId, "aircall");
      return setup.company(connectionId, account, credential).users();
    },
  };
}
