/** The types of the admin API's answers. The console imports nothing else of the service. Times are ISO 8601. */
export type { GorgiasChecked, NumbersFound, SetUpAnswer, SignInWays } from "../access/access-answers.ts";
export type { ActivityAnswer, ActivityDetailAnswer, PlanAnswer } from "./activity.ts";
export type { DeliveryBodyAnswer, WriteEvidenceAnswer } from "./activity-evidence.ts";
export type { ActivityItemAnswer } from "./activity-item.ts";
export type {
  ActivityCountAnswer,
  ActivityItemsAnswer,
  ActivityOptionsAnswer,
  RetryFailedAnswer,
} from "./activity-tools.ts";
export type { AgentAnswer } from "./agents.ts";
export type { AlertsAnswer } from "./alerts.ts";
export type { AuditAnswer } from "./audit.ts";
export type { CardPreviewAnswer } from "./card-preview.ts";
export type { ConnectionAnswer } from "./connection.ts";
export type { ConnectionDetailsAnswer } from "./connection-details.ts";
export type { ConnectionFindingsAnswer } from "./connection-findings.ts";
export type { LineAnswer } from "./lines.ts";
export type { OverviewAnswer } from "./overview.ts";
export type { ReportAnswer } from "./reports.ts";
export type { Session } from "./session.ts";
export type { SettingAnswer, SettingsAnswer } from "./settings.ts";
export type { CreatedTokenAnswer, TokenAnswer } from "./tokens.ts";
export type { DeliveriesAnswer, DeliveryAnswer, DeliveryInFullAnswer } from "./webhook-deliveries.ts";
export type { CreatedWebhookAnswer, WebhookAnswer } from "./webhooks.ts";
export type { TestAlertAnswer } from "./test-alert.ts";
export type { UsageAnswer } from "./usage.ts";
export type { UsageDistributionAnswer } from "./usage-distribution.ts";
