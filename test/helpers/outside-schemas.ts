/** Every schema of outside data, by its file. `repository/schemas` finds missing ones. */
import { z } from "zod";
import * as callList from "../../src/aircall/call-list.ts";
import * as companySetup from "../../src/aircall/company-setup.ts";
import * as deliveries from "../../src/aircall/deliveries.ts";
import * as messageFile from "../../src/aircall/message-file.ts";
import * as messageSchemas from "../../src/aircall/message-schema.ts";
import * as aircallOauth from "../../src/aircall/oauth.ts";
import * as phoneSystem from "../../src/aircall/phone-system.ts";
import * as aircall from "../../src/aircall/schemas.ts";
import * as webhookSetup from "../../src/aircall/webhook-setup.ts";
import * as configFile from "../../src/cli/config-file.ts";
import * as cliKeys from "../../src/cli/read-keys.ts";
import * as config from "../../src/config.ts";
import * as settings from "../../src/domain/settings/settings.ts";
import * as deskSetup from "../../src/gorgias/help-desk-setup.ts";
import * as gorgiasEvents from "../../src/gorgias/events.ts";
import * as gorgias from "../../src/gorgias/schemas.ts";
import * as whoIsAt from "../../src/gorgias/read-self.ts";
import * as vendorMessage from "../../src/outbound/vendor-message.ts";
import * as access from "../../src/http/access/access-schemas.ts";
import * as activity from "../../src/http/api/activity.ts";
import * as activityEvidence from "../../src/http/api/activity-evidence.ts";
import * as activityRecording from "../../src/http/api/activity-recording.ts";
import * as activityExport from "../../src/http/api/activity-export.ts";
import * as activityQuery from "../../src/http/api/activity-query.ts";
import * as activityTools from "../../src/http/api/activity-tools.ts";
import * as agents from "../../src/http/api/agents.ts";
import * as audit from "../../src/http/api/audit.ts";
import * as connectionKeys from "../../src/http/api/connection-keys.ts";
import * as page from "../../src/http/api/page.ts";
import * as overview from "../../src/http/api/overview.ts";
import * as reports from "../../src/http/api/reports.ts";
import * as usageDistribution from "../../src/http/api/usage-distribution.ts";
import * as cardPreview from "../../src/http/api/card-preview.ts";
import * as lines from "../../src/http/api/lines.ts";
import * as apiWebhooks from "../../src/http/api/webhooks.ts";
import * as webhookDeliveries from "../../src/http/api/webhook-deliveries.ts";
import * as apiTokens from "../../src/http/api/tokens.ts";
import * as apiSettings from "../../src/http/api/settings.ts";
import * as testAlert from "../../src/http/api/test-alert.ts";
import {
  AIRCALL_ANSWERS,
  AIRCALL_EVENTS,
  CONSOLE,
  ENVIRONMENT,
  GORGIAS_ANSWERS,
  ACCESS,
  CONFIG_FILES,
  KEYS,
} from "../fixtures/outside-json.ts";

export interface OutsideFile {
  file: string;
  /** By exported name. A schema made by an exported function is named after its call: `listOf(ticketSchema)`. */
  schemas: Readonly<Record<string, z.ZodType>>;
  samples: readonly unknown[];
  /** Paths of data that is passed on unread. */
  unread?: RegExp;
}

function schemasIn(module: object): Record<string, z.ZodType> {
  const all = Object.entries(module);
  return Object.fromEntries(all.filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType));
}

const { listOf, readableOf } = gorgias;
/** The other schemas of the file describe answers. */
const { linkSchema, keySchema, aircallKeySchema, connectSchema } = access;
const accessInputs = { linkSchema, keySchema, aircallKeySchema, connectSchema };
const { pageOf } = companySetup;

