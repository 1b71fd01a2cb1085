/** S3: a connection that marks much work gets a lower priority, and recovers. */
import { expect, it } from "vitest";
import { fairShare } from "./fair-share.ts";

it("S3: puts a connection that marks much behind one that marks little, for as long as it does", () => {
  let now = 0;
  const priorityOf = fairShare(() => now);
  const busy = Array.from({ length: 1_000 }, () => priorityOf("busy"));
  expect(busy.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 0));
  expect(busy.at(-1)).toBe(6);
  expect(priorityOf("quiet")).toBe(0);
  now = 60_000;
  expect(priorityOf("busy")).toBe(0);
});

it("never exceeds the least urgent priority, however much is marked", () => {
  const priorityOf = fairShare(() => 0);
  for (let i = 0; i < 100_000; i += 1) priorityOf("busy");
  expect(priorityOf("busy")).toBe(10);
});
