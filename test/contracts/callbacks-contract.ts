/** C13: a request for a callback finds the call that answers it, whichever of the two is looked at first. */
import { describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { joinCallback, planUnlessNews } from "../../src/sync/call/join-callback.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { dueAtOf } from "./running.ts";

const CALLER = "+33612345678";

const request = (activityId: string, more: Partial<ActivityRecord> = {}): ActivityRecord => ({
  ...blankRecord(activityId),
  direction: "inbound",
  caller: CALLER,
  startedAt: NOW,
  callbackRequested: true,
  ...more,
});

const callback = (activityId: string, more: Partial<ActivityRecord> = {}): ActivityRecord => ({
  ...blankRecord(activityId),
  direction: "outbound",
  caller: CALLER,
  startedAt: NOW + 60_000,
  answered: true,
  ...more,
});

export function callbacksContract(backend: UsedBackend): void {
  describe("callbacks", () => {
    const activities = () => activityStore(backend.it.database);
    const keep = (connectionId: string, ...records: ActivityRecord[]) =>
      Promise.all(records.map((record) => activities().save(connectionId, record, new Map(), NOW)));
    const join = async (connectionId: string, record: ActivityRecord, now = NOW + 90_000) =>
      (await activities().joinCallbacks(connectionId, record, now)).done;
    const recordOf = async (connectionId: string, activityId: string) =>
      (await activities().open(connectionId, activityId))?.record ?? null;

    it("C13: joins them when the callback is looked at first, and wakes the request", async () => {
      const connectionId = await backend.it.connect();
      await keep(connectionId, request("call:1"), callback("call:2"));
      expect(await join(connectionId, callback("call:2"))).toBe(true);
      expect(await recordOf(connectionId, "call:1")).toMatchObject({ callbackDoneBy: "call:2" });
      expect(await dueAtOf(backend.it.database, connectionId, "call:1")).toBe(NOW + 90_000);
      expect(await join(connectionId, request("call:1", { callbackDoneBy: "call:2" }))).toBe(true);
      expect(await join(connectionId, callback("call:2"))).toBe(true);
    });

    it("C13: joins them when the request is looked at first, and wakes the callback", async () => {
      const connectionId = await backend.it.connect();
      await keep(connectionId, request("call:1"), callback("call:2"));
      expect(await join(connectionId, request("call:1"))).toBe(true);
      expect(await recordOf(connectionId, "call:1")).toMatchObject({ callbackDoneBy: "call:2" });
      expect(await dueAtOf(backend.it.database, connectionId, "call:2")).toBe(NOW + 90_000);
      expect(await join(connectionId, callback("call:2"))).toBe(true);
    });

    it("C13: joins them when the request becomes known only after the callback was done with", async () => {
      const connectionId = await backend.it.connect();
      await keep(connectionId, callback("call:2"));
      expect(await join(connectionId, callback("call:2"))).toBe(false);
      await keep(connectionId, request("call:1"));
      expect(await join(connectionId, request("call:1"))).toBe(true);
    });

    it("C13: joins them when both are looked at in the same moment", async () => {
      const connectionId = await backend.it.connect();
      const other = activityStore(backend.it.otherNode());
      for (let n = 0; n < 10; n += 1) {
        const caller = `${CALLER}${n}`;
        const [asks, answers] = [request(`call:${n}-in`, { caller }), callback(`call:${n}-out`, { caller })];
        const runs = [asks, answers].map(async (record, i) => {
          const store = i ? other : activities();
          await store.save(connectionId, record, new Map(), NOW);
          return store.joinCallbacks(connectionId, record, NOW);
        });
        expect((await Promise.all(runs)).some(({ done }) => done)).toBe(true);
        expect(await recordOf(connectionId, `call:${n}-in`)).toMatchObject({ callbackDoneBy: `call:${n}-out` });
      }
    });

    it("C13: looks for the other call in the run that learns of one, and again where that run failed", async () => {
      const connectionId = await backend.it.connect();
      const store = activities();
      const snapshotOf = async (activityId: string) => {
        const snapshot = await store.open(connectionId, activityId);
        if (!snapshot) throw new Error("no connection");
        return snapshot;
      };
      await keep(connectionId, request("call:1"));
      let looks = 0;
      const looking = (failing: boolean) => ({
        saveFacts: store.saveFacts,
        async joinCallbacks(...asked: Parameters<typeof store.joinCallbacks>) {
          looks += 1;
          if (failing) throw new Error("the database went away");
          return store.joinCallbacks(...asked);
        },
      });
      const run = async (failing: boolean) => {
        const snapshot = await snapshotOf("call:2");
        const told = { ...callback("call:2"), plan: snapshot.record?.plan ?? null };
        const facts = { ...told, plan: planUnlessNews(told, snapshot.record) };
        const deps = { activities: looking(failing), clock: () => NOW };
        const { record, done } = await joinCallback(deps, snapshot, facts);
        await store.save(connectionId, { ...record, plan: { subject: "planned" } }, new Map(), NOW);
        return done;
      };
      await expect(run(true)).rejects.toThrow("went away");
      // The call was stored, and so was that no run has looked.
      expect(await recordOf(connectionId, "call:2")).toMatchObject({ answered: true, plan: null });
      expect([await run(false), looks]).toEqual([true, 2]);
      expect([await run(false), looks]).toEqual([true, 2]);
    });

    it("C13: completes every open request of the customer with one callback, and each request by the first callback", async () => {
      const connectionId = await backend.it.connect();
      const second = request("call:2", { startedAt: NOW + 1_000 });
      const late = callback("call:4", { startedAt: NOW + 120_000 });
      await keep(connectionId, request("call:1"), second, callback("call:3"), late);
      expect(await join(connectionId, second)).toBe(true);
      expect(await recordOf(connectionId, "call:2")).toMatchObject({ callbackDoneBy: "call:3" });
      expect(await join(connectionId, callback("call:3"))).toBe(true);
      expect(await recordOf(connectionId, "call:1")).toMatchObject({ callbackDoneBy: "call:3" });
      expect(await join(connectionId, late)).toBe(false);
    });

    it.each<[string, Partial<ActivityRecord>]>([
      ["it was not answered", { answered: false }],
      ["it went to another caller", { caller: "+33699999999" }],
      ["it came in", { direction: "inbound" }],
      ["it was before the request", { startedAt: NOW - 1 }],
      ["its time is not known", { startedAt: null }],
      ["its caller is not known", { caller: null }],
    ])("C13: leaves a request open where a call is no callback because %s", async (_why, more) => {
      const connectionId = await backend.it.connect();
      await keep(connectionId, request("call:1"), callback("call:2", more));
      expect(await join(connectionId, callback("call:2", more))).toBe(false);
      expect(await join(connectionId, request("call:1"))).toBe(false);
      expect(await recordOf(connectionId, "call:1")).toMatchObject({ callbackDoneBy: null });
      expect(await dueAtOf(backend.it.database, connectionId, "call:1")).toBeNull();
    });

    it("C14: joins no calls of anonymous callers, who need not be the same person", async () => {
      const connectionId = await backend.it.connect();
      const [asks, answers] = [request("call:1", { caller: "anonymous" }), callback("call:2", { caller: "anonymous" })];
      await keep(connectionId, asks, answers);
      expect([await join(connectionId, asks), await join(connectionId, answers)]).toEqual([false, false]);
    });

    it("S3: joins nothing across connections", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await keep(one, request("call:1"));
      await keep(other, callback("call:2"));
      expect([await join(one, request("call:1")), await join(other, callback("call:2"))]).toEqual([false, false]);
      expect(await recordOf(one, "call:1")).toMatchObject({ callbackDoneBy: null });
      expect(await dueAtOf(backend.it.database, one, "call:1")).toBeNull();
    });
  });
}
