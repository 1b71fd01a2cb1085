/** Formats durations: in their largest unit, and as the time that has passed. Pure. */

const UNITS = [
  { unit: "day", ms: 86_400_000, from: 2 },
  { unit: "hour", ms: 3_600_000, from: 1 },
  { unit: "minute", ms: 60_000, from: 1 },
] as const;

/** Durations below two days are in hours. */
export function formatDuration(language: string, ms: number): string {
  const { unit, ms: length } = UNITS.find((one) => ms >= one.ms * one.from) ?? { unit: "second", ms: 1_000 };
  const count = Math.max(0, Math.floor(ms / length));
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

const STEPS = [
  { unit: "year", ms: 31_536_000_000 },
  { unit: "month", ms: 2_592_000_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;

/** `3 min ago`, `yesterday`, `now` within the first seconds. Both are epoch ms. */
export function formatAgo(language: string, at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const passed = Math.max(0, now - at);
  const { unit, ms } = STEPS.find((one) => passed >= one.ms) ?? { unit: "second", ms: 1_000 };
  const count = Math.floor(passed / ms);
  return format.format(unit === "second" && count < 10 ? 0 : -count, unit);
}
