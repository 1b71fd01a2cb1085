/** All that the console reads and stores, on one database. */
import type { AdminStores } from "../../domain/ports/admin.ts";
import { activityQueries } from "./activity.ts";
import { agentStore } from "./agents.ts";
import { connectionQueries } from "./connection.ts";
import { lineQueries } from "./lines.ts";
import { overviewQueries } from "./overview.ts";
import { settingStore } from "./settings.ts";
import { waitingQueries } from "./waiting.ts";
import { customerFeed } from "../connection/customer-feed.ts";
import { apiTokenStore } from "../connection/api-tokens.ts";
import { alertStore } from "./alerts.ts";
import { auditQueries } from "./audit.ts";
import { connectionDetailQueries } from "./connection-details.ts";
import type { Database } from "../db/database.ts";
import { reportQueries } from "../figures/report-queries.ts";
import { distributionQueries } from "../figures/request-distribution.ts";
import { timeZoneStore } from "./time-zone.ts";
import { usageQueries } from "../rate-limit/usage.ts";

export function adminStores(database: Database): AdminStores {
  return {
    connections: connectionQueries(database),
    details: connectionDetailQueries(database),
    feed: customerFeed(database),
    lines: lineQueries(database),
    settings: settingStore(database),
    agents: agentStore(database),
    activity: activityQueries(database),
    overview: overviewQueries(database),
    usage: usageQueries(database),
    distribution: distributionQueries(database),
    waiting: waitingQueries(database),
    alerts: alertStore(database),
    audit: auditQueries(database),
    tokens: apiTokenStore(database),
    timeZone: timeZoneStore(database),
    reports: reportQueries(database),
  };
}
