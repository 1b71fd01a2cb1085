/** Formats a duration in its largest unit: `3 minutes`. Pure. */

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
