/** Parses a typed time: ISO 8601, an offset such as `-30m`, `-2h` or `-3d`, or `now`. */

export type Moment = { at: number } | { agoMs: number };

const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Without a zone it means UTC, so that a command means the same on every machine. */
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Null if it is not a time. */
export function readMoment(typed: string): Moment | null {
  const text = typed.trim();
  if (text === "now") return { agoMs: 0 };
  const [, count, unit] = /^-(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count && unit) return { agoMs: Number(count) * (UNITS_MS[unit] ?? 0) };
  const iso = ISO.exec(text);
  if (!iso) return null;
  const at = Date.parse(text.includes("T") && !iso[1] ? `${text}Z` : text);
  return Number.isNaN(at) ? null : { at };
}

/** Epoch ms. */
export function momentAt(moment: Moment, now: number): number {
  return "at" in moment ? moment.at : now - moment.agoMs;
}
