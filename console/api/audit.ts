/** The audit log, newest first, page by page. */
import type { AuditAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type AuditEntry = AuditAnswer["entries"][number];

export function readAudit(cursor: string | null, signal: AbortSignal): Promise<AuditAnswer> {
  return request<AuditAnswer>(`/api/audit${cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`}`, {
    signal,
  });
}
