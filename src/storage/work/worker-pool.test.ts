/** A worker pool on work items in memory. The test can make their database fail. */
import { setImmediate as nextTick } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../../kit/logger.ts";
import type { Ask, LeasedWork } from "./lease.ts";
import { startWorkerPool, type Run, type Timing, type WorkerPool } from "./worker-pool.ts";
import type { Pool } from "./pools.ts";
import type { WorkStore } from "./work-store.ts";

const POOL: Pool = {
  kinds: ["recording"],
  concurrency: 4,
  mostUrgent: 0,
  leastUrgent: 0,
  limitMs: 60_000,
  retryMs: (attempts) => attempts * 1_000,
};
const QUIET: Timing = { pollMs: 60_000, extendMs: 60_000, tellAgainMs: 1 };
const NOW = 1_000_000;

function memoryStore() {
  const waiting: LeasedWork[] = [];
  const ends: string[] = [];
  const alive: string[][] = [];
  const again = new Set<string>();
  const failures = { lease: 0, complete: 0 };
  const asked: Ask[][] = [];
  const orFail = (what: keyof typeof failures) => {
    failures[what] -= 1;
    if (failures[what] >= 0) throw new Error("the database is away");
  };
  const store: WorkStore = {
    async lease(asks) {
      orFail("lease");
      asked.push([...asks]);
      return asks.flatMap((ask, index) => {
        const fits = waiting.filter(({ kind }) => ask.kinds.includes(kind)).slice(0, ask.free);
        for (const work of fits) waiting.splice(waiting.indexOf(work), 1);
        return fits.map((work) => ({ ask: index, work }));
      });
    },
    async extend(works) {
      alive.push(works.map(({ ref }) => ref));
    },
    async complete({ work, nextAt, attempts }) {
      orFail("complete");
      ends.push(nextAt === null ? `${work.ref} done` : `${work.ref} failed ${attempts}, next in ${nextAt - NOW} ms`);
      return again.has(work.ref);
    },
    async giveBack(works) {
      ends.push(...works.map(({ ref }) => `${ref} given back`));
    },
  };
  const add = (...refs: string[]) =>
    waiting.push(
      ...refs.map((ref) => ({
        connectionId: "shop",
        kind: "recording" as const,
        ref,
        part: "",
        lease: "one",
        attempts: 0,
        input: {},
      })),
    );
  return { store, ends, alive, again, failures, asked, add };
}

/** Runs that end when the test says so. */
function deferredRuns() {
  const under = new Map<string, PromiseWithResolvers<void>>();
  const run: Run = ({ ref }) => {
    const held = Promise.withResolvers<void>();
    under.set(ref, held);
    return held.promise.finally(() => under.delete(ref));
  };
  return { under, run };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await nextTick();
};
const start = (store: WorkStore, run: Run, over: Partial<Pool> = {}, timing: Partial<Timing> = {}): WorkerPool =>
  startWorkerPool({ store, run, now: () => NOW, log: createLogger("silent") }, [{ ...POOL, ...over }], {
    ...QUIET,
    ...timing,
  });

afterEach(() => void vi.useRealTimers());

