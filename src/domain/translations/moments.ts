/** Times and durations as people read them. */
import { boundedMap } from "../../kit/bounded-map.ts";
import type { Language } from "./translations.ts";

/**
 * A moment in the line's zone with its offset from UTC: `22 Nov 2026, 14:05:09 UTC+1`. `seconds` is Unix time. It shows
 * no zone name, because names such as CET exist for few zones and differ between languages.
 */
export function displayMoment(seconds: number, timeZone: string | null, language: Language): string {
  const parts = clockOf(timeZone ?? "UTC", language).formatToParts(seconds * 1000);
  return parts.map(({ type, value }) => (type === "timeZoneName" ? displayOffset(value) : value)).join("");
}

/** Reads `GMT-04:00`, which all languages write alike except for the first letters. */
function displayOffset(offset: string): string {
  const [, sign, hours = "00", minutes = "00"] = /([+\u2212-])(\d{2}):(\d{2})/.exec(offset) ?? [];
  if (hours === "00" && minutes === "00") return "UTC";
  return `UTC${sign === "+" ? "+" : "-"}${Number(hours)}${minutes === "00" ? "" : `:${minutes}`}`;
}

/** Zone names come from outside, so the cache needs a bound. */
const MOST_CLOCKS = 1_000;
/** One for each zone and language. Making one takes longer than all other work for a note. */
const clocks = boundedMap<string, Intl.DateTimeFormat>(MOST_CLOCKS);

function clockOf(timeZone: string, language: Language): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const known = clocks.get(key);
  if (known) return known;
  const clock = makeClock(timeZone, language);
  clocks.set(key, clock);
  return clock;
}

function makeClock(timeZone: string, language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    timeZone: knownZone(timeZone),
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  });
}

/** `1 h 3 min 12 s`, without the parts that are zero. `0 s` for nothing. */
export function displayDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return shown.length > 0 ? shown.join(" ") : "0 s";
}

/** A zone from outside may be anything. Falls back to UTC for a zone that this machine does not know. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
