/** Formats numbers, days and times in the chosen language. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { regionOf } from "./language.ts";
import { formatAgo, formatDuration } from "./format-duration.ts";
import { formatSeconds } from "./format-seconds.ts";

const DAY_MS = 86_400_000;
/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);

export interface Formats {
  number(value: number): string;
  /** A calendar day `2026-11-22`, whatever the time zone. */
  day(day: string): string;
  /** With the time zone. A missing or unknown zone means the browser's. */
  time(iso: string, zone: string | null): string;
  list(items: readonly string[]): string;
  /** At most one decimal. */
  average(value: number): string;
  /** Hour and minute, in the browser's time zone. */
  clock(iso: string): string;
  /** `ms` in its largest unit: `3 minutes`. */
  duration(ms: number): string;
  /** `3 min ago`. `now` is epoch ms. */
  ago(iso: string, now: number): string;
  /** Hour, minute and second, in the browser's time zone. */
  second(iso: string): string;
  /** Day, month and year, in the browser's time zone. */
  date(iso: string): string;
  /** In at most two units: `2 min 5 s`. */
  seconds(seconds: number): string;
  /** A share from 0 to 1 as a percentage. */
  percent(share: number): string;
  /** The name of a weekday, from 1 for Monday. */
  weekday(weekday: number): string;
}

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsFor(regionOf(i18n.language, navigator.languages)), [i18n.language]);
}

function formatsFor(language: string): Formats {
  const numbers = new Intl.NumberFormat(language);
  const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const averages = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const minutes = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "long" });
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const percents = new Intl.NumberFormat(language, { style: "percent" });
  const weekdays = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  const lists = new Intl.ListFormat(language);
  const clocks = new Map<string, Intl.DateTimeFormat>();
  const clockOf = (zone: string): Intl.DateTimeFormat => {
    const clock = clocks.get(zone) ?? newClock(language, zone);
    clocks.set(zone, clock);
    return clock;
  };
  return {
    number: (value) => numbers.format(value),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    time: (iso, zone) => clockOf(zone ?? "").format(new Date(iso)),
    list: (items) => lists.format(items),
    average: (value) => averages.format(value),
    clock: (iso) => minutes.format(new Date(iso)),
    duration: (ms) => formatDuration(language, ms),
    ago: (iso, now) => formatAgo(language, Date.parse(iso), now),
    date: (iso) => dates.format(new Date(iso)),
    second: (iso) => clock.format(new Date(iso)),
    seconds: (seconds) => formatSeconds(language, seconds),
    percent: (share) => percents.format(share),
    weekday: (weekday) => weekdays.format(MONDAY_MS + (weekday - 1) * DAY_MS),
  };
}

function newClock(language: string, zone: string): Intl.DateTimeFormat {
  const shape: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat(language, zone === "" ? shape : { ...shape, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(language, shape);
  }
}
