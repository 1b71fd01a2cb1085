/** Times and durations as people read them. */
import type { Language } from "./texts.ts";

/** A moment in the line's zone with the zone's name: `22 Nov 2026, 14:05:09 CET`. `seconds` is Unix time. */
export function displayMoment(seconds: number, timeZone: string | null, language: Language): string {
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    timeZone: knownZone(timeZone),
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(seconds * 1000);
}

/** `1 h 3 min 12 s`, without the parts that are zero; `0 s` for nothing. */
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

/** A zone from outside may be anything; what this machine does not know is shown in UTC. */
function knownZone(timeZone: string | null): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: timeZone ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
