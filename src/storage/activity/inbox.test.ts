/** What the inbox reports of its health, and how it gathers deliveries, on a database that the test holds. */
import { setImmediate as nextTick } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import type { Database } from "../db/database.ts";
import { openInbox } from "./inbox.ts";

afterEach(() => void vi.useRealTimers());

function heldDatabase() {
  const sizes: number[] = [];
  const answers: PromiseWithResolvers<unknown[]>[] = [];
  const keyed = (_text: string, values: readonly unknown[] = []) => {
    const answer = Promise.withResolvers<unknown[]>();
    sizes.push((values[0] as unknown[]).length);
    answers.push(answer);
    return answer.promise;
  };
  const marking = { priorityOf: () => 0, notifyMarked: "null" };
  return { inbox: openInbox({ keyed } as unknown as Database, marking), sizes, answers };
}

const delivery = (body: string) => ({
  connectionId: "shop",
  activityId: "call:1",
  event: "call.created",
  receivedAt: 0,
  body,
});

it("L8: reports a failure for ten seconds, because later deliveries may have gone to another node", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { inbox, answers } = heldDatabase();
  expect(inbox.isFailing()).toBe(false);
  const failed = inbox.put(delivery("one"));
  await nextTick();
  answers[0]?.reject(new Error("the database is away"));
  await expect(failed).rejects.toThrow("away");
  vi.advanceTimersByTime(9_999);
  expect(inbox.isFailing()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(inbox.isFailing()).toBe(false);
});

it("S3: sends at most 200 in a statement, and at most two statements at a time, however one ends", async () => {
  const { inbox, sizes, answers } = heldDatabase();
  const puts = Array.from({ length: 601 }, (_, n) => inbox.put(delivery(String(n))).catch(() => "failed"));
  await nextTick();
  await nextTick();
  expect(sizes).toEqual([200, 200]);
  answers[0]?.reject(new Error("the database is away"));
  await nextTick();
  await nextTick();
  expect(sizes).toEqual([200, 200, 200]);
  for (const { resolve } of answers) resolve([]);
  await nextTick();
  await nextTick();
  expect(sizes).toEqual([200, 200, 200, 1]);
  answers[3]?.resolve([]);
  const ends = await Promise.all(puts);
  expect([ends.filter((end) => end === "failed").length, ends.filter((end) => end === "duplicate").length]).toEqual([
    200, 401,
  ]);
});
