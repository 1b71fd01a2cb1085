/** The settings with their defaults and their change history. */
import type { CardPreviewAnswer, SettingsAnswer, TestAlertAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readSettings(signal: AbortSignal): Promise<SettingsAnswer> {
  return request<SettingsAnswer>("/api/settings", { signal });
}

/** `changes` holds the changed settings only, by name. */
export async function changeSettings(csrfToken: string, changes: Record<string, unknown>): Promise<void> {
  await request("/api/settings", { method: "PATCH", csrfToken, body: changes });
}

/** `alertUrl` null: the saved address. */
export function sendTestAlert(csrfToken: string, alertUrl: string | null): Promise<TestAlertAnswer> {
  const body = alertUrl === null ? {} : { alertUrl };
  return request<TestAlertAnswer>("/api/alerts/test", { method: "POST", csrfToken, body });
}

/** The insight card with these settings. What is left out is as it is saved. */
export function readCardPreview(settings: Record<string, string>, signal: AbortSignal): Promise<CardPreviewAnswer> {
  const query = new URLSearchParams(settings).toString();
  return request<CardPreviewAnswer>(`/api/settings/card-preview${query && `?${query}`}`, { signal });
}
