import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  countDays,
  dayAt,
  hourAt,
  isDay,
  listDays,
  mondayOf,
  offsetSpans,
  periodOf,
  weekdayOf,
} from "./days.ts";

const PARIS = "Europe/Paris";
const HOUR_MS = 3_600_000;

describe("days of a time zone", () => {
  it.each([
    ["of the change to summer time", "2026-03-29", 23],
    ["of the change to winter time", "2026-10-25", 25],
    ["of the year otherwise", "2026-11-22", 24],
  ])("are as long as the clock says: %s, %s has %i hours", (_, day, hours) => {
    const { since, until } = periodOf(PARIS, day, day);
    expect((until - since) / HOUR_MS).toBe(hours);
    expect(dayAt(PARIS, since)).toBe(day);
    expect(dayAt(PARIS, until - 1)).toBe(day);
    expect(dayAt(PARIS, since - 1)).toBe(addDays(day, -1));
  });

  it("begin after midnight where the clock skips it", () => {
    const { since, until } = periodOf("Africa/Cairo", "2024-04-26", "2024-04-26");
    expect(new Date(since).toISOString()).toBe("2024-04-25T22:00:00.000Z");
    expect(hourAt("Africa/Cairo", since)).toBe(1);
    expect((until - since) / HOUR_MS).toBe(23);
  });

  it("have the time of the clock, also in a zone beside the hour", () => {
    expect(hourAt("Asia/Kathmandu", Date.UTC(2026, 10, 29, 4, 0))).toBe(9.75);
  });

  it("give their weekday and the Monday of their week", () => {
    expect(weekdayOf("2026-11-29")).toBe(7);
    expect(mondayOf("2026-11-29")).toBe("2026-11-23");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
  });

  it("are counted and listed with the last one", () => {
    expect(countDays("2026-02-27", "2026-03-01")).toBe(3);
    expect(listDays("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(listDays("2026-03-02", "2026-03-01")).toEqual([]);
  });

  it("are written as a date that exists", () => {
    expect(["2026-02-28", "2024-02-29"].every(isDay)).toBe(true);
    expect(
      ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "today", "", "2026-02-28T00", "+002026-02-28"].filter(isDay),
    ).toEqual([]);
  });
});

describe("the offset from UTC", () => {
  it("changes within the day on which the clock changes", () => {
    const day = periodOf(PARIS, "2026-03-29", "2026-03-29");
    const change = Date.UTC(2026, 2, 29, 1);
    expect(offsetSpans(PARIS, day)).toEqual([
      { since: day.since, until: change, offsetSeconds: 3600 },
      { since: change, until: day.until, offsetSeconds: 7200 },
    ]);
  });

  it("is one where the clock never changes, also beside the hour", () => {
    const period = { since: 0, until: 40_000 * HOUR_MS };
    expect(offsetSpans("UTC", period)).toEqual([{ ...period, offsetSeconds: 0 }]);
    const later = periodOf("Asia/Kathmandu", "2026-01-01", "2026-12-31");
    expect(offsetSpans("Asia/Kathmandu", later)).toEqual([{ ...later, offsetSeconds: 20_700 }]);
  });

  it("gives each moment of a period its local hour and day, in every zone, without gaps", () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const start = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(
        zone,
        start,
        fc.integer({ min: 1, max: 500 * 24 * HOUR_MS }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (name, since, length, part) => {
          const spans = offsetSpans(name, { since, until: since + length });
          expect(spans[0]?.since).toBe(since);
          expect(spans.at(-1)?.until).toBe(since + length);
          expect(spans.slice(1).map((span) => span.since)).toEqual(spans.slice(0, -1).map((span) => span.until));
          const at = since + Math.floor(length * part);
          const span = spans.find((one) => one.since <= at && at < one.until);
          const local = new Date(at + (span?.offsetSeconds ?? Number.NaN) * 1000).toISOString();
          expect(local.slice(0, 10)).toBe(dayAt(name, at));
          expect(Number(local.slice(11, 13))).toBe(Math.floor(hourAt(name, at)));
        },
      ),
      { numRuns: 200 },
    );
  });
});
