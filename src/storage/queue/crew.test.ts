/** A crew at a little queue in memory that forgets nothing and can be told to fail. */
import { setImmediate as nextRound } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Job } from "../../domain/ports/stores.ts";
import { createLogger } from "../../kit/logger.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { startCrew, type Crew, type CrewPlan } from "./crew.ts";
import type { Boss } from "./crew-queue.ts";

const PLAN: CrewPlan = {
  queue: "media",
  room: 4,
  patienceMs: 60_000,
  heartbeatMs: 60_000,
  pollMs: 60_000,
  tellAgainMs: 1,
};

interface Fetched {
  id: string;
  retryCount: number;
  data: Job;
}

function littleQueue() {
  const waiting: Fetched[] = [];
  const ends: string[] = [];
  const alive: string[][] = [];
  const failures = { fetch: 0, complete: 0 };
  const orFail = (what: keyof typeof failures) => {
    failures[what] -= 1;
    if (failures[what] >= 0) throw new Error("the database is away");
  };
  const idsOf = (jobs: unknown) => [jobs].flat().map((job) => (job as Fetched).id);
  const queue = {
    async fetch(_name: string, { batchSize = 1 }) {
      orFail("fetch");
      return waiting.splice(0, batchSize);
    },
    async complete(_name: string, jobs: unknown) {
      orFail("complete");
      ends.push(...idsOf(jobs).map((id) => `${id} done`));
    },
    async fail(_name: string, jobs: unknown, { message }: { message: string }) {
      ends.push(...idsOf(jobs).map((id) => `${id} failed: ${message}`));
    },
    async touch(_name: string, jobs: unknown) {
      alive.push(idsOf(jobs));
    },
  };
  return {
    queue: queue as unknown as Boss,
    ends,
    alive,
    failures,
    add: (...ids: string[]) =>
      waiting.push(...ids.map((id) => ({ id, retryCount: 0, data: { subject: id } as unknown as Job }))),
  };
}

/** Jobs that end when the test says so. */
function heldWork() {
  const under = new Map<string, PromiseWithResolvers<void>>();
  return {
    under,
    handle: ({ subject }: Job) => {
      const held = Promise.withResolvers<void>();
      under.set(subject, held);
      return held.promise.finally(() => under.delete(subject));
    },
  };
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await nextRound();
};
const begin = (queue: Boss, handle: (job: Job) => Promise<void>, over: Partial<CrewPlan> = {}): Crew =>
  startCrew({ boss: queue, handle, oneAtATime: oneAtATime(), log: createLogger("silent") }, { ...PLAN, ...over });

