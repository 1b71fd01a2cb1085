/** Failures that repeat, counted by what tells them apart. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { repeatedLines } from "./repeated-lines.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => void vi.useRealTimers());

const failure = (fields: Record<string, unknown>, message = "run failed") => ({ level: 40, message, fields });
const err = new Error("away");

it("counts a failure for a minute, tells the count once, and then begins again", () => {
  const told: unknown[] = [];
  const lines = repeatedLines((level, fields, message) => told.push([level, fields["repeats"], message]));
  const isFirst = () => lines.isFirst(failure({ err, connectionId: "a" }));
  for (let minute = 1; minute <= 2; minute += 1) {
    expect([isFirst(), isFirst(), isFirst()]).toEqual([true, false, false]);
    vi.advanceTimersByTime(59_999);
    expect(told).toHaveLength(minute - 1);
    vi.advanceTimersByTime(1);
    expect(told).toHaveLength(minute);
  }
  expect(told).toEqual([
    [40, 2, "run failed (repeated)"],
    [40, 2, "run failed (repeated)"],
  ]);
  // A failure that came once has no count.
  expect(isFirst()).toBe(true);
  vi.advanceTimersByTime(120_000);
  expect(told).toHaveLength(2);
});

it.each(["connectionId", "kind", "role"])("tells failures apart by %s", (field) => {
  const lines = repeatedLines(() => undefined);
  const seen = ["a", "b", "a"].map((value) =>
    lines.isFirst(failure({ err, [field]: value, requestId: value.repeat(2) })),
  );
  expect(seen).toEqual([true, true, false]);
});

it("counts 500 different failures at once, and writes any other each time", () => {
  const lines = repeatedLines(() => undefined);
  const isFirst = (n: number) => lines.isFirst(failure({ err }, `failure ${n}`));
  for (let n = 0; n < 500; n += 1) expect(isFirst(n)).toBe(true);
  expect([isFirst(500), isFirst(500), isFirst(499)]).toEqual([true, true, false]);
});
