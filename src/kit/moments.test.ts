/** Stored times, also such as a wrong clock has written. */
import { expect, it } from "vitest";
import { isWithin, isWrong, MOST_AHEAD_MS } from "./moments.ts";

const NOW = 1_760_000_000_000;

it.each([
  [0, true],
  [-999, true],
  [-1_000, false],
  [MOST_AHEAD_MS, true],
  [MOST_AHEAD_MS + 1, false],
])("a time %i ms from now is within the last second: %s", (ms, within) => {
  expect(isWithin(NOW + ms, NOW, 1_000)).toBe(within);
});

it("only a time more than a minute ahead is wrong", () => {
  expect([-1e12, 0, MOST_AHEAD_MS, MOST_AHEAD_MS + 1].map((ms) => isWrong(NOW + ms, NOW))).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
