/** How long the service trusts a remembered customer. */
import { expect, it } from "vitest";
import { isVerified } from "./customer-memory.ts";

const NOW = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

it.each([
  [0, true],
  [24 * HOUR_MS - 1, true],
  [24 * HOUR_MS, false],
  [-300_000, true],
  [-300_001, false],
  [-2 * HOUR_MS, false],
])("C1: a match that was verified %i ms ago is valid: %s", (age, believed) => {
  expect(isVerified({ verifiedAt: NOW - age }, NOW)).toBe(believed);
});

it("C1: is valid for a shorter time on request", () => {
  expect(isVerified({ verifiedAt: NOW - 600_000 }, NOW, 600_000)).toBe(false);
  expect(isVerified({ verifiedAt: NOW - 599_999 }, NOW, 600_000)).toBe(true);
});
