/** The status of the connection, and the three actions on it. */
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type ConnectionAction = "deactivate" | "reactivate" | "disconnect";

export function readConnection(signal: AbortSignal): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>("/api/connection", { signal });
}

export function changeConnection(csrfToken: string, action: ConnectionAction): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>(`/api/connection/${action}`, { method: "POST", csrfToken });
}
