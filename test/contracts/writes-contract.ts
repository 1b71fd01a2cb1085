/** Writes: the intent before, the outcome after, and what they cost. */
import { describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import type { Write } from "../../src/domain/ticket/write.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const TICKET = { generation: 1, key: "ticket" };

export function writesContract(backend: UsedBackend): void {
  describe("writes", () => {
    const writes = () => writeStore(backend.it.database);
    const written = async (connectionId: string, activityId = "call:1"): Promise<Write[]> =>
      (await activityStore(backend.it.database).open(connectionId, activityId))?.writes ?? [];

    it("stores an intent before and the outcome after, and the intent stays", async () => {
      const connectionId = await backend.it.connect();
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { tags: ["Aircall"] } }, NOW);
      const intended = { ...TICKET, intent: { tags: ["Aircall"] }, intendedAt: NOW };
      expect(await written(connectionId)).toEqual([{ ...intended, state: "intended", outcome: null, requests: 0 }]);
      const outcome = { ticketId: 7001, messageIds: { ended: 55 } };
      await writes().complete(connectionId, "call:1", [
        { ...TICKET, state: "done", outcome, requests: 2, at: NOW + 9 },
      ]);
      expect(await written(connectionId)).toEqual([{ ...intended, state: "done", outcome, requests: 2 }]);
    });

    it("stores a write without intent, whatever its outcome", async () => {
      const connectionId = await backend.it.connect();
      for (const [i, outcome] of [null, 0, "text", [1, null], {}].entries()) {
        const write = { generation: 0, key: `learn:${i}`, state: "done" as const, outcome, requests: 1 };
        await writes().complete(connectionId, "call:1", [{ ...write, at: NOW + i }]);
      }
      expect((await written(connectionId)).map(({ intent, outcome }) => [intent, outcome])).toEqual([
        [null, null],
        [null, 0],
        [null, "text"],
        [null, [1, null]],
        [null, {}],
      ]);
    });

    it("C15: lets no later intent overwrite what is done, and renews one that is not", async () => {
      const connectionId = await backend.it.connect();
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { n: 1 } }, NOW);
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { n: 2 } }, NOW + 5);
      expect(await written(connectionId)).toMatchObject([{ state: "intended", intent: { n: 2 }, intendedAt: NOW + 5 }]);
      const done = { ...TICKET, state: "done" as const, outcome: { ticketId: 7 }, requests: 1, at: NOW + 6 };
      await writes().complete(connectionId, "call:1", [done]);
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { n: 3 } }, NOW + 7);
      const stored = { state: "done", intent: { n: 2 }, outcome: done.outcome, intendedAt: NOW + 5 };
      expect(await written(connectionId)).toMatchObject([stored]);
    });

    it("C15: holds what was refused and is tried again for intended, until its answer is seen", async () => {
      const connectionId = await backend.it.connect();
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { n: 1 } }, NOW);
      const refused = { ...TICKET, state: "refused" as const, outcome: { why: "no" }, requests: 2, at: NOW + 1 };
      await writes().complete(connectionId, "call:1", [refused]);
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: { n: 2 } }, NOW + 7);
      expect(await written(connectionId)).toEqual([
        { ...TICKET, state: "intended", intent: { n: 2 }, outcome: null, requests: 2, intendedAt: NOW + 7 },
      ]);
    });

    it("C15: stores other outcomes together with an intent, or with the record, all or nothing", async () => {
      const connectionId = await backend.it.connect();
      const ended = (key: string, at: number) =>
        ({ generation: 1, key, state: "done", outcome: { key }, requests: 1, at }) as const;
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: {} }, NOW);
      const note = { generation: 1, key: "note:ended", intent: { digest: "a" } };
      await writes().intend(connectionId, "call:1", note, NOW + 2, [ended("ticket", NOW + 1), ended("look", NOW + 1)]);
      const states = async () => (await written(connectionId)).map(({ key, state }) => [key, state]);
      expect(await states()).toEqual([
        ["ticket", "done"],
        ["look", "done"],
        ["note:ended", "intended"],
      ]);
      const activities = activityStore(backend.it.database);
      const save = (state: "done" | "odd") =>
        activities.save(connectionId, { ...blankRecord("call:1"), state } as ActivityRecord, new Map(), NOW + 4, {
          completed: [ended("note:ended", NOW + 3)],
        });
      await expect(save("odd")).rejects.toThrow(/state/);
      expect((await states()).at(-1)).toEqual(["note:ended", "intended"]);
      await save("done");
      expect((await written(connectionId)).at(-1)).toMatchObject({
        key: "note:ended",
        state: "done",
        intent: { digest: "a" },
        outcome: { key: "note:ended" },
        intendedAt: NOW + 2,
      });
    });

    it("adds up the requests of everything that completed a write", async () => {
      const connectionId = await backend.it.connect();
      const settle = (requests: number) =>
        writes().complete(connectionId, "call:1", [{ ...TICKET, state: "done", outcome: {}, requests, at: NOW }]);
      await settle(2);
      await settle(3);
      await Promise.all([settle(1), settle(1), settle(1)]);
      expect(await written(connectionId)).toMatchObject([{ requests: 8 }]);
    });

    it("withdraws an intent, and nothing that is completed", async () => {
      const connectionId = await backend.it.connect();
      await writes().intend(connectionId, "call:1", { ...TICKET, intent: {} }, NOW);
      await writes().withdraw(connectionId, "call:1", TICKET);
      expect(await written(connectionId)).toEqual([]);
      await writes().complete(connectionId, "call:1", [
        { ...TICKET, state: "done", outcome: {}, requests: 1, at: NOW },
      ]);
      await writes().withdraw(connectionId, "call:1", TICKET);
      expect(await written(connectionId)).toHaveLength(1);
    });

    it("forgets what was refused, and nothing else", async () => {
      const connectionId = await backend.it.connect();
      const settle = (activityId: string, key: string, state: "done" | "refused") =>
        writes().complete(connectionId, activityId, [{ generation: 1, key, state, outcome: {}, requests: 1, at: NOW }]);
      await settle("call:1", "ticket", "done");
      await settle("call:1", "note:ended", "refused");
      await settle("call:2", "ticket", "refused");
      await writes().intend(connectionId, "call:1", { generation: 1, key: "tags:1", intent: {} }, NOW);
      await writes().forgetRefused(connectionId, "call:1");
      expect((await written(connectionId)).map(({ key }) => key)).toEqual(["tags:1", "ticket"]);
      expect(await written(connectionId, "call:2")).toHaveLength(1);
    });

    it("C16: distinguishes the ticket generations of one call, and S3: the connections with the same call id", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      for (const generation of [1, 2]) {
        await writes().intend(one, "call:1", { generation, key: "ticket", intent: { generation } }, NOW + generation);
      }
      await writes().intend(other, "call:1", { ...TICKET, intent: "theirs" }, NOW);
      expect((await written(one)).map(({ generation, intent }) => [generation, intent])).toEqual([
        [1, { generation: 1 }],
        [2, { generation: 2 }],
      ]);
      await writes().withdraw(other, "call:1", TICKET);
      await writes().forgetRefused(other, "call:1");
      expect(await written(one)).toHaveLength(2);
    });
  });
}
