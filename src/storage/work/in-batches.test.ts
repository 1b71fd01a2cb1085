import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inBatches } from "./in-batches.ts";

/** Batches that end when the test says so. */
function heldBatches() {
  const batches: { items: number[]; end(): void; fail(): void }[] = [];
  let begun = Promise.withResolvers<void>();
  const bring = inBatches<number, void>((items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    batches.push({ items, end: resolve, fail: () => reject(new Error("the batch failed")) });
    begun.resolve();
    begun = Promise.withResolvers();
    return promise;
  });
  return { bring, batches, nextBatch: () => begun.promise };
}

describe("inBatches", () => {
  it("sends what comes together in one batch, and what comes meanwhile in the next", async () => {
    const { bring, batches, nextBatch } = heldBatches();
    const first = [bring(1), bring(2)];
    await nextBatch();
    const second = [bring(3), bring(4)];
    expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
    const next = nextBatch();
    batches[0]?.end();
    await Promise.all(first);
    await next;
    batches[1]?.end();
    await Promise.all(second);
    expect(batches.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("waits for what comes in the same iteration of the event loop", async () => {
    const { bring, batches, nextBatch } = heldBatches();
    const begun = nextBatch();
    const first = bring(1);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    const second = bring(2);
    await begun;
    expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
    batches[0]?.end();
    await Promise.all([first, second]);
  });

  it("sends nothing while a batch is under way", async () => {
    const { bring, batches, nextBatch } = heldBatches();
    const first = bring(1);
    await nextBatch();
    const second = bring(2);
    const next = nextBatch();
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    expect(batches).toHaveLength(1);
    batches[0]?.end();
    await next;
    batches[1]?.end();
    await Promise.all([first, second]);
  });

  it("rejects all of a batch that failed, and continues with the next", async () => {
    const { bring, batches, nextBatch } = heldBatches();
    const first = bring(1);
    await nextBatch();
    const second = bring(2);
    const next = nextBatch();
    batches[0]?.fail();
    await expect(first).rejects.toThrow("the batch failed");
    await next;
    batches[1]?.end();
    await expect(second).resolves.toBeUndefined();
  });
});
