/** The settings with their defaults and their change history. */
import type { SettingsAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export function readSettings(signal: AbortSignal): Promise<SettingsAnswer> {
  return request<SettingsAnswer>("/api/settings", { signal });
}

/** `changes` holds the changed settings only, by name. */
export async function changeSettings(csrfToken: string, changes: Record<string, unknown>): Promise<void> {
  await request("/api/settings", { method: "PATCH", csrfToken, body: changes });
}
