/** The schema of each answer of the admin API that the stub serves. */
import { z } from "zod";
import { tokensSchema } from "../../src/http/api/tokens.ts";
import { webhooksSchema } from "../../src/http/api/webhooks.ts";
import { activityDetailSchema, activitySchema } from "../../src/http/api/activity.ts";
import { deliveryBodySchema, writeEvidenceSchema } from "../../src/http/api/activity-evidence.ts";
import {
  activityCountSchema,
  activityItemsSchema,
  activityOptionsSchema,
  retryFailedSchema,
} from "../../src/http/api/activity-tools.ts";
import { agentSchema } from "../../src/http/api/agents.ts";
import { alertsSchema } from "../../src/http/api/alerts.ts";
import { auditSchema } from "../../src/http/api/audit.ts";
import { cardPreviewSchema } from "../../src/http/api/card-preview.ts";
import { connectionSchema } from "../../src/http/api/connection.ts";
import { connectionDetailsSchema } from "../../src/http/api/connection-details.ts";
import { connectionFindingsSchema } from "../../src/http/api/connection-findings.ts";
import { linesSchema } from "../../src/http/api/lines.ts";
import { overviewSchema } from "../../src/http/api/overview.ts";
import { reportSchema } from "../../src/http/api/reports.ts";
import { sessionSchema } from "../../src/http/api/session.ts";
import { settingsAnswerSchema } from "../../src/http/api/settings.ts";
import { testAlertSchema } from "../../src/http/api/test-alert.ts";
import { usageSchema } from "../../src/http/api/usage.ts";
import { usageDistributionSchema } from "../../src/http/api/usage-distribution.ts";

/** The schema of each address's answer. Served answers are checked against these. */
export const SCHEMAS: Record<string, z.ZodType> = {
  "GET /api/session": sessionSchema,
  "GET /api/connection": connectionSchema,
  "GET /api/connection/details": connectionDetailsSchema,
  "GET /api/connection/findings": connectionFindingsSchema,
  "GET /api/lines": linesSchema,
  "GET /api/settings": settingsAnswerSchema,
  "GET /api/agents": z.object({ agents: z.array(agentSchema) }),
  "GET /api/desk-users": z.object({
    users: z.array(z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() })),
  }),
  "GET /api/tokens": tokensSchema,
  "GET /api/webhooks": webhooksSchema,
  "GET /api/overview": overviewSchema,
  "GET /api/reports": reportSchema,
  "GET /api/usage": usageSchema,
  "GET /api/usage/distribution": usageDistributionSchema,
  "GET /api/alerts": alertsSchema,
  "POST /api/alerts/test": testAlertSchema,
  "GET /api/settings/card-preview": cardPreviewSchema,
  "GET /api/audit": auditSchema,
  "GET /api/activity": activitySchema,
  "GET /api/activity/:id": activityDetailSchema,
  "GET /api/activity/options": activityOptionsSchema,
  "GET /api/activity/count": activityCountSchema,
  "GET /api/activity/items": activityItemsSchema,
  "POST /api/activity/retry-failed": retryFailedSchema,
  "GET /api/activity/:id/deliveries/:deliveryId": deliveryBodySchema,
  "GET /api/activity/:id/write": writeEvidenceSchema,
  "POST /api/connection/deactivate": connectionSchema,
};
