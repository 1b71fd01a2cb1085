/** Which time zone the days and hours of a team are in. */

/** In the order of trust. `utc`: no source names a zone that this machine knows. */
type TimeZoneSource = "setting" | "gorgias" | "numbers" | "browser" | "utc";

export interface TeamTimeZone {
  /** IANA name. */
  name: string;
  source: TimeZoneSource;
}

/** What is known of a team's time zone. Names come from outside, so each may be anything. */
export interface TimeZoneFacts {
  /** The admin's choice. Empty means none. */
  setting: string;
  /** The zone of the business hours in Gorgias. */
  gorgias: string | null;
  /** The zones of the selected Aircall numbers, one for each number. */
  numbers: readonly (string | null)[];
}

/** `browser`: the zone of the person who asks, the last resort. */
export function chooseTimeZone({ setting, gorgias, numbers }: TimeZoneFacts, browser: string | null): TeamTimeZone {
  const candidates: readonly (readonly [TimeZoneSource, string | null])[] = [
    ["setting", setting],
    ["gorgias", gorgias],
    ["numbers", mostFrequent(numbers.filter((name) => name !== null && isTimeZone(name)))],
    ["browser", browser],
  ];
  for (const [source, name] of candidates) if (name !== null && isTimeZone(name)) return { name, source };
  return { name: "UTC", source: "utc" };
}

/** True for names of the IANA database that this machine knows. An offset such as `+01:00` has no letters. */
export function isTimeZone(name: string): boolean {
  if (!/[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Of equally frequent names the first one. */
function mostFrequent(names: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].reduce<[string | null, number]>((best, one) => (one[1] > best[1] ? one : best), [null, 0])[0];
}
