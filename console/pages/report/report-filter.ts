/** What a report is about: a range of days, perhaps one number, and by what its figures are grouped. */

export interface ReportFilter {
  /** Days such as `2026-03-29`, both included. */
  from: string;
  to: string;
  /** An Aircall number's id, or empty for all. */
  line: string;
}

export type ReportTable = "number" | "agent" | "hour" | "weekday" | "day";
