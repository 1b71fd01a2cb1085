/** Active alerts first, then the latest resolved ones. */
import type { AlertsAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type Alert = AlertsAnswer["alerts"][number];

export async function readAlerts(signal: AbortSignal): Promise<Alert[]> {
  return (await request<AlertsAnswer>("/api/alerts", { signal })).alerts;
}
