/** The queue: one worker at a call at a time, one more turn waiting, nothing lost when work fails or its worker dies. */
import { setImmediate as nextRound } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { Job } from "../../src/domain/ports/stores.ts";
import { callSubject, idOf } from "../../src/domain/subject.ts";
import type { JobQueue } from "../../src/storage/queue/job-queue.ts";
import type { UsedBackend } from "./backend.ts";

const call = (id: string, connectionId = "shop"): Job => ({ queue: "turn", connectionId, subject: callSubject(id) });
const file = (id: string, kind: "recording" | "voicemail"): Job => ({
  queue: "media",
  connectionId: "shop",
  subject: callSubject(id),
  media: kind,
});
const nameOf = (job: Job) => `${job.connectionId}/${job.subject}${job.queue === "media" ? ` ${job.media}` : ""}`;
const failing = () => Promise.reject(new Error("not now"));

export function jobQueueContract(backend: UsedBackend): void {
  describe("job queue", () => {
    let queue: JobQueue;

    beforeAll(async () => {
      queue = await backend.it.startQueue();
    });

    /** Does what waits now, and names it. */
    const step = async (by = queue): Promise<string[]> => {
      const done: string[] = [];
      await by.step(async (job) => void done.push(nameOf(job)));
      return done.sort();
    };

    it("keeps one turn waiting for a call, however often it is asked for", async () => {
      await queue.add([call("1"), call("1"), call("2")]);
      await queue.add([call("1")]);
      await backend.it.database.transaction((sql) => queue.addInside(sql, [call("1"), call("2")]));
      expect(await step()).toEqual(["shop/call:1", "shop/call:2"]);
      expect(await step()).toEqual([]);
    });

    it("tells the same call number of two connections apart, and the two files of one call", async () => {
      const jobs = [call("1", "one"), call("1", "other"), file("1", "recording"), file("1", "voicemail")];
      await queue.add([...jobs, ...jobs]);
      expect(await step()).toEqual(["one/call:1", "other/call:1", "shop/call:1 recording", "shop/call:1 voicemail"]);
    });

    it("forgets work added inside a transaction that fails", async () => {
      const failed = backend.it.database.transaction(async (sql) => {
        await queue.addInside(sql, [call("1")]);
        throw new Error("the power went");
      });
      await expect(failed).rejects.toThrow("the power went");
      expect(await step()).toEqual([]);
    });

    it("keeps one more turn for a call that is being worked on, and begins it only afterwards", async () => {
      await queue.add([call("1")]);
      const worked = await queue.step(async () => {
        await queue.add([call("1"), call("1")]);
        await queue.add([call("1")]);
        // A second worker who looks meanwhile gets nothing.
        expect(await step()).toEqual([]);
      });
      expect(worked).toEqual({ completed: 1, failed: 0 });
      expect(await step()).toEqual(["shop/call:1"]);
      expect(await step()).toEqual([]);
    });

    it("shows what waits to a node that begins while its call is noted as being at work", async () => {
      await backend.it.database.query(`update pgboss.queue set singletons_active = array['shop/call:1']`);
      const other = await backend.it.startQueue();
      await queue.add([call("1")]);
      expect(await step(other)).toEqual(["shop/call:1"]);
    });

    it("brings back work that failed until it succeeds", async () => {
      await queue.add([call("1"), file("1", "recording")]);
      expect(await queue.step(failing)).toEqual({ completed: 0, failed: 2 });
      expect(await queue.step(failing)).toEqual({ completed: 0, failed: 2 });
      expect(await step()).toEqual(["shop/call:1", "shop/call:1 recording"]);
      expect(await step()).toEqual([]);
    });

    it("loses nothing when work fails again and again while more is asked for the same call", async () => {
      await queue.add([call("1")]);
      for (let round = 0; round < 4; round += 1) {
        await queue.step(async () => {
          await queue.add([call("1")]);
          throw new Error("not now");
        });
      }
      const turns: string[] = [];
      for (let names = await step(); names.length > 0; names = await step()) turns.push(...names);
      expect(new Set(turns)).toEqual(new Set(["shop/call:1"]));
      expect(turns.length).toBeLessThanOrEqual(2);
    });

    it("gives back the work of a dead worker, also where another turn waits already", async () => {
      await queue.add([call("1"), call("2"), file("1", "voicemail")]);
      await new Promise<void>((begun) => {
        // A worker that takes both calls and never comes back.
        void queue.step(() => {
          begun();
          return new Promise(() => undefined);
        });
      });
      await queue.add([call("1")]);
      expect(await step()).toEqual(["shop/call:1 voicemail"]);
      const heir = await backend.it.startQueue();
      await heir.releaseAbandoned();
      const turns: string[] = [];
      for (let names = await step(heir); names.length > 0; names = await step(heir)) turns.push(...names);
      expect(new Set(turns)).toEqual(new Set(["shop/call:1", "shop/call:2"]));
      expect(turns.length).toBeLessThanOrEqual(3);
    });

    it("S3: works on other calls while one is at work and asked for again", async () => {
      await queue.add([call("1", "busy")]);
      await queue.step(async () => {
        await queue.add([call("1", "busy"), call("2", "busy"), call("1", "other")]);
        expect(await step()).toEqual(["busy/call:2", "other/call:1"]);
      });
      expect(await step()).toEqual(["busy/call:1"]);
    });

    it("S3: works by itself on all that is asked for, however many calls of one connection come at once", async () => {
      const live = await backend.it.startQueue();
      const asked = new Map<string, number>();
      const seen = new Map<string, number>();
      const { promise: allSeen, resolve } = Promise.withResolvers<void>();
      await live.work(async (job) => {
        const id = idOf(job.subject);
        seen.set(id, asked.get(id) ?? 0);
        await nextRound();
        if ([...asked].length === 20 && [...asked].every(([each, round]) => round === 5 && seen.get(each) === 5))
          resolve();
      });
      for (let round = 1; round <= 5; round += 1) {
        for (let n = 0; n < 20; n += 1) asked.set(String(n), round);
        await live.add([...asked.keys()].map((id) => call(id, "one")));
      }
      await allSeen;
      await live.stop(5_000);
      expect([...seen.values()]).toEqual(Array.from({ length: 20 }, () => 5));
    });

    it("S3: leaves workers for others, however much of what was put aside waits within its turn", async () => {
      const live = await backend.it.startQueue();
      const { promise: othersTurn, resolve } = Promise.withResolvers<number>();
      const aside = (n: number): Job => ({
        queue: "turn",
        connectionId: "waiting",
        subject: `call:${n}`,
        putAside: true,
      });
      await live.add(Array.from({ length: 120 }, (_, n) => aside(n)));
      let begun = 0;
      await live.work(async ({ connectionId }) => {
        if (connectionId === "other") return resolve(begun);
        begun += 1;
        if (begun === 30) await live.add([call("1", "other")]);
        await othersTurn;
      });
      // There is room for thirty of them: the rest is free.
      expect(await othersTurn).toBe(30);
      await live.stop(5_000);
      // What nobody came to is nothing to the tests that follow.
      for (let left = await step(); left.length > 0; left = await step());
    });

    it("S3: begins the next turn on a call though others that were fetched with its last one go on", async () => {
      const live = await backend.it.startQueue();
      const { promise: second, resolve } = Promise.withResolvers<void>();
      let turns = 0;
      await live.add([call("1", "slow"), call("1", "quick")]);
      await live.work(async ({ connectionId }) => {
        if (connectionId === "slow") return second;
        turns += 1;
        if (turns === 2) resolve();
        else await live.add([call("1", "quick")]);
      });
      await second;
      await live.stop(5_000);
      expect(turns).toBe(2);
    });

    it("C15: never has two workers at one call, though two queues work and every call is asked for again meanwhile", async () => {
      const queues = [await backend.it.startQueue(), await backend.it.startQueue()];
      const atWork = new Set<string>();
      const turns = new Map<string, number>();
      const calls = Array.from({ length: 20 }, (_, i) => call(String(i), "watched"));
      const work = async (job: Job) => {
        const name = nameOf(job);
        expect(atWork).not.toContain(name);
        atWork.add(name);
        const turn = (turns.get(name) ?? 0) + 1;
        turns.set(name, turn);
        if (turn < 4) await queue.add([job]);
        atWork.delete(name);
      };
      await queue.add(calls);
      let done = 0;
      do {
        const worked = await Promise.all(queues.map((each) => each.step(work)));
        expect(worked.map(({ failed }) => failed)).toEqual([0, 0]);
        done = worked.reduce((sum, { completed }) => sum + completed, 0);
      } while (done > 0);
      // Work that another test left behind may be among it; it counts for nothing here.
      expect(calls.map((job) => turns.get(nameOf(job)))).toEqual(calls.map(() => 4));
    });
  });
}
