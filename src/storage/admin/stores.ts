/** All that the console reads and stores, on one database. */
import type { AdminStores } from "../../domain/ports/admin.ts";
import { activityQueries } from "./activity.ts";
import { agentStore } from "./agents.ts";
import { connectionQueries } from "./connection.ts";
import { lineQueries } from "./lines.ts";
import { overviewQueries } from "./overview.ts";
import { settingStore } from "./settings.ts";
import { waitingQueries } from "./waiting.ts";
import { alertStore } from "./alerts.ts";
import { auditQueries } from "./audit.ts";
import type { Database } from "../db/database.ts";
import { usageQueries } from "../rate-limit/usage.ts";

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
