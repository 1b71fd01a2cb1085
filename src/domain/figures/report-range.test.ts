import { describe, expect, it } from "vitest";
import { readRange } from "./report-range.ts";

const TODAY = "2026-11-29";

describe("the range of a report", () => {
  it("is the last thirty days where none is given", () => {
    expect(readRange({}, TODAY)).toEqual({ from: "2026-10-31", to: TODAY });
    expect(readRange({ to: "2026-03-01" }, TODAY)).toEqual({ from: "2026-01-31", to: "2026-03-01" });
  });

  it("may be one day", () => {
    expect(readRange({ from: TODAY, to: TODAY }, TODAY)).toEqual({ from: TODAY, to: TODAY });
  });

  it("is at most a year", () => {
    expect(readRange({ from: "2025-11-29", to: TODAY }, TODAY)).toEqual({ from: "2025-11-29", to: TODAY });
    expect(readRange({ from: "2025-11-28", to: TODAY }, TODAY)).toBeNull();
    expect(readRange({ from: "0001-01-01" }, TODAY)).toBeNull();
  });

  it.each([
    { from: "2026-11-30", to: TODAY },
    { from: "2026-02-30" },
    { to: "yesterday" },
    { from: "2026-11-01", to: "" },
  ])("is not %j", (asked) => {
    expect(readRange(asked, TODAY)).toBeNull();
  });
});
