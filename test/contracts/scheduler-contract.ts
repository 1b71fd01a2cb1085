/** The scheduler: one run of an item at a time, nothing lost when a run fails or its worker dies. */
import { setImmediate as nextTick } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { MarkedWork, WorkItem } from "../../src/domain/activity/work-item.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { completeWork } from "../../src/storage/work/complete.ts";
import { extendLeases, giveBack, leaseWork, type LeasedWork } from "../../src/storage/work/lease.ts";
import type { WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { dueAtOf, nothingDue } from "./running.ts";

const call = (ref: string, connectionId = "shop"): WorkItem => ({ connectionId, kind: "call", ref, part: "" });
const file = (ref: string, part: "recording" | "voicemail"): WorkItem => ({
  connectionId: "shop",
  kind: "recording",
  ref,
  part,
});
const nameOf = ({ connectionId, ref, part }: WorkItem) => `${connectionId}/${ref}${part ? ` ${part}` : ""}`;
const failing = () => Promise.reject(new Error("not now"));
const ANY = { kinds: ["call"] as const, mostUrgent: 0, leastUrgent: 32_767 };

export function schedulerContract(backend: UsedBackend): void {
  describe("scheduler", () => {
    let scheduler: WorkScheduler;
    const database = () => backend.it.database;

    beforeEach(async () => {
      scheduler = backend.it.openScheduler();
      await nothingDue(database());
    });

    /** Runs what is due now, and names it. */
    const step = async (by = scheduler): Promise<string[]> => {
      const done: string[] = [];
      await by.step(async (work) => void done.push(nameOf(work)));
      return done.sort();
    };
    const lease = async (free = 10, now = Date.now()): Promise<LeasedWork[]> =>
      (await leaseWork(database(), [{ ...ANY, free }], now)).map(({ work }) => work);
    const leaseOne = async (): Promise<LeasedWork> => {
      const [work] = await lease();
      if (!work) throw new Error("nothing was leased");
      return work;
    };
    const expireLeases = () => database().query(`update work_items set leased_until = now() - interval '1 second'`);

    it("runs an item once, however often it was marked", async () => {
      await scheduler.markDue([call("1"), call("1"), call("2")]);
      await scheduler.markDue([call("1")]);
      expect(await step()).toEqual(["shop/1", "shop/2"]);
      expect(await step()).toEqual([]);
    });

    it("distinguishes the same call id of two connections, and the two files of one call", async () => {
      const items = [call("1", "one"), call("1", "other"), file("1", "recording"), file("1", "voicemail")];
      await scheduler.markDue([...items, ...items]);
      expect(await step()).toEqual(["one/1", "other/1", "shop/1 recording", "shop/1 voicemail"]);
    });

    it("runs an item that was marked during its run once more, and only afterwards", async () => {
      await scheduler.markDue([call("1")]);
      const worked = await scheduler.step(async () => {
        await scheduler.markDue([call("1"), call("1")]);
        await scheduler.markDue([call("1")]);
        // A second worker that looks meanwhile gets nothing.
        expect(await step()).toEqual([]);
      });
      expect(worked).toEqual({ completed: 1, failed: 0 });
      expect(await step()).toEqual(["shop/1"]);
      expect(await step()).toEqual([]);
    });

    it("gives a run the values of the mark, the first of each, and none to the next run", async () => {
      const inputs: unknown[] = [];
      const runNext = () => scheduler.step(async ({ input }) => void inputs.push(input));
      const marks: MarkedWork[] = [
        { ...call("1"), input: { heardAt: 5, trace: "a" } },
        { ...call("1"), input: { heardAt: 6, removed: true } },
      ];
      for (const mark of marks) await scheduler.markDue([mark]);
      await runNext();
      await scheduler.markDue([call("1")]);
      await runNext();
      expect(inputs).toEqual([{ heardAt: 5, trace: "a", removed: true }, {}]);
    });

    it("brings back work that failed until it succeeds, later and later", async () => {
      await scheduler.markDue([call("1"), file("1", "recording")]);
      expect(await scheduler.step(failing)).toEqual({ completed: 0, failed: 2 });
      expect(await scheduler.step(failing)).toEqual({ completed: 0, failed: 2 });
      const waits = async () => {
        const rows = await database().query<{ attempts: number; wait: number }>(
          `select attempts, extract(epoch from due_at - scheduled_at)::float8 as wait from work_items order by kind`,
        );
        return rows.map(({ attempts, wait }) => [attempts, Math.round(wait)]);
      };
      expect(await waits()).toEqual([
        [2, 4],
        [2, 4],
      ]);
      for (let n = 0; n < 8; n += 1) await scheduler.step(failing);
      expect(await waits()).toEqual([
        [10, 300],
        [10, 300],
      ]);
      expect(await lease()).toEqual([]);
      expect(await step()).toEqual(["shop/1", "shop/1 recording"]);
      expect(await step()).toEqual([]);
    });

    it("loses nothing when work fails again and again while more is marked", async () => {
      await scheduler.markDue([call("1")]);
      for (let n = 0; n < 4; n += 1) {
        await scheduler.step(async () => {
          await scheduler.markDue([call("1")]);
          throw new Error("not now");
        });
      }
      // Something new is a reason to run at once.
      expect(await lease()).toHaveLength(1);
      await scheduler.freeLeases();
      expect(await step()).toEqual(["shop/1"]);
      expect(await step()).toEqual([]);
    });

    it("gives the work of a dead worker to another one when its lease has expired, and not before", async () => {
      await scheduler.markDue([call("1"), call("2")]);
      expect(await lease()).toHaveLength(2);
      expect(await lease()).toEqual([]);
      await scheduler.markDue([call("1")]);
      expect(await lease()).toEqual([]);
      await expireLeases();
      expect((await lease()).map(nameOf).sort()).toEqual(["shop/1", "shop/2"]);
    });

    it("keeps a lease as long as its worker extends it", async () => {
      await scheduler.markDue([call("1")]);
      const work = await leaseOne();
      await expireLeases();
      await extendLeases(database(), [work]);
      expect(await lease()).toEqual([]);
    });

    it("frees the leases of dead workers at once where no other worker runs", async () => {
      await scheduler.markDue([call("1"), call("2")]);
      await lease();
      await scheduler.freeLeases();
      expect(await step()).toEqual(["shop/1", "shop/2"]);
    });

    it("completes nothing for a worker that lost its lease, with or without a record", async () => {
      const id = await backend.it.connect();
      await scheduler.markDue([call("1", id)]);
      const lost = await leaseOne();
      await expireLeases();
      const heir = await leaseOne();
      await scheduler.markDue([call("1", id)]);
      const completions = [{ work: lost, nextAt: null, attempts: 0 }];
      expect([...(await completeWork(database(), completions, Date.now()))]).toEqual([]);
      const record = { ...blankRecord("call:1"), wakeAt: NOW + 99_000 };
      const saved = await activityStore(database()).save(id, record, new Map(), NOW, { lease: lost.lease });
      expect(saved).toEqual({ again: false });
      await extendLeases(database(), [lost]);
      await giveBack(database(), [lost]);
      expect(await lease()).toEqual([]);
      // It was marked while the second worker had it.
      const again = await completeWork(database(), [{ work: heir, nextAt: null, attempts: 0 }], Date.now());
      expect([...again]).toEqual([heir]);
      expect(await step()).toEqual([`${id}/1`]);
    });

    it("completes with the statement that saves the record: due when the record says, or at once after a change", async () => {
      const id = await backend.it.connect();
      const activities = activityStore(database());
      const save = (work: LeasedWork, wakeAt: number | null) =>
        activities.save(id, { ...blankRecord("call:1"), wakeAt }, new Map(), NOW, { lease: work.lease });
      await scheduler.markDue([call("1", id)]);
      expect(await save(await leaseOne(), NOW + 5_000)).toEqual({ again: false });
      expect(await dueAtOf(database(), id, "call:1")).toBe(NOW + 5_000);
      const second = await leaseOne();
      await scheduler.markDue([call("1", id)]);
      expect(await save(second, NOW + 60_000)).toEqual({ again: true });
      expect(await dueAtOf(database(), id, "call:1")).toBe(NOW);
      expect(await save(await leaseOne(), null)).toEqual({ again: false });
      expect(await dueAtOf(database(), id, "call:1")).toBeNull();
      expect(await lease()).toEqual([]);
    });

    it("gives back what a stopping worker did not finish, without counting it as failed", async () => {
      await scheduler.markDue([call("1")]);
      await giveBack(database(), [await leaseOne()]);
      expect(await leaseOne()).toMatchObject({ ref: "1", attempts: 0 });
    });

    it("forgets finished work, and only that", async () => {
      await scheduler.markDue([call("1"), call("2"), call("3")]);
      const [first, second] = await lease(2);
      if (first && second) await completeWork(database(), [{ work: first, nextAt: null, attempts: 0 }], Date.now());
      await scheduler.upkeep();
      expect(await database().query("select 1 from work_items")).toHaveLength(2);
      await scheduler.markDue([call("1")]);
      expect(await step()).toEqual(["shop/1", "shop/3"]);
    });

    it("leases the most urgent first, and of the same urgency what has been due for longest", async () => {
      for (const [ref, priority, ago] of [
        ["1", 3, 9],
        ["2", 0, 1],
        ["3", 0, 5],
        ["4", 3, 20],
      ] as const)
        await database().query(
          `insert into work_items (connection_id, kind, ref, due_at, scheduled_at, priority)
           values ('shop', 'call', $1, now() - $2 * interval '1 second', now(), $3)`,
          [ref, ago, priority],
        );
      expect((await lease(1)).map(({ ref }) => ref)).toEqual(["3"]);
      expect((await lease()).map(({ ref }) => ref)).toEqual(["2", "4", "1"]);
    });

    it("S3: keeps the place of an item that is marked again while it waits", async () => {
      for (const [ref, ago] of [
        ["1", 9_000],
        ["2", 5_000],
        ["1", 0],
      ] as const)
        await backend.it.openScheduler(() => Date.now() - ago).markDue([call(ref)]);
      expect((await lease(1)).map(({ ref }) => ref)).toEqual(["1"]);
    });

    it("S3: puts the work of a connection that marks much behind that of others", async () => {
      for (let n = 0; n < 40; n += 1) await scheduler.markDue([call(String(n), "busy")]);
      await scheduler.markDue([call("1", "quiet")]);
      const order = (await lease(41)).map(nameOf);
      expect(order.indexOf("quiet/1")).toBeLessThan(20);
      expect(order).toHaveLength(41);
    });

    it("S3: works on other calls while one is at work and marked again", async () => {
      await scheduler.markDue([call("1", "busy")]);
      await scheduler.step(async () => {
        await scheduler.markDue([call("1", "busy"), call("2", "busy"), call("1", "other")]);
        expect(await step()).toEqual(["busy/2", "other/1"]);
      });
      expect(await step()).toEqual(["busy/1"]);
    });

    it("S3: runs all that is marked, however many calls of one connection come at once", async () => {
      const asked = new Map<string, number>();
      const seen = new Map<string, number>();
      const { promise: allSeen, resolve } = Promise.withResolvers<void>();
      await scheduler.work(async ({ ref }) => {
        seen.set(ref, asked.get(ref) ?? 0);
        await nextTick();
        if (
          [...asked].length === 20 &&
          [...asked].every(([each, generation]) => generation === 5 && seen.get(each) === 5)
        )
          resolve();
      });
      for (let generation = 1; generation <= 5; generation += 1) {
        for (let n = 0; n < 20; n += 1) asked.set(String(n), generation);
        await scheduler.markDue([...asked.keys()].map((ref) => call(ref, "one")));
      }
      await allSeen;
      await scheduler.rest(5_000);
      expect([...seen.values()]).toEqual(Array.from({ length: 20 }, () => 5));
    });

    it("S3: leaves workers for others, however much deferred work waits within its runs", async () => {
      const { promise: othersRun, resolve } = Promise.withResolvers<number>();
      await scheduler.markDue(Array.from({ length: 120 }, (_, n) => call(String(n), "waiting")));
      await database().query(`update work_items set priority = 1`);
      let begun = 0;
      await scheduler.work(async ({ connectionId }) => {
        if (connectionId === "other") return resolve(begun);
        begun += 1;
        if (begun === 30) await scheduler.markDue([call("1", "other")]);
        await othersRun;
      });
      // Thirty of them run at a time. The rest of the concurrency is for others.
      expect(await othersRun).toBe(30);
      await scheduler.rest(5_000);
    });

    it("S3: begins the next run of a call though others that were leased with it go on", async () => {
      const { promise: second, resolve } = Promise.withResolvers<void>();
      let runs = 0;
      await scheduler.markDue([call("1", "slow"), call("1", "quick")]);
      await scheduler.work(async ({ connectionId }) => {
        if (connectionId === "slow") return second;
        runs += 1;
        if (runs === 2) resolve();
        else await scheduler.markDue([call("1", "quick")]);
      });
      await second;
      await scheduler.rest(5_000);
      expect(runs).toBe(2);
    });

    it("C15: never has two workers at one call, though two nodes work and every call is marked again meanwhile", async () => {
      const nodes = [backend.it.openScheduler(), backend.it.openScheduler()];
      const atWork = new Set<string>();
      const runs = new Map<string, number>();
      const calls = Array.from({ length: 20 }, (_, i) => call(String(i), "watched"));
      const run = async (work: WorkItem) => {
        const name = nameOf(work);
        expect(atWork).not.toContain(name);
        atWork.add(name);
        const count = (runs.get(name) ?? 0) + 1;
        runs.set(name, count);
        const { connectionId, kind, ref, part } = work;
        if (count < 4) await scheduler.markDue([{ connectionId, kind, ref, part }]);
        atWork.delete(name);
      };
      await scheduler.markDue(calls);
      let done = 0;
      do {
        const worked = await Promise.all(nodes.map((each) => each.step(run)));
        expect(worked.map(({ failed }) => failed)).toEqual([0, 0]);
        done = worked.reduce((sum, { completed }) => sum + completed, 0);
      } while (done > 0);
      expect(calls.map((item) => runs.get(nameOf(item)))).toEqual(calls.map(() => 4));
    });

    it("never waits in a circle, though marks, leases and completions of the same items meet", async () => {
      const nodes = [database(), backend.it.otherNode(), backend.it.otherNode()];
      const items = Array.from({ length: 30 }, (_, n) => call(String(n), "circle"));
      const cycles = Array.from({ length: 12 }, async (_, n) => {
        const node = nodes[n % nodes.length] ?? database();
        await scheduler.markDue(n % 2 ? items : items.toReversed());
        const leased = await leaseWork(node, [{ ...ANY, free: 9 }], Date.now());
        const works = leased.map(({ work }) => work);
        await extendLeases(node, works.toReversed());
        const completions = works.map((work) => ({ work, nextAt: null, attempts: 0 }));
        await completeWork(node, n % 3 ? completions : completions.toReversed(), Date.now());
      });
      await expect(Promise.all(cycles)).resolves.toHaveLength(12);
      while ((await step()).length > 0);
      expect(await lease()).toEqual([]);
    });
  });
}
