/** Parses a vendor's time: ISO or Unix, seconds or milliseconds, number or text. Without a zone it is UTC. */

/** Vendors send no time outside this range. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
/** Seconds are always below this number, milliseconds always above. */
const MILLISECONDS_FROM = 100_000_000_000;

/** Date, time, zone. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?))?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const ZONED = /(?:\b(?:Z|UTC|UT|GMT)|[+-]\d\d:?\d\d)\)?$/i;
const UNIX = /^\d{1,16}(?:\.\d+)?$/;

/** Epoch ms. Null if it is not a time, or an impossible one. */
export function vendorTime(value: unknown): number | null {
  const ms =
    typeof value === "number" ? fromUnix(value) : typeof value === "string" ? fromText(value.trim()) : Number.NaN;
  return ms >= EARLIEST_MS && ms < LATEST_MS ? Math.round(ms) : null;
}

function fromUnix(value: number): number {
  return Math.abs(value) < MILLISECONDS_FROM ? value * 1000 : value;
}

function fromText(text: string): number {
  if (UNIX.test(text)) return fromUnix(Number(text));
  const [whole, date, time = "00:00", zone = "Z"] = ISO.exec(text) ?? [];
  // Date.parse would read a time without a zone in the machine's zone.
  if (!whole) return Date.parse(ZONED.test(text) ? text : `${text} UTC`);
  return Date.parse(`${date}T${time.replace(",", ".")}${offsetOf(zone)}`);
}

/** In ISO form: `Z`, or `+02:00`. */
function offsetOf(zone: string): string {
  const [, hours, minutes = "00"] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours ? `${hours}:${minutes}` : "Z";
}
