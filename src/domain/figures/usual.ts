/** What is usual at each hour of a day, from earlier days of the same weekday. Pure. */
import type { CallFigures, Grouped } from "../ports/reports.ts";

export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export interface HourOfDay {
  /** 0 to 23. */
  hour: number;
  answered: number;
  missed: number;
  /** Inbound calls that are usual in this hour. Null where no earlier day is known. */
  usual: number | null;
}

/** `earlier`: calls of the days to compare with. A day without any call does not count as a usual one. */
export function hoursOfDay(
  today: readonly Grouped<CallFigures>[],
  earlier: readonly Grouped<CallFigures>[],
): HourOfDay[] {
  const days = earlier.filter(({ dimension, inbound }) => dimension === "day" && inbound > 0).length;
  return HOURS.map((hour) => {
    const of = (rows: readonly Grouped<CallFigures>[]) =>
      rows.find(({ dimension, key }) => dimension === "hour" && key === String(hour));
    const { answered = 0, missed = 0 } = of(today) ?? {};
    return { hour, answered, missed, usual: days === 0 ? null : (of(earlier)?.inbound ?? 0) / days };
  });
}

/** Inbound calls that are usual by now. `hour` may have a fraction: 9.5 is half past nine. */
export function usualUntil(hours: readonly HourOfDay[], hour: number): number | null {
  if (hours.some(({ usual }) => usual === null)) return null;
  return hours.reduce((sum, one) => sum + (one.usual ?? 0) * Math.min(1, Math.max(0, hour - one.hour)), 0);
}