export const OUTSIDE: readonly OutsideFile[] = [
  { file: "src/aircall/schemas.ts", schemas: schemasIn(aircall), samples: AIRCALL_EVENTS },
  { file: "src/aircall/message-file.ts", schemas: schemasIn(messageFile), samples: AIRCALL_EVENTS },
  { file: "src/aircall/message-schema.ts", schemas: schemasIn(messageSchemas), samples: AIRCALL_EVENTS },
  { file: "src/aircall/deliveries.ts", schemas: schemasIn(deliveries), samples: AIRCALL_EVENTS },
  // Each call is stored and read like a delivery.
  {
    file: "src/aircall/call-list.ts",
    schemas: schemasIn(callList),
    samples: AIRCALL_ANSWERS,
    unread: /^\$\.calls?\./,
  },
  {
    file: "src/aircall/company-setup.ts",
    schemas: {
      ...schemasIn(companySetup),
      "pageOf(users)": pageOf("users", companySetup.userSchema),
      "pageOf(numbers)": pageOf("numbers", aircall.lineSchema),
      "pageOf(tags)": pageOf("tags", aircall.tagSchema),
    },
    samples: AIRCALL_ANSWERS,
  },
  {
    file: "src/outbound/vendor-message.ts",
    schemas: schemasIn(vendorMessage),
    samples: [{ error: { msg: "Failed to create ticket", data: { tags: ["Unknown tag: VIP"] } } }, { error: "no" }],
    // Only the text is used, whatever its shape.
    unread: /^\$\.error\.data/,
  },
  { file: "src/aircall/oauth.ts", schemas: schemasIn(aircallOauth), samples: AIRCALL_ANSWERS },
  { file: "src/aircall/phone-system.ts", schemas: schemasIn(phoneSystem), samples: AIRCALL_ANSWERS },
  { file: "src/aircall/webhook-setup.ts", schemas: schemasIn(webhookSetup), samples: AIRCALL_ANSWERS },
  {
    file: "src/gorgias/schemas.ts",
    schemas: {
      ...schemasIn(gorgias),
      "listOf(ticketSchema)": listOf(gorgias.ticketSchema),
      "listOf(customerSchema)": listOf(gorgias.customerSchema),
      "listOf(foundCustomerSchema)": listOf(gorgias.foundCustomerSchema),
      "listOf(userSchema)": listOf(gorgias.userSchema),
      "readableOf(userSchema)": readableOf(gorgias.userSchema),
      "listOf(fileSchema)": listOf(gorgias.fileSchema),
    },
    samples: GORGIAS_ANSWERS,
  },
  // The doctor searches a setting's data of any shape.
  {
    file: "src/gorgias/help-desk-setup.ts",
    schemas: schemasIn(deskSetup),
    samples: GORGIAS_ANSWERS,
    unread: /^\$\.data\.\d+\.data\./,
  },
  { file: "src/gorgias/events.ts", schemas: schemasIn(gorgiasEvents), samples: GORGIAS_ANSWERS },
  { file: "src/gorgias/read-self.ts", schemas: schemasIn(whoIsAt), samples: GORGIAS_ANSWERS },
  // Only the schemas of inputs. The other schemas of these files describe answers.
  { file: "src/http/api/lines.ts", schemas: { lineChoiceSchema: lines.lineChoiceSchema }, samples: CONSOLE },
  {
    file: "src/http/api/activity.ts",
    schemas: { activityListSchema: activity.activityListSchema, activityParamsSchema: activity.activityParamsSchema },
    samples: CONSOLE,
  },
  { file: "src/http/api/activity-query.ts", schemas: schemasIn(activityQuery), samples: CONSOLE },
  {
    file: "src/http/api/activity-evidence.ts",
    schemas: {
      deliveryParamsSchema: activityEvidence.deliveryParamsSchema,
      writeParamsSchema: activityEvidence.writeParamsSchema,
      writeQuerySchema: activityEvidence.writeQuerySchema,
    },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/activity-recording.ts",
    schemas: { recordingParamsSchema: activityRecording.recordingParamsSchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/activity-export.ts",
    schemas: { exportQuerySchema: activityExport.exportQuerySchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/activity-tools.ts",
    schemas: {
      activityIdsSchema: activityTools.activityIdsSchema,
      retryFailedBodySchema: activityTools.retryFailedBodySchema,
    },
    samples: CONSOLE,
  },
  { file: "src/http/api/page.ts", schemas: schemasIn(page), samples: CONSOLE },
  {
    file: "src/http/api/overview.ts",
    schemas: { overviewQuerySchema: overview.overviewQuerySchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/reports.ts",
    schemas: {
      reportQuerySchema: reports.reportQuerySchema,
      reportExportQuerySchema: reports.reportExportQuerySchema,
    },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/usage-distribution.ts",
    schemas: { usageDistributionQuerySchema: usageDistribution.usageDistributionQuerySchema },
    samples: CONSOLE,
  },
  { file: "src/http/api/audit.ts", schemas: { auditQuerySchema: audit.auditQuerySchema }, samples: CONSOLE },
  {
    file: "src/http/api/agents.ts",
    schemas: { agentParamsSchema: agents.agentParamsSchema, agentChoiceSchema: agents.agentChoiceSchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/connection-keys.ts",
    schemas: { newKeysSchema: connectionKeys.newKeysSchema },
    samples: ACCESS,
  },
  {
    file: "src/http/api/tokens.ts",
    schemas: { newTokenSchema: apiTokens.newTokenSchema, tokenParamsSchema: apiTokens.tokenParamsSchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/webhooks.ts",
    schemas: {
      newWebhookSchema: apiWebhooks.newWebhookSchema,
      webhookChangeSchema: apiWebhooks.webhookChangeSchema,
      webhookParamsSchema: apiWebhooks.webhookParamsSchema,
    },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/webhook-deliveries.ts",
    schemas: {
      deliveriesQuerySchema: webhookDeliveries.deliveriesQuerySchema,
      deliveryParamsSchema: webhookDeliveries.deliveryParamsSchema,
      deliveryCursorSchema: webhookDeliveries.deliveryCursorSchema,
    },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/card-preview.ts",
    schemas: { cardPreviewQuerySchema: cardPreview.cardPreviewQuerySchema },
    samples: CONSOLE,
  },
  {
    file: "src/http/api/test-alert.ts",
    schemas: { testAlertBodySchema: testAlert.testAlertBodySchema },
    samples: CONSOLE,
  },
  // `settingsSchema` checks names and values one by one.
  {
    file: "src/http/api/settings.ts",
    schemas: { settingsPatchSchema: apiSettings.settingsPatchSchema },
    samples: CONSOLE,
    unread: /^\$\.(?!__proto__$)/,
  },
  { file: "src/domain/settings/settings.ts", schemas: schemasIn(settings), samples: CONSOLE },
  { file: "src/config.ts", schemas: schemasIn(config), samples: ENVIRONMENT },
  { file: "src/cli/read-keys.ts", schemas: schemasIn(cliKeys), samples: KEYS },
  {
    file: "src/cli/config-file.ts",
    schemas: schemasIn(configFile),
    samples: CONFIG_FILES,
    unread: /^\$\.connections\.[^.]+\.settings\.(?!__proto__$)/,
  },
  { file: "src/http/access/access-schemas.ts", schemas: accessInputs, samples: ACCESS },
];
