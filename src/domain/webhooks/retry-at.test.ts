import { describe, expect, it } from "vitest";
import { retryAt } from "./retry-at.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe("a webhook that was not accepted", () => {
  it.each([
    [1, 5_000],
    [2, 5 * MINUTE_MS],
    [3, 30 * MINUTE_MS],
    [4, 2 * HOUR_MS],
    [5, 5 * HOUR_MS],
    [6, 10 * HOUR_MS],
    [7, 14 * HOUR_MS],
    [8, 20 * HOUR_MS],
    [9, 24 * HOUR_MS],
  ])("N9: is sent again after attempt %i, %i ms later", (attempts, wait) => {
    expect(retryAt(attempts, NOW, null)).toBe(NOW + wait);
  });

  it("N9: is given up after ten attempts, also if the endpoint asks for another", () => {
    expect([retryAt(10, NOW, null), retryAt(11, NOW, null), retryAt(10, NOW, HOUR_MS)]).toEqual([null, null, null]);
  });

  it("N9: waits longer where the endpoint asks for it, a day at most, and never less", () => {
    expect(retryAt(1, NOW, HOUR_MS)).toBe(NOW + HOUR_MS);
    expect(retryAt(1, NOW, 1_000)).toBe(NOW + 5_000);
    expect(retryAt(1, NOW, 0)).toBe(NOW + 5_000);
    expect(retryAt(1, NOW, 24 * HOUR_MS + 1)).toBe(NOW + 24 * HOUR_MS);
    expect(retryAt(1, NOW, 365 * 24 * HOUR_MS)).toBe(NOW + 24 * HOUR_MS);
  });
});