describe("a crew", () => {
  it("works on as many jobs as there is room for, and begins the next as soon as one is done", async () => {
    const { queue, add, ends } = littleQueue();
    const { under, handle } = heldWork();
    add(..."abcdefg");
    const crew = begin(queue, handle);
    await until(() => under.size === 4);
    under.get("b")?.resolve();
    await until(() => under.has("e"));
    expect([...under.keys()]).toEqual(["a", "c", "d", "e"]);
    expect(ends).toEqual(["b done"]);
    for (const { resolve } of under.values()) resolve();
    await until(() => under.has("g"));
    for (const { resolve } of under.values()) resolve();
    await crew.stop(60_000);
    expect(ends.toSorted()).toEqual([..."abcdefg"].map((id) => `${id} done`));
  });

  it("needs no news for what waits behind many: 500 files by one after the other", async () => {
    const { queue, add, ends } = littleQueue();
    add(...Array.from({ length: 500 }, (_, n) => String(n)));
    const crew = begin(queue, async () => undefined);
    await until(() => ends.length === 500);
    await crew.stop(60_000);
    expect(new Set(ends).size).toBe(500);
  });

  it("gives back what fails, with the reason", async () => {
    const { queue, add, ends } = littleQueue();
    add("a");
    const crew = begin(queue, () => Promise.reject(new Error("Gorgias is away")));
    await until(() => ends.length === 1);
    await crew.stop(60_000);
    expect(ends).toEqual(["a failed: Gorgias is away"]);
  });

  it("gives up a job that takes too long, and lets others have its place", async () => {
    const { queue, add, ends } = littleQueue();
    add("a", "b");
    const crew = begin(queue, ({ subject }) => (subject === "a" ? new Promise(() => undefined) : Promise.resolve()), {
      room: 1,
      patienceMs: 5,
    });
    await until(() => ends.length === 2);
    await crew.stop(60_000);
    expect(ends).toEqual(["a failed: not done within 0.005 s", "b done"]);
  });

  it("tells the queue again that a job is done until it takes it, and shows meanwhile that it is alive", async () => {
    const { queue, add, ends, alive, failures } = littleQueue();
    failures.complete = 20;
    add("a");
    const crew = begin(queue, async () => undefined, { heartbeatMs: 2 });
    await until(() => ends.length === 1);
    await crew.stop(60_000);
    expect(ends).toEqual(["a done"]);
    expect(alive).toContainEqual(["a"]);
  });

  it("looks again at the next news after it could not be told what waits", async () => {
    const { queue, add, ends, failures } = littleQueue();
    failures.fetch = 1;
    add("a");
    const crew = begin(queue, async () => undefined);
    await until(() => failures.fetch === 0);
    await nextRound();
    expect(ends).toEqual([]);
    crew.wake();
    await until(() => ends.length === 1);
    await crew.stop(60_000);
    expect(ends).toEqual(["a done"]);
  });

  it("C15: begins a job that was fetched once more only when the one before it has ended, and shows both alive", async () => {
    const { queue, add, alive, ends } = littleQueue();
    const held: PromiseWithResolvers<void>[] = [];
    const crew = begin(
      queue,
      () => {
        const next = Promise.withResolvers<void>();
        held.push(next);
        return next.promise;
      },
      { heartbeatMs: 2 },
    );
    add("a");
    crew.wake();
    await until(() => held.length === 1);
    add("a");
    crew.wake();
    await until(() => alive.at(-1)?.length === 2);
    expect(held).toHaveLength(1);
    held[0]?.resolve();
    await until(() => held.length === 2);
    await until(() => alive.at(-1)?.length === 1);
    expect([ends, alive.at(-1)]).toEqual([["a done"], ["a"]]);
    held[1]?.resolve();
    await crew.stop(60_000);
  });

  it("begins nothing once it stops, and gives back what is still at work when its patience ends", async () => {
    const { queue, add, ends } = littleQueue();
    const { under, handle } = heldWork();
    add("a");
    const crew = begin(queue, handle);
    await until(() => under.size === 1);
    const stopped = crew.stop(5);
    add("b");
    crew.wake();
    await stopped;
    expect(ends).toEqual(["a failed: the process stopped"]);
    expect([...under.keys()]).toEqual(["a"]);
  });

  it("gives back what a look under way brings when it stops, and ends in time though nothing can be given back", async () => {
    const { queue, add, ends } = littleQueue();
    const { under, handle } = heldWork();
    const answer = Promise.withResolvers<void>();
    const slow: Boss = {
      ...queue,
      fetch: (async (...asked: Parameters<Boss["fetch"]>) => {
        await answer.promise;
        return queue.fetch(...asked);
      }) as Boss["fetch"],
    };
    add("a");
    const crew = begin(slow, handle);
    const stopped = crew.stop(60_000);
    answer.resolve();
    await stopped;
    expect([ends, under.size]).toEqual([["a failed: the process stopped"], 0]);

    const deaf: Boss = { ...queue, fail: () => Promise.reject(new Error("the database is away")) };
    add("b");
    const other = begin(deaf, handle);
    await until(() => under.size === 1);
    await expect(other.stop(5)).resolves.toBeUndefined();
  });
});
