/** The figures of a range of days, and the address of their CSV export. */
import type { ReportAnswer } from "../../src/http/api/schemas.ts";
import type { ReportFilter, ReportTable } from "../pages/report/report-filter.ts";
import { request } from "./request.ts";

export function readReport(filter: ReportFilter, signal: AbortSignal): Promise<ReportAnswer> {
  return request<ReportAnswer>(`/api/reports?${searchOf(filter)}`, { signal });
}

export function exportAddress(filter: ReportFilter, by: ReportTable, language: string): string {
  return `/api/reports/export?${searchOf({ ...filter, by, language })}`;
}

/** The service uses it where it knows no other zone. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function searchOf(parts: object): string {
  const given = Object.entries({ ...parts, fallbackTimeZone: browserTimeZone() }).filter(([, value]) => value !== "");
  return new URLSearchParams(given).toString();
}
