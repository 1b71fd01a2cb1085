import { expect, it } from "vitest";
import { newBucket, type Bucket } from "../../rate-limit/bucket.ts";
import { openRowCache } from "./cache.ts";
import type { Row, RowAccess } from "./row.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);
const REQUEST = { priority: "card", waitedMs: 0 };
const REJECTED = { at: NOW, blockedForMs: 5_000 };

/** A row that answers when the test allows it. */
function slowRow() {
  const defaults = { limit: 80, windowMs: 40_000, learnsDrain: true };
  let row: Row = { bucket: newBucket(defaults, 0, NOW), version: 0, readAt: NOW };
  const pending: PromiseWithResolvers<void>[] = [];
  const hold = () => {
    const answer = Promise.withResolvers<void>();
    pending.push(answer);
    return answer.promise;
  };
  const access: RowAccess = {
    async read() {
      await hold();
      return row;
    },
    async replace(_seen, bucket: Bucket) {
      await hold();
      row = { bucket, version: row.version + 1, readAt: NOW };
      return { done: true, row };
    },
  };
  /** Ends the statement that is running, once there is one. */
  const end = async (error?: Error) => {
    while (pending.length === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
    const answer = pending.shift();
    if (error) answer?.reject(error);
    else answer?.resolve();
  };
  return { access, end };
}

const never = () => undefined;
const AWAY = new Error("the database is away");

it("decides a request that came while feedback could not be stored", async () => {
  const { access, end } = slowRow();
  const cache = openRowCache(access, never);
  const stored = Promise.allSettled([cache.learn(REJECTED)]);
  await new Promise<void>((resolve) => void setImmediate(resolve));
  const taken = cache.take(REQUEST, NOW);
  await end(AWAY);
  expect(await stored).toMatchObject([{ status: "rejected", reason: AWAY }]);
  await end();
  // The process still knows the feedback that it could not store.
  expect(await taken).toMatchObject({ waitMs: 5_000, permit: null });
});

it("reports that a rejection was not stored, also where it shared a batch with a request", async () => {
  const { access, end } = slowRow();
  const cache = openRowCache(access, never);
  const all = Promise.allSettled([cache.take(REQUEST, NOW), cache.learn(REJECTED)]);
  await end(AWAY);
  expect(await all).toMatchObject([
    { status: "rejected", reason: AWAY },
    { status: "rejected", reason: AWAY },
  ]);
});
