/** The address of the activity list with a filter. */

export interface ActivityAddress {
  /** Days such as `2026-03-29`, both included. */
  from?: string;
  to?: string;
  /** Ids of Aircall. */
  line?: string;
  agent?: string;
  /** Separated by commas. */
  outcome?: string;
  result?: string;
}

/** What reports count as missed. */
export const MISSED_OUTCOMES = "missed,voicemail,callback";

export function activityAddress(filter: ActivityAddress): string {
  const search = new URLSearchParams(Object.entries(filter));
  return search.size === 0 ? "/activity" : `/activity?${search}`;
}
