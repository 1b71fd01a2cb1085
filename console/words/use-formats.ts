/** Formats numbers, days and times in the chosen language. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { regionOf } from "./language.ts";
import { formatDuration } from "./format-duration.ts";

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
