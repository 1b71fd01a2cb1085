/** GET /api/alerts — what the admin should know, and what to do about it, in the language of the request. */
import { sayAlert } from "../../domain/alerts/say-alert.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { alertsSchema, problemSchema } from "./schemas.ts";

/** Those that stand are seven at most. */
const MOST_SHOWN = 50;

export const showAlerts: Route = (server, { admin }) => {
  const schema = { summary: "Alerts", response: { 200: alertsSchema, "4xx": problemSchema } };
  server.get("/alerts", { schema }, async (request) => {
    const language = languageOf(request);
    const alerts = await admin.alerts.list(signedInOf(request).connectionId, MOST_SHOWN);
    return {
      alerts: alerts.map((alert) => ({
        kind: alert.kind,
        ...sayAlert(alert, language),
        raisedAt: alert.raisedAt.toISOString(),
        resolvedAt: alert.resolvedAt?.toISOString() ?? null,
      })),
    };
  });
};