describe("a worker pool", () => {
  it("L8: extends its leases every 15 s, three times before they end, until it stops", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { store, add, alive } = memoryStore();
    const { under, run } = deferredRuns();
    add("a");
    const pool = startWorkerPool({ store, run, now: () => NOW, log: createLogger("silent") }, [POOL], {
      pollMs: 60_000,
    });
    await until(() => under.size === 1);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(alive).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(alive).toEqual([["a"]]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(alive).toEqual([["a"], ["a"], ["a"]]);
    const stopped = pool.stop(5);
    await stopped;
    await vi.advanceTimersByTimeAsync(120_000);
    expect([alive.length, vi.getTimerCount()]).toEqual([3, 0]);
  });

  it("L8: looks for work at each poll, also after look-ups that failed", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { store, add, ends, failures, asked } = memoryStore();
    failures.lease = 3;
    const pool = start(store, async () => undefined, {}, { pollMs: 1_000 });
    add("a");
    for (let poll = 0; poll < 3; poll += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      await nextTick();
    }
    await until(() => ends.length === 1);
    await until(() => asked.length === 1);
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => asked.length === 2);
    await pool.stop(60_000);
    expect(ends).toEqual(["a done"]);
  });

  it("L8: keeps a failure through completions that fail: the item is retried as often as it failed", async () => {
    const { store, add, ends, failures } = memoryStore();
    failures.complete = 2;
    add("a");
    const pool = start(store, () => Promise.reject(new Error("Gorgias is away")));
    await until(() => ends.length === 1);
    await pool.stop(60_000);
    expect(ends).toEqual(["a failed 1, next in 1000 ms"]);
  });

  it("L8: stops while a completion fails again and again", async () => {
    const { store, add, ends, failures } = memoryStore();
    failures.complete = Number.POSITIVE_INFINITY;
    add("a");
    const pool = start(store, async () => undefined);
    await nextTick();
    await pool.stop(60_000);
    expect(ends).toEqual([]);
  });

  it("runs as many items as its concurrency allows, and begins the next as soon as one has ended", async () => {
    const { store, add, ends } = memoryStore();
    const { under, run } = deferredRuns();
    add(..."abcdefg");
    const pool = start(store, run);
    await until(() => under.size === 4);
    under.get("b")?.resolve();
    await until(() => under.has("e"));
    expect([...under.keys()]).toEqual(["a", "c", "d", "e"]);
    expect(ends).toEqual(["b done"]);
    for (const { resolve } of under.values()) resolve();
    await until(() => under.has("g"));
    for (const { resolve } of under.values()) resolve();
    await pool.stop(60_000);
    expect(ends.toSorted()).toEqual([..."abcdefg"].map((ref) => `${ref} done`));
  });

  it("needs no notification for what waits behind many: 500 files by one after the other", async () => {
    const { store, add, ends } = memoryStore();
    add(...Array.from({ length: 500 }, (_, n) => String(n)));
    const pool = start(store, async () => undefined);
    await until(() => ends.length === 500);
    await pool.stop(60_000);
    expect(new Set(ends).size).toBe(500);
  });

  it("looks no further for work after a run where there was none besides, unless the item is due again", async () => {
    const { store, add, ends, asked, again } = memoryStore();
    add("a");
    const pool = start(store, async () => undefined);
    await until(() => ends.length === 1);
    await nextTick();
    expect(asked).toHaveLength(1);
    again.add("b");
    add("b");
    pool.wake(["recording"]);
    await until(() => asked.length === 3);
    pool.wake(["call"]);
    await nextTick();
    expect(asked).toHaveLength(3);
    await pool.stop(60_000);
  });

  it("leaves the completion to a run that has completed its item itself", async () => {
    const { store, add, ends, asked } = memoryStore();
    add("a");
    const pool = start(store, async () => ({ again: true }));
    await until(() => asked.length === 2);
    await pool.stop(60_000);
    expect(ends).toEqual([]);
  });

  it("tries again later what failed", async () => {
    const { store, add, ends } = memoryStore();
    add("a");
    const pool = start(store, () => Promise.reject(new Error("Gorgias is away")));
    await until(() => ends.length === 1);
    await pool.stop(60_000);
    expect(ends).toEqual(["a failed 1, next in 1000 ms"]);
  });

  it("aborts a run that takes too long, and lets others have its place", async () => {
    const { store, add, ends } = memoryStore();
    add("a", "b");
    const pool = start(store, ({ ref }) => (ref === "a" ? new Promise(() => undefined) : Promise.resolve()), {
      concurrency: 1,
      limitMs: 5,
    });
    await until(() => ends.length === 2);
    await pool.stop(60_000);
    expect(ends).toEqual(["a failed 1, next in 1000 ms", "b done"]);
  });

  it("completes an item until the database takes it, and keeps its lease meanwhile", async () => {
    const { store, add, ends, alive, failures } = memoryStore();
    failures.complete = 20;
    add("a");
    const pool = start(store, async () => undefined, {}, { extendMs: 2 });
    await until(() => ends.length === 1);
    await pool.stop(60_000);
    expect(ends).toEqual(["a done"]);
    expect(alive).toContainEqual(["a"]);
  });

  it("looks again at the next notification after the database was away", async () => {
    const { store, add, ends, failures } = memoryStore();
    failures.lease = 1;
    add("a");
    const pool = start(store, async () => undefined);
    await until(() => failures.lease === 0);
    await nextTick();
    expect(ends).toEqual([]);
    pool.wake();
    await until(() => ends.length === 1);
    await pool.stop(60_000);
    expect(ends).toEqual(["a done"]);
  });

  it("keeps its leases after an outage before it leases more: what it still runs is not leased again", async () => {
    const { store, add, alive, asked } = memoryStore();
    const { under, run } = deferredRuns();
    const life = { away: false };
    const order: string[] = [];
    const moody: WorkStore = {
      ...store,
      async extend(works) {
        if (life.away) throw new Error("the database is away");
        order.push("extend");
        return store.extend(works);
      },
      async lease(asks) {
        order.push("lease");
        return store.lease(asks);
      },
    };
    add("a");
    const pool = start(moody, run, {}, { extendMs: 5 });
    await until(() => under.size === 1);
    life.away = true;
    const since = performance.now();
    await until(() => performance.now() - since > 30);
    order.length = 0;
    life.away = false;
    pool.wake();
    await until(() => order.includes("lease"));
    expect(order[0]).toBe("extend");
    expect([alive.at(-1), asked.length]).toEqual([["a"], 2]);
    under.get("a")?.resolve();
    await pool.stop(60_000);
  });

  it("C15: runs an item that was leased once more only when the run before has ended, and keeps both leases", async () => {
    const { store, add, alive, ends } = memoryStore();
    const held: PromiseWithResolvers<void>[] = [];
    const run: Run = () => {
      const next = Promise.withResolvers<void>();
      held.push(next);
      return next.promise;
    };
    const pool = start(store, run, {}, { extendMs: 2 });
    add("a");
    pool.wake();
    await until(() => held.length === 1);
    add("a");
    pool.wake();
    await until(() => alive.at(-1)?.length === 2);
    expect(held).toHaveLength(1);
    held[0]?.resolve();
    await until(() => held.length === 2);
    await until(() => alive.at(-1)?.length === 1);
    expect([ends, alive.at(-1)]).toEqual([["a done"], ["a"]]);
    held[1]?.resolve();
    await pool.stop(60_000);
  });

  it("begins nothing once it stops, and gives back what still runs when its timeout ends", async () => {
    const { store, add, ends } = memoryStore();
    const { under, run } = deferredRuns();
    add("a");
    const pool = start(store, run);
    await until(() => under.size === 1);
    const stopped = pool.stop(5);
    add("b");
    pool.wake();
    await stopped;
    expect(ends).toEqual(["a given back"]);
    expect([...under.keys()]).toEqual(["a"]);
  });

  it("gives back what a look under way leases when it stops, and ends in time though nothing can be given back", async () => {
    const { store, add, ends } = memoryStore();
    const { under, run } = deferredRuns();
    const answer = Promise.withResolvers<void>();
    const slow: WorkStore = {
      ...store,
      async lease(asks) {
        await answer.promise;
        return store.lease(asks);
      },
    };
    add("a");
    const pool = start(slow, run);
    const stopped = pool.stop(60_000);
    answer.resolve();
    await stopped;
    expect([ends, under.size]).toEqual([["a given back"], 0]);

    const deaf: WorkStore = { ...store, giveBack: () => Promise.reject(new Error("the database is away")) };
    add("b");
    const other = start(deaf, run);
    await until(() => under.size === 1);
    await expect(other.stop(5)).resolves.toBeUndefined();
  });
});
