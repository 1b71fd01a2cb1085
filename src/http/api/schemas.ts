/** The types of the admin API's answers. The console imports nothing else of the service. Times are ISO 8601. */
export type { ActivityAnswer, ActivityDetailAnswer, ActivityItemAnswer, PlanAnswer } from "./activity.ts";
export type { AgentAnswer } from "./agents.ts";
export type { AlertsAnswer } from "./alerts.ts";
export type { AuditAnswer } from "./audit.ts";
export type { ConnectionAnswer } from "./connection.ts";
export type { LineAnswer } from "./lines.ts";
export type { OverviewAnswer } from "./overview.ts";
export type { Session } from "./session.ts";
export type { SettingAnswer, SettingsAnswer } from "./settings.ts";
export type { UsageAnswer } from "./usage.ts";
