/** What happens to work whose database answers too late. */
import { setImmediate as nextTick } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Database } from "../db/database.ts";
import type { LeasedWork } from "./lease.ts";
import { workStore } from "./work-store.ts";

const ROW = { ask: 0, place: 1, connectionId: "shop", kind: "call", ref: "1", part: "", attempts: 0, input: {} };
const ASK = { kinds: ["call"] as const, mostUrgent: 0, leastUrgent: 0, free: 1 };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A database whose answers the test gives, in the order of the statements. */
function slowDatabase() {
  const asked: { text: string; values: readonly unknown[]; answer: PromiseWithResolvers<unknown[]> }[] = [];
  const keyed = (text: string, values: readonly unknown[] = []) => {
    const answer = Promise.withResolvers<unknown[]>();
    asked.push({ text, values, answer });
    return answer.promise;
  };
  return { asked, database: { keyed } as unknown as Database };
}

const outcomeOf = (work: Promise<unknown>) => {
  const outcome = { is: "open" };
  work.then(
    () => (outcome.is = "done"),
    () => (outcome.is = "failed"),
  );
  return outcome;
};

it("gives up a look-up for work after 30 s, and gives back what it leases after all", async () => {
  const { asked, database } = slowDatabase();
  const look = outcomeOf(workStore(database, () => 0).lease([ASK]));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(look.is).toBe("open");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(look.is).toBe("failed");
  asked[0]?.answer.resolve([ROW]);
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.text).toContain("set lease = null");
  expect(asked[1]?.values.slice(0, 4)).toEqual([["shop"], ["call"], ["1"], [""]]);
});

it("gives up a completion after 30 s, and what is given back after one", async () => {
  const { database } = slowDatabase();
  const store = workStore(database, () => 0);
  const work = { ...ROW, lease: "one" } as unknown as LeasedWork;
  const [completion, back] = [
    outcomeOf(store.complete({ work, nextAt: null, attempts: 0 })),
    outcomeOf(store.giveBack([work])),
  ];
  // Completions are gathered until the next iteration of the event loop.
  await nextTick();
  await nextTick();
  await vi.advanceTimersByTimeAsync(900);
  expect([completion.is, back.is]).toEqual(["open", "open"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([completion.is, back.is]).toEqual(["open", "failed"]);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(completion.is).toBe("failed");
});
