/** All that the console reads and stores, on one database. */
import type { AdminStores } from "../domain/ports/admin.ts";
import { activityQueries } from "./admin-activity.ts";
import { agentStore } from "./admin-agents.ts";
import { connectionQueries } from "./admin-connection.ts";
import { lineQueries } from "./admin-lines.ts";
import { overviewQueries } from "./admin-overview.ts";
import { settingStore } from "./admin-settings.ts";
import { waitingQueries } from "./admin-waiting.ts";
import { alertStore } from "./alerts.ts";
import { auditQueries } from "./audit.ts";
import type { Database } from "./database.ts";
import { usageQueries } from "./rate-limit/usage.ts";

export function adminStores(database: Database): AdminStores {
  return {
    connections: connectionQueries(database),
    lines: lineQueries(database),
    settings: settingStore(database),
    agents: agentStore(database),
    activity: activityQueries(database),
    overview: overviewQueries(database),
    usage: usageQueries(database),
    waiting: waitingQueries(database),
    alerts: alertStore(database),
    audit: auditQueries(database),
  };
}
