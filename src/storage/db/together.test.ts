import { describe, expect, it } from "vitest";
import { together } from "./together.ts";

describe("together", () => {
  it("sends what is asked at the same moment once, and gives each its own answer", async () => {
    const sent: number[][] = [];
    const double = together<number, number>(async (items) => {
      sent.push([...items]);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(await double(4)).toBe(8);
    expect(sent).toEqual([[1, 2, 3], [4]]);
  });

  it("sends at most fifty at a time, in their order", async () => {
    const sizes: number[] = [];
    const same = together<number, number>(async (items) => {
      sizes.push(items.length);
      return items;
    });
    const asked = Array.from({ length: 101 }, (_, n) => n);
    expect(await Promise.all(asked.map(same))).toEqual(asked);
    expect(sizes).toEqual([50, 50, 1]);
  });

  it("gathers what is asked while two batches are under way", async () => {
    const sent: number[][] = [];
    const held: PromiseWithResolvers<void>[] = [];
    const ask = together<number, number>(async (items) => {
      sent.push([...items]);
      const next = Promise.withResolvers<void>();
      held.push(next);
      await next.promise;
      return items;
    });
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    const answers: Promise<number>[] = [];
    for (const item of [1, 2, 3, 4]) {
      answers.push(ask(item));
      await tick();
    }
    expect(sent).toEqual([[1], [2]]);
    held[0]?.resolve();
    await answers[0];
    await tick();
    expect(sent).toEqual([[1], [2], [3, 4]]);
    for (const { resolve } of held) resolve();
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
  });

  it("S3: sends each by itself where they fail together, and fails the bad one alone", async () => {
    const ask = together<number, number>(async (items) => {
      if (items.includes(2)) throw new Error("two is bad");
      return items;
    });
    const ends = await Promise.allSettled([ask(1), ask(2), ask(3)]);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
