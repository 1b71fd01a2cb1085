/** The connection's standing, and the three things an admin can do to it. */
import type { ConnectionAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type ConnectionAction = "deactivate" | "reactivate" | "disconnect";

export function readConnection(signal: AbortSignal): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>("/api/connection", { signal });
}

export function changeConnection(csrfToken: string, act: ConnectionAction): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>(`/api/connection/${act}`, { method: "POST", csrfToken });
}
