/** The status of the connection, its details, what the doctor finds, and the three actions on it. */
import type {
  ConnectionAnswer,
  ConnectionDetailsAnswer,
  ConnectionFindingsAnswer,
} from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type ConnectionAction = "deactivate" | "reactivate" | "disconnect";

export function readConnection(signal: AbortSignal): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>("/api/connection", { signal });
}

export function readConnectionDetails(signal: AbortSignal): Promise<ConnectionDetailsAnswer> {
  return request<ConnectionDetailsAnswer>("/api/connection/details", { signal });
}

/** Asks both vendors, so it takes seconds. */
export function checkConnection(signal: AbortSignal): Promise<ConnectionFindingsAnswer> {
  return request<ConnectionFindingsAnswer>("/api/connection/findings", { signal });
}

export function changeConnection(csrfToken: string, action: ConnectionAction): Promise<ConnectionAnswer> {
  return request<ConnectionAnswer>(`/api/connection/${action}`, { method: "POST", csrfToken });
}
