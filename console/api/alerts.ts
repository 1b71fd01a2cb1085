/** What an admin should know: alerts that stand, then the latest that are over. */
import type { AlertsAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type Alert = AlertsAnswer["alerts"][number];

export async function readAlerts(signal: AbortSignal): Promise<Alert[]> {
  return (await request<AlertsAnswer>("/api/alerts", { signal })).alerts;
}
