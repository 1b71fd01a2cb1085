import { describe, expect, it } from "vitest";
import { inRounds } from "./in-rounds.ts";

/** Rounds that end when the test says so. */
function heldRounds() {
  const rounds: { items: number[]; end(): void; fail(): void }[] = [];
  let begun = Promise.withResolvers<void>();
  const bring = inRounds<number>((items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    rounds.push({ items, end: resolve, fail: () => reject(new Error("the round failed")) });
    begun.resolve();
    begun = Promise.withResolvers();
    return promise;
  });
  return { bring, rounds, nextRound: () => begun.promise };
}

describe("inRounds", () => {
  it("sends what comes together in one round, and what comes meanwhile in the next", async () => {
    const { bring, rounds, nextRound } = heldRounds();
    const first = [bring(1), bring(2)];
    await nextRound();
    const second = [bring(3), bring(4)];
    expect(rounds.map(({ items }) => items)).toEqual([[1, 2]]);
    const next = nextRound();
    rounds[0]?.end();
    await Promise.all(first);
    await next;
    rounds[1]?.end();
    await Promise.all(second);
    expect(rounds.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("tells those of a round that it failed, and goes on with the next", async () => {
    const { bring, rounds, nextRound } = heldRounds();
    const first = bring(1);
    await nextRound();
    const second = bring(2);
    const next = nextRound();
    rounds[0]?.fail();
    await expect(first).rejects.toThrow("the round failed");
    await next;
    rounds[1]?.end();
    await expect(second).resolves.toBeUndefined();
  });
});
