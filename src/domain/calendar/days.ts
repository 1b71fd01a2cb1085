/** Calendar days in a time zone: where each begins and ends, and by how much local time differs from UTC. */
import { Temporal } from "temporal-polyfill";

/** A calendar day of a time zone, as `2026-03-29`. */
export type Day = string;

/** From `since` to before `until`, epoch ms. */
export interface Period {
  since: number;
  until: number;
}

/** A period without a change of the clock. Local time is UTC plus `offsetSeconds`. */
export interface OffsetSpan extends Period {
  offsetSeconds: number;
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day at this moment. */
export function dayAt(zone: string, at: number): Day {
  return zoned(zone, at).toPlainDate().toString();
}

/** The time of the clock at this moment, in hours from 0 to below 24: 9.5 is half past nine. */
export function hourAt(zone: string, at: number): number {
  const { hour, minute } = zoned(zone, at);
  return hour + minute / 60;
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** From 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** The Monday of the day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** Number of days from the first to the last, both included. */
export function countDays(first: Day, last: Day): number {
  return Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last)).days + 1;
}

/** The days from the first to the last, both included. */
export function listDays(first: Day, last: Day): Day[] {
  return Array.from({ length: Math.max(0, countDays(first, last)) }, (_, i) => addDays(first, i));
}

/** From the beginning of the first day to the end of the last. A day may have 23 or 25 hours. */
export function periodOf(zone: string, first: Day, last: Day): Period {
  return { since: beginningOf(zone, first), until: beginningOf(zone, addDays(last, 1)) };
}

/** The first moment of the day. Where the clock skips midnight, the day begins later. */
function beginningOf(zone: string, day: Day): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** The period in pieces without a change of the clock, in order, without gaps. */
export function offsetSpans(zone: string, { since, until }: Period): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let at: Temporal.ZonedDateTime | null = zoned(zone, since);
  while (at && at.epochMilliseconds < until) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition("next");
    spans.push({
      since: at.epochMilliseconds,
      until: Math.min(until, next?.epochMilliseconds ?? until),
      offsetSeconds: at.offsetNanoseconds / 1e9,
    });
    at = next;
  }
  return spans;
}

function zoned(zone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
