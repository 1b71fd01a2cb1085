// The vendor's way of writing times: microseconds and `+00:00` (contract 3).

export function formatTime(ms: number): string;
export function formatTime(ms: number | null): string | null;
export function formatTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().replace("Z", "000+00:00");
}

const isoPattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Epoch milliseconds, or undefined for text that is no ISO 8601 time. Without an offset it is UTC (contract 3). */
export function parseTime(text: string): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(match[1] === undefined && text.length > 10 ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
