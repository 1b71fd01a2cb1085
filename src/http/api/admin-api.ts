/**
 * The admin API behind the console, registered under /api. Each resource has one file: its schemas, routes and queries.
 */
import swagger from "@fastify/swagger";
import type { FastifyPluginAsync } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { answerErrors } from "./handle-errors.ts";
import { guard } from "./guard.ts";
import { endSession, showSession } from "./session.ts";
import { deactivateConnection, disconnectConnection, reactivateConnection, showConnection } from "./connection.ts";
import { replaceConnectionKeys } from "./connection-keys.ts";
import { showConnectionDetails } from "./connection-details.ts";
import { showConnectionFindings } from "./connection-findings.ts";
import { changeLines, showLines } from "./lines.ts";
import { patchSettings, showSettings } from "./settings.ts";
import { changeAgent, showAgents, showHelpDeskUsers } from "./agents.ts";
import { listActivity, replayActivity, showActivityItem } from "./activity.ts";
import { playRecording } from "./activity-recording.ts";
import { showDeliveryBody, showWriteEvidence } from "./activity-evidence.ts";
import { exportActivity } from "./activity-export.ts";
import { countActivity, retryFailed, showActivityItems, showActivityOptions } from "./activity-tools.ts";
import { showOverview } from "./overview.ts";
import { exportReport, showReport } from "./reports.ts";
import { showUsage } from "./usage.ts";
import { showUsageDistribution } from "./usage-distribution.ts";
import { showAlerts } from "./alerts.ts";
import { sendTestAlert } from "./test-alert.ts";
import { showCardPreview } from "./card-preview.ts";
import { showAudit } from "./audit.ts";
import { addToken, listTokens, revokeToken } from "./tokens.ts";
import { createWebhook, listWebhooks, patchWebhook, removeWebhook, renewWebhookSecret } from "./webhooks.ts";
import { listDeliveries, replayDelivery, showDelivery, testWebhook } from "./webhook-deliveries.ts";
import type { AdminApiDeps, Route } from "./route.ts";
import { parseJsonBodies } from "./parse-json.ts";
import { describeApi } from "./openapi.ts";

const ROUTES: readonly Route[] = [
  showSession,
  endSession,
  showConnection,
  deactivateConnection,
  reactivateConnection,
  disconnectConnection,
  replaceConnectionKeys,
  showLines,
  changeLines,
  showSettings,
  patchSettings,
  showAgents,
  changeAgent,
  showHelpDeskUsers,
  listActivity,
  showActivityItem,
  replayActivity,
  showActivityOptions,
  countActivity,
  showActivityItems,
  retryFailed,
  exportActivity,
  showDeliveryBody,
  showWriteEvidence,
  playRecording,
  showOverview,
  showUsage,
  showUsageDistribution,
  showAlerts,
  sendTestAlert,
  showAudit,
  listTokens,
  addToken,
  revokeToken,
  listWebhooks,
  createWebhook,
  patchWebhook,
  removeWebhook,
  renewWebhookSecret,
  testWebhook,
  listDeliveries,
  showDelivery,
  replayDelivery,
  showReport,
  exportReport,
  showCardPreview,
  showConnectionDetails,
  showConnectionFindings,
];

export type { AdminApiDeps, SignedIn } from "./route.ts";

/** Only the API's own description is public. All other routes need a session or an API token. */
export function adminApi(deps: AdminApiDeps): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    answerErrors(server);
    parseJsonBodies(server);
    await server.register(swagger, describeApi(deps.publicUrl ?? "/"));
    server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger());
    await server.register(async (inner) => {
      await guard(inner, deps);
      for (const route of ROUTES) route(inner, deps);
    });
  };
}
