/** The days that a report covers. Pure. */
import { addDays, countDays, isDay, type Day } from "../calendar/days.ts";

export interface ReportRange {
  /** Both included. */
  from: Day;
  to: Day;
}

/** The most days of one report. It bounds what a report costs. */
export const MOST_DAYS = 366;
/** Days of a report whose beginning is not given. */
const USUAL_DAYS = 30;

/** Null for a day that does not exist, a range that ends before it begins, and one of more than `MOST_DAYS`. */
export function readRange(
  asked: { from?: string | undefined; to?: string | undefined },
  today: Day,
): ReportRange | null {
  const to = asked.to ?? today;
  if (!isDay(to)) return null;
  const from = asked.from ?? addDays(to, 1 - USUAL_DAYS);
  if (!isDay(from)) return null;
  const days = countDays(from, to);
  return days >= 1 && days <= MOST_DAYS ? { from, to } : null;
}
