/** GET /api/alerts: active and resolved alerts with their remedies, in the language of the request. */
import { z } from "zod";
import { ALERT_KINDS } from "../../domain/alerts/alert.ts";
import { sayAlert } from "../../domain/alerts/say-alert.ts";
import { problemSchema } from "../problem.ts";
import { signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

export const alertsSchema = z
  .object({
    /** Active alerts first, then the latest resolved ones. */
    alerts: z.array(
      z.object({
        kind: z.enum(ALERT_KINDS),
        what: z.string(),
        remedy: z.string(),
        raisedAt: z.iso.datetime(),
        /** Null while the alert is active. */
        resolvedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: "Alerts" });

export type AlertsAnswer = z.infer<typeof alertsSchema>;

/** At most seven alerts are active at a time. */
const MOST_SHOWN = 50;

export const showAlerts: Route = (server, { admin }) => {
  const schema = {
    operationId: "listAlerts",
    tags: ["Alerts"],
    summary: "List alerts",
    response: { 200: alertsSchema, "4xx": problemSchema },
  };
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
