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
