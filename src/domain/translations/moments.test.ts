/** Times and durations as people read them. */
import { describe, expect, it } from "vitest";
import { displayDuration, displayMoment } from "./moments.ts";

const OCTOBER = 1_760_000_000;
const JANUARY = 1_768_000_000;

describe("displayMoment", () => {
  it.each([
    [OCTOBER, "Europe/Paris", "en", "9 Oct 2025, 10:53:20 UTC+2"],
    [JANUARY, "Europe/Paris", "en", "10 Jan 2026, 00:06:40 UTC+1"],
    [OCTOBER, "America/New_York", "en", "9 Oct 2025, 04:53:20 UTC-4"],
    [OCTOBER, "Asia/Kolkata", "en", "9 Oct 2025, 14:23:20 UTC+5:30"],
    [OCTOBER, "Europe/Paris", "fr", "9 oct. 2025, 10:53:20 UTC+2"],
    [OCTOBER, null, "en", "9 Oct 2025, 08:53:20 UTC"],
    [OCTOBER, "Mars/Olympus", "en", "9 Oct 2025, 08:53:20 UTC"],
    [OCTOBER, "", "en", "9 Oct 2025, 08:53:20 UTC"],
    [OCTOBER, "<script>", "fr", "9 oct. 2025, 08:53:20 UTC"],
  ] as const)("C6: shows %d in %s, language %s, with the zone", (seconds, zone, language, shown) => {
    expect(displayMoment(seconds, zone, language)).toBe(shown);
  });
});

it.each(["en", "fr"] as const)("C6: names every zone in one style, in summer and in winter: %s", (language) => {
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC", "Etc/GMT+5", "US/Eastern", "Asia/Calcutta"];
  const odd = zones.flatMap((zone) =>
    [OCTOBER, JANUARY, JANUARY + 180 * 86_400].flatMap((at) => {
      const shown = displayMoment(at, zone, language);
      return / UTC(?:[+-]\d{1,2}(?::[1-5]\d)?)?$/.test(shown) ? [] : [`${zone}: ${shown}`];
    }),
  );
  expect(odd).toEqual([]);
});

it("C6: shows correct times also after very many zones", () => {
  const zones = Array.from({ length: 1_100 }, (_, i) => `Nowhere/${i}`);
  expect(new Set(zones.map((zone) => displayMoment(OCTOBER, zone, "en")))).toEqual(
    new Set(["9 Oct 2025, 08:53:20 UTC"]),
  );
  expect(displayMoment(OCTOBER, "Europe/Paris", "en")).toBe("9 Oct 2025, 10:53:20 UTC+2");
});

describe("displayDuration", () => {
  it.each([
    [0, "0 s"],
    [-3, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [192, "3 min 12 s"],
    [3600, "1 h"],
    [3792, "1 h 3 min 12 s"],
    [90_001, "25 h 1 s"],
    [12.4, "12 s"],
  ])("C7: shows %d s as %j", (seconds, shown) => {
    expect(displayDuration(seconds)).toBe(shown);
  });
});
