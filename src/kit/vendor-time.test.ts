/** Times in every form of either vendor. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vendorTime } from "./vendor-time.ts";

const AT = Date.UTC(2026, 5, 1, 10, 0, 0);

describe("a vendor's time", () => {
  it.each([
    ["ISO in UTC", "2026-06-01T10:00:00Z"],
    ["ISO with an offset", "2026-06-01T12:00:00+02:00"],
    ["ISO with an offset without a colon", "2026-06-01T12:00:00+0200"],
    ["ISO with an offset of hours", "2026-06-01T12:00:00+02"],
    ["ISO with an offset behind UTC", "2026-06-01T05:00:00-05:00"],
    ["ISO with an offset after a space", "2026-06-01 12:00:00 +0200"],
    ["ISO with microseconds and an offset", "2026-06-01T10:00:00.000000+00:00"],
    ["ISO with a zone name", "2026-06-01 10:00:00 UTC"],
    ["ISO in lower case", "2026-06-01t10:00:00z"],
    ["ISO with a comma", "2026-06-01T10:00:00,000Z"],
    ["spaces around it", " 2026-06-01T10:00:00Z\n"],
    ["the date of a header", "Mon, 01 Jun 2026 10:00:00 GMT"],
    ["seconds", AT / 1000],
    ["milliseconds", AT],
    ["seconds as text", String(AT / 1000)],
    ["milliseconds as text", String(AT)],
    ["seconds with a fraction as text", `${AT / 1000}.000`],
  ])("M8: is read from %s", (_form, given) => {
    expect(vendorTime(given)).toBe(AT);
  });

  it.each([
    ["ISO", "2026-06-01T10:00:00"],
    ["ISO with a space", "2026-06-01 10:00:00"],
    ["ISO with microseconds", "2026-06-01T10:00:00.000000"],
    ["ISO without seconds", "2026-06-01T10:00"],
    ["a date in words", "Mon, 01 Jun 2026 10:00:00"],
    ["a date in words, the other way round", "Jun 1, 2026 10:00:00"],
  ])("M8: without a zone is UTC: %s", (_form, given) => {
    expect(vendorTime(given)).toBe(AT);
  });

  it("M8: that is a day begins with it, in UTC", () => {
    expect(vendorTime("2026-06-01")).toBe(Date.UTC(2026, 5, 1));
  });

  it.each([
    null,
    undefined,
    "",
    " ",
    "soon",
    true,
    {},
    [],
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "0",
    "1970-01-01T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-06-01T10:00:00+99:99",
    4_102_444_800,
    4_102_444_800_000,
    "9".repeat(400),
  ])("M8: is none where it is impossible: %j", (given) => {
    expect(vendorTime(given)).toBeNull();
  });

  it("M8: is the same in seconds and milliseconds, as a number and as text, and in ISO", () => {
    const seconds = fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 - 1 });
    fc.assert(
      fc.property(seconds, (at) => {
        const iso = new Date(at * 1000).toISOString();
        const forms = [at, at * 1000, `${at}`, `${at * 1000}`, iso, iso.replace("Z", ""), iso.slice(0, 19)];
        expect(new Set(forms.map(vendorTime))).toEqual(new Set([at * 1000]));
      }),
    );
  });
});
