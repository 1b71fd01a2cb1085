/** The wait before a retry, in every form that vendors send. */
import { describe, expect, it } from "vitest";
import { resetMs, retryAfterMs } from "./retry-after.ts";

const NOW = Date.parse("2025-10-09T08:53:20Z");

describe("retryAfterMs", () => {
  it.each([
    ["5", 5_000],
    [" 5 ", 5_000],
    ["0", 0],
    ["0.5", 500],
    ["60", 60_000],
    ["Thu, 09 Oct 2025 08:53:35 GMT", 15_000],
    ["Thu, 09 Oct 2025 08:53:00 GMT", 0],
  ])("L4: waits as %j says: %d ms", (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each(["3600", "86400", "Fri, 10 Oct 2025 08:53:20 GMT"])(
    "L4: looks again after a quarter of an hour at most: %s",
    (header) => {
      expect(retryAfterMs(header, NOW)).toBe(900_000);
    },
  );

  it.each([
    null,
    "",
    "  ",
    "soon",
    "Infinity",
    "NaN",
    "-3",
    "1e300",
    "0x10",
    "86401",
    "9".repeat(400),
    "Fri, 10 Oct 2125 08:53:20 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Tue, 07 Oct 2025 08:53:20 GMT",
  ])("L1: learns nothing from %j", (header) => {
    expect(retryAfterMs(header, NOW)).toBeNull();
  });
});

describe("resetMs", () => {
  it.each([
    ["a span in seconds", "20", 20_000],
    ["a moment in seconds", String(NOW / 1000 + 20), 20_000],
    ["a moment in milliseconds", String(NOW + 20_000), 20_000],
    ["a moment that has passed", String(NOW / 1000 - 20), 0],
    ["a long span", "900", 900_000],
    ["a far moment", String(NOW + 900_000), 900_000],
  ])("L4: understands %s", (_, header, ms) => {
    expect(resetMs(header, NOW)).toBe(ms);
  });

  it.each([null, "", "0", "-5", "soon", "1e9", "86401", "9".repeat(400), "4102444800", "4102444800000"])(
    "L1: learns nothing from %j",
    (header) => {
      expect(resetMs(header, NOW)).toBeNull();
    },
  );
});
