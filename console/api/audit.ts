/** The audit log, newest first, page by page. */
import type { AuditAnswer } from "../../src/http/api/schemas.ts";
import { request } from "./request.ts";

export type AuditEntry = AuditAnswer["entries"][number];
export type AuditPerson = AuditAnswer["people"][number];

/** By the names of the API's parameters. */
export type AuditQuery = Readonly<Record<string, string>>;

export function readAudit(query: AuditQuery, cursor: string | null, signal: AbortSignal): Promise<AuditAnswer> {
  const parameters = new URLSearchParams({ ...query, ...(cursor === null ? {} : { cursor }) }).toString();
  return request<AuditAnswer>(`/api/audit${parameters && `?${parameters}`}`, { signal });
}
