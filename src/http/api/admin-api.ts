/**
 * The admin API behind the console, registered under /api. Each resource has one file: its schemas, routes and queries.
 */
import swagger from "@fastify/swagger";
import type { FastifyPluginAsync } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { answerErrors } from "./handle-errors.ts";
import { guard } from "./guard.ts";
import { endSession, showSession } from "./session.ts";
import { deactivateConnection, disconnectConnection, reactivateConnection, showConnection } from "./connection.ts";
import { changeLines, showLines } from "./lines.ts";
import { patchSettings, showSettings } from "./settings.ts";
import { changeAgent, showAgents, showHelpDeskUsers } from "./agents.ts";
import { listActivity, replayActivity, showActivityItem } from "./activity.ts";
import { showOverview } from "./overview.ts";
import { showUsage } from "./usage.ts";
import { showAlerts } from "./alerts.ts";
import { showAudit } from "./audit.ts";
import type { AdminApiDeps, Route } from "./route.ts";
import { parseJsonBodies } from "./parse-json.ts";

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
  showHelpDeskUsers,
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

/** Only the API's own description is public. All other routes need a session. */
export function adminApi(deps: AdminApiDeps): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    answerErrors(server);
    parseJsonBodies(server);
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
