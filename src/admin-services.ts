/** Wires the admin API. */
import { SCOPES as AIRCALL_SCOPES } from "./aircall/vendor.ts";
import type { Config } from "./config.ts";
import { attempt } from "./connections/doctor/attempt.ts";
import { examineConnection } from "./connections/doctor/examine.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { OpenPhoneSystem } from "./domain/ports/phone-system.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import type { WebhookStore } from "./domain/ports/webhooks.ts";
import type { HelpDeskCache } from "./domain/ports/help-desk-cache.ts";
import { EVENTS_SCOPE, SCOPES as GORGIAS_SCOPES } from "./gorgias/vendor.ts";
import type { AdminApiDeps } from "./http/api/admin-api.ts";
import type { Installing } from "./installing.ts";
import type { Clock } from "./kit/clock.ts";
import { postJson } from "./outbound/post-json.ts";
import { adminStores } from "./storage/admin/stores.ts";
import { doctorQueries } from "./storage/admin/doctor-queries.ts";
import type { Database } from "./storage/db/database.ts";
import { linksTo } from "./vendors.ts";

/** Everything except the session of a request and signing out. */
export type AdminServices = Omit<AdminApiDeps, "findSession" | "mayChange" | "signOut">;

export interface AdminParts {
  config: Config;
  database: Database;
  connections: ConnectionStore;
  webhooks: WebhookStore;
  installation: Installing;
  helpDesks: OpenHelpDesk;
  phones: OpenPhoneSystem;
  setup: OpenSetup;
  memory: HelpDeskCache;
  replay(account: string, activityId: string, by: string): Promise<boolean>;
  clock: Clock;
}

export function adminServices(parts: AdminParts): AdminServices {
  const { config, connections, webhooks, installation, helpDesks, phones, setup, memory, replay, clock } = parts;
  const admin = adminStores(parts.database);
  const { publicUrl } = config;
  const { lines, agents } = admin;
  const doctor = { queries: doctorQueries(parts.database), connections, lines, agents, setup, publicUrl, clock };
  return {
    admin,
    connections,
    webhooks,
    connection: installation,
    lines: { refresh: installation.refreshLines },
    companyUsers: installation.companyUsers,
    async helpDeskUsers(connectionId) {
      const { account } = await connections.credential(connectionId, "gorgias");
      const users = await helpDesks({ id: connectionId, account }, "catch-up").users();
      await memory.rememberUsers(connectionId, users, clock());
      return users;
    },
    async accessOf(connectionId, vendor) {
      const { credential } = await connections.credential(connectionId, vendor);
      if (credential.kind === "basic") return { access: "keys", scopes: null };
      if (vendor === "aircall") return { access: "oauth", scopes: AIRCALL_SCOPES.split(" ") };
      const { allowed } = await admin.feed.state(connectionId);
      return { access: "oauth", scopes: [...GORGIAS_SCOPES.split(" "), ...(allowed ? [EVENTS_SCOPE] : [])] };
    },
    async examine(connectionId, account) {
      const findings = await examineConnection(doctor, account);
      // Not a check: without the name, the page shows the rest.
      const name = await attempt(async () => {
        const { credential } = await connections.credential(connectionId, "aircall");
        return setup.company(connectionId, account, credential).companyName();
      });
      return { company: name.kind === "seen" ? name.value : null, findings };
    },
    async openRecording(connectionId, callId, kind, until) {
      const phone = await phones(connectionId, "catch-up");
      const media = (await phone.media(callId))?.find((one) => one.kind === kind);
      return media ? phone.download(media.url, until) : null;
    },
    replay,
    gorgiasTicketUrl: linksTo(config).ticket,
    links: linksTo(config),
    clock,
    postJson: postJson({ allowLoopback: config.sandbox }),
    publicUrl,
    allowLoopback: config.sandbox,
  };
}
