/** The admin API behind the console: its routes are the table below, one file each. To be registered under /api. */
import swagger from "@fastify/swagger";
import type { FastifyPluginAsync } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { answerErrors } from "./answer-errors.ts";
import { changeAgent } from "./change-agent.ts";
import { changeLines } from "./change-lines.ts";
import { patchSettings } from "./change-settings.ts";
import { deactivateConnection } from "./deactivate-connection.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { endSession } from "./end-session.ts";
import { guard } from "./guard.ts";
import { reactivateConnection } from "./reactivate-connection.ts";
import { replayActivity } from "./replay-activity.ts";
import type { AdminApiDeps, Route } from "./route.ts";
import { showAlerts } from "./show-alerts.ts";
import { showAudit } from "./show-audit.ts";
import { showActivityItem } from "./show-activity-item.ts";
import { showAgents } from "./show-agents.ts";
import { showConnection } from "./show-connection.ts";
import { showDeskUsers } from "./show-desk-users.ts";
import { showLines } from "./show-lines.ts";
import { showOverview } from "./show-overview.ts";
import { showSession } from "./show-session.ts";
import { showSettings } from "./show-settings.ts";
import { showUsage } from "./show-usage.ts";
import { listActivity } from "./list-activity.ts";
import { takeJson } from "./take-json.ts";

const ROUTES: readonly Route[] = [
  showSession,
  endSession,
  showConnection,
  deactivateConnection,
  reactivateConnection,
  disconnectConnection,
  showLines,
  changeLines,
  showSettings,
  patchSettings,
  showAgents,
  changeAgent,
  showDeskUsers,
  listActivity,
  showActivityItem,
  replayActivity,
  showOverview,
  showUsage,
  showAlerts,
  showAudit,
];

const DOCUMENT = {
  info: { title: "Aircall to Gorgias: admin API", version: "1" },
  components: {
    securitySchemes: {
      session: { type: "apiKey", in: "cookie", name: "session", description: "Set by signing in." },
      csrf: {
        type: "apiKey",
        in: "header",
        name: "x-csrf-token",
        description: "csrfToken of GET /api/session; for writes.",
      },
    },
  },
} as const;

export type { AdminApiDeps, SignedIn } from "./route.ts";

/** Everything but the description of the API itself is for those who are signed in. */
export function adminApi(deps: AdminApiDeps): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    answerErrors(server);
    takeJson(server);
    await server.register(swagger, {
      openapi: { openapi: "3.1.0", ...DOCUMENT, security: [{ session: [] }] },
      transform: jsonSchemaTransform,
    });
    server.get("/openapi.json", { schema: { hide: true } }, async () => server.swagger());
    await server.register(async (inner) => {
      guard(inner, deps);
      for (const route of ROUTES) route(inner, deps);
    });
  };
}
