/** The usual ranges of days for a report. Pure: days are calendar days such as `2026-03-29`. */

export const RANGES = ["today", "yesterday", "last7", "last30", "thisMonth", "lastMonth"] as const;
export type RangeName = (typeof RANGES)[number];

export interface DayRange {
  /** Both included. */
  from: string;
  to: string;
}

export function rangeOf(name: RangeName, today: string): DayRange {
  const yesterday = addDays(today, -1);
  const firstOfMonth = `${today.slice(0, 8)}01`;
  const endOfLastMonth = addDays(firstOfMonth, -1);
  const ranges: Record<RangeName, DayRange> = {
    today: { from: today, to: today },
    yesterday: { from: yesterday, to: yesterday },
    last7: { from: addDays(today, -6), to: today },
    last30: { from: addDays(today, -29), to: today },
    thisMonth: { from: firstOfMonth, to: today },
    lastMonth: { from: `${endOfLastMonth.slice(0, 8)}01`, to: endOfLastMonth },
  };
  return ranges[name];
}

/** The name of a range, or null for any other one. */
export function nameOf({ from, to }: DayRange, today: string): RangeName | null {
  const found = RANGES.find((name) => {
    const range = rangeOf(name, today);
    return range.from === from && range.to === to;
  });
  return found ?? null;
}

/** The day in a time zone. The browser's zone where this one is unknown to it. */
export function dayIn(zone: string | undefined, at: Date): string {
  const shape = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat("sv-SE", { ...shape, ...(zone === undefined ? {} : { timeZone: zone }) }).format(at);
  } catch {
    return new Intl.DateTimeFormat("sv-SE", shape).format(at);
  }
}

/** Whether the service accepts the range. */
export function isRange({ from, to }: DayRange): boolean {
  return isDay(from) && isDay(to) && from <= to && to < addDays(from, MOST_DAYS);
}

/** As the service has it. */
const MOST_DAYS = 366;

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
