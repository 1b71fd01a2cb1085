/** What Overview and Reports work out by themselves, without a browser. */
import { describe, expect, it } from "vitest";
import { dayIn, isRange, nameOf, RANGES, rangeOf } from "../../console/pages/report/date-ranges.ts";
import { choiceToSearch, searchToChoice } from "../../console/pages/report/report-in-address.ts";
import { activityAddress } from "../../console/parts/activity-address.ts";
import { formatAgo } from "../../console/words/format-duration.ts";
import { formatSeconds } from "../../console/words/format-seconds.ts";

const TODAY = "2026-03-01";

describe("the ranges of a report", () => {
  it("are counted back from today by the calendar", () => {
    expect(RANGES.map((name) => [name, rangeOf(name, TODAY).from, rangeOf(name, TODAY).to])).toEqual([
      ["today", "2026-03-01", "2026-03-01"],
      ["yesterday", "2026-02-28", "2026-02-28"],
      ["last7", "2026-02-23", "2026-03-01"],
      ["last30", "2026-01-31", "2026-03-01"],
      ["thisMonth", "2026-03-01", "2026-03-01"],
      ["lastMonth", "2026-02-01", "2026-02-28"],
    ]);
    expect(nameOf({ from: "2026-02-01", to: "2026-02-28" }, TODAY)).toBe("lastMonth");
    expect(nameOf({ from: "2026-02-02", to: "2026-02-28" }, TODAY)).toBeNull();
  });

  it("are at most a year, of days that exist, in their order", () => {
    expect(isRange({ from: "2025-03-01", to: "2026-03-01" })).toBe(true);
    expect(isRange({ from: "2025-02-28", to: "2026-03-01" })).toBe(false);
    expect(isRange({ from: "2026-03-02", to: "2026-03-01" })).toBe(false);
    expect(isRange({ from: "", to: "2026-03-01" })).toBe(false);
    expect(isRange({ from: "2026-02-30", to: "2026-03-01" })).toBe(false);
  });

  it("begin with the day of the team, wherever the browser is", () => {
    const at = new Date("2026-03-01T23:30:00Z");
    expect([dayIn("Europe/Paris", at), dayIn("America/New_York", at)]).toEqual(["2026-03-02", "2026-03-01"]);
    expect(dayIn("Mars/Olympus", at)).toMatch(/^2026-03-0[12]$/);
  });

  it("are in the address, where anything else falls back to the last thirty days", () => {
    const choice = { from: "2026-02-01", to: "2026-02-02", line: "12", by: "hour" } as const;
    expect(searchToChoice(new URLSearchParams(choiceToSearch(choice)), TODAY)).toEqual(choice);
    const odd = new URLSearchParams("from=2026-02-30&by=moon");
    expect(searchToChoice(odd, TODAY)).toEqual({ from: "2026-01-31", to: TODAY, line: "", by: "number" });
  });
});

it("the address of a list has only what is given", () => {
  expect(activityAddress({})).toBe("/activity");
  expect(activityAddress({ line: "1 2", outcome: "a,b" })).toBe("/activity?line=1+2&outcome=a%2Cb");
});

it.each([
  [0.43, "0.4 s", "0,4 s"],
  [0, "0 s", "0 s"],
  [42.4, "42 s", "42 s"],
  [125, "2 min 5 s", "2 min 5 s"],
  [3_600, "1 h", "1 h"],
  [11_520, "3 h 12 min", "3 h 12 min"],
  [90_000, "1 d 1 h", "1 j 1 h"],
])("%d seconds are %j in English and %j in French", (seconds, en, fr) => {
  const plain = (text: string) => text.replaceAll("\u00A0", " ");
  expect([plain(formatSeconds("en-GB", seconds)), plain(formatSeconds("fr-FR", seconds))]).toEqual([en, fr]);
});

it("a moment is shown relative to now, and a later one as now", () => {
  const now = Date.UTC(2026, 2, 1, 12);
  expect(formatAgo("en-GB", now - 125_000, now)).toMatch(/^2 min\.? ago$/);
  expect(formatAgo("fr-FR", now - 3 * 86_400_000, now)).toMatch(/^il y a 3\sj$/);
  expect(formatAgo("en-GB", now + 5_000, now)).toBe("now");
});
