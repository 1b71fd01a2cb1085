/** Formats a duration in at most two units, with their symbols: `0.4 s`, `2 min 5 s`, `3 h 12 min`. Pure. */

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
type Unit = (typeof UNITS)[number][0];

const SYMBOLS: Record<Unit, string> = { day: "d", hour: "h", minute: "min", second: "s" };
const FRENCH_DAY = "j";
/** Shorter durations have a decimal. */
const DECIMAL_BELOW_S = 10;
const NO_BREAK_SPACE = "\u00A0";

export function formatSeconds(language: string, seconds: number): string {
  const isFrench = language.toLowerCase().startsWith("fr");
  const say = (unit: Unit, value: number, digits = 0) => {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
    return `${number}${NO_BREAK_SPACE}${unit === "day" && isFrench ? FRENCH_DAY : SYMBOLS[unit]}`;
  };
  if (seconds < DECIMAL_BELOW_S) return say("second", Math.max(0, seconds), 1);
  const whole = Math.round(seconds);
  const from = UNITS.findIndex(([, length]) => whole >= length);
  const [[unit, length], next] = [UNITS[from] ?? UNITS[3], UNITS[from + 1]];
  const first = say(unit, Math.floor(whole / length));
  const rest = next ? Math.floor((whole % length) / next[1]) : 0;
  return next && rest > 0 ? `${first} ${say(next[0], rest)}` : first;
}
