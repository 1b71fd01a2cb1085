/** Deferred work: what is resumed first, and that each item is resumed once (L3). */
import { describe, expect, it } from "vitest";
import { PRIORITIES, type Priority } from "../../src/domain/activity/work-item.ts";
import { deferredConnections, resumeDeferred } from "../../src/storage/work/deferred.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { dueAtOf, nothingDue, saveInRun } from "./running.ts";

const SECOND_MS = 1_000;

export function deferredWorkContract(backend: UsedBackend): void {
  describe("deferred work", () => {
    const database = () => backend.it.database;
    const noneDue = () => nothingDue(database());
    const defer = (
      id: string,
      activityId: string,
      priority: Priority,
      since: number,
      more: { wakeAt?: number; startedAt?: number } = {},
    ) =>
      saveInRun(
        database(),
        id,
        { ...blankRecord(activityId), deferredSince: since, deferredPriority: priority, wakeAt: since, ...more },
        NOW - 60_000,
      );
    /** Runs what is due now, in order. */
    const due = async (id: string, now = NOW): Promise<string[]> => {
      const ran: string[] = [];
      await backend.it
        .openScheduler(() => now)
        .step(async ({ connectionId, ref }) => void (connectionId === id && ran.push(ref)));
      return ran;
    };
    const resumed = async (id: string, limit: number, now = NOW) => {
      await resumeDeferred(database(), id, now, { limit, priority: 1 });
      return due(id, now);
    };

    it("is not leased as what is due, until it is resumed", async () => {
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "live call", NOW - SECOND_MS);
      await saveInRun(database(), id, { ...blankRecord("call:2"), wakeAt: NOW - SECOND_MS }, NOW - 60_000);
      expect(await due(id)).toEqual(["2"]);
      expect(await resumed(id, 10)).toEqual(["1"]);
    });

    it("L3: is named by connection, the longest waiting first, with the most urgent priority of each", async () => {
      await noneDue();
      const [one, other, later] = [await backend.it.connect(), await backend.it.connect(), await backend.it.connect()];
      await defer(one, "call:1", "catch-up", NOW - 5 * SECOND_MS);
      await defer(one, "call:2", "message", NOW - SECOND_MS);
      await defer(other, "call:1", "recording", NOW - 9 * SECOND_MS);
      await defer(other, "call:2", "recording", NOW);
      await defer(later, "call:1", "card", NOW - 20 * SECOND_MS, { wakeAt: NOW + 1 });
      expect(await deferredConnections(database(), NOW, 10)).toEqual([
        { connectionId: other, priority: "recording" },
        { connectionId: one, priority: "message" },
      ]);
      expect(await deferredConnections(database(), NOW, 1)).toHaveLength(1);
    });

    it("L3: is resumed as far as there is capacity, and no further", async () => {
      await noneDue();
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      for (const n of [1, 2, 3]) await defer(one, `call:${n}`, "message", NOW - n * SECOND_MS);
      await defer(other, "call:1", "live call", NOW - SECOND_MS);
      const scheduler = backend.it.openScheduler(() => NOW);
      const asked: unknown[] = [];
      const room = (id: string, priority: Priority, now: number) => {
        asked.push([id, priority, now]);
        return id === one ? 2 : 0;
      };
      expect(await scheduler.resume(room)).toBe(2);
      expect(asked).toEqual([
        [one, "message", NOW],
        [other, "live call", NOW],
      ]);
      expect((await due(one)).sort()).toEqual(["2", "3"]);
      expect(await due(other)).toEqual([]);
    });

    it("L3: goes on by priority", async () => {
      await noneDue();
      const id = await backend.it.connect();
      for (const priority of PRIORITIES.toReversed())
        await defer(id, `call:${PRIORITIES.indexOf(priority)}`, priority, NOW - SECOND_MS);
      for (const [index] of PRIORITIES.entries()) expect(await resumed(id, 1)).toEqual([String(index)]);
    });

    it("L3: resumes by age in its priority, and the last priority is not starved", async () => {
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "live call", NOW - SECOND_MS);
      await defer(id, "call:2", "live call", NOW - 2 * SECOND_MS);
      // Four priorities below, and half a minute for each.
      await defer(id, "call:3", "catch-up", NOW - 123 * SECOND_MS);
      await defer(id, "call:4", "catch-up", NOW - 121.5 * SECOND_MS);
      expect(await resumed(id, 1)).toEqual(["3"]);
      expect(await resumed(id, 1)).toEqual(["2"]);
      expect(await resumed(id, 1)).toEqual(["4"]);
      expect(await resumed(id, 1)).toEqual(["1"]);
    });

    it("L8: runs in the order in which its calls began", async () => {
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 10 });
      await defer(id, "call:2", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 30 });
      await defer(id, "call:3", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 20 });
      expect(await resumed(id, 2)).toEqual(["2", "3"]);
      expect(await resumed(id, 2)).toEqual(["1"]);
    });

    it("is not resumed before its time", async () => {
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "message", NOW - SECOND_MS);
      await defer(id, "call:2", "message", NOW - SECOND_MS, { wakeAt: NOW + 30 * SECOND_MS });
      expect(await resumed(id, 10)).toEqual(["1"]);
      expect(await resumed(id, 10, NOW + 29 * SECOND_MS)).toEqual([]);
      expect(await resumed(id, 10, NOW + 30 * SECOND_MS)).toEqual(["2"]);
    });

    it("runs at once where something happens, though it was deferred", async () => {
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "message", NOW - SECOND_MS, { wakeAt: NOW + 30 * SECOND_MS });
      await backend.it.openScheduler(() => NOW).markDue([{ connectionId: id, kind: "call", ref: "1", part: "" }]);
      expect(await dueAtOf(database(), id, "call:1")).toBe(NOW);
      expect(await due(id)).toEqual(["1"]);
    });

    it("S3: of one connection is out of another's reach", async () => {
      await noneDue();
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await defer(one, "call:1", "message", NOW - SECOND_MS);
      expect(await resumeDeferred(database(), other, NOW, { limit: 10, priority: 1 })).toBe(0);
      expect(await resumed(one, 10)).toEqual(["1"]);
    });

    it("is resumed once, though several nodes resume at the same moment", async () => {
      await noneDue();
      const id = await backend.it.connect();
      for (let n = 0; n < 30; n += 1) await defer(id, `call:${n}`, "message", NOW - n);
      const nodes = [database(), backend.it.otherNode(), backend.it.otherNode()];
      let all = 0;
      while (all < 30) {
        const lots = await Promise.all(nodes.map((node) => resumeDeferred(node, id, NOW, { limit: 5, priority: 1 })));
        const count = lots.reduce((sum, one) => sum + one);
        expect(count).toBeGreaterThan(0);
        all += count;
      }
      expect(all).toBe(30);
      expect(await due(id)).toHaveLength(30);
    });

    it("waits for no other lock on its rows", async () => {
      if (backend.it.kind === "pglite") return;
      await noneDue();
      const id = await backend.it.connect();
      await defer(id, "call:1", "message", NOW - 2);
      await defer(id, "call:2", "message", NOW - 1);
      await backend.it.otherNode().transaction(async (sql) => {
        await sql.query(`select 1 from work_items where connection_id = $1 and ref = '1' for update`, [id]);
        expect(await resumed(id, 10)).toEqual(["2"]);
      });
      await noneDue();
    });
  });
}
