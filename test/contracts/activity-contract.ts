/** What happened, for people to read: the newest first, with all that led to it. */
import { describe, expect, it } from "vitest";
import { activityLog } from "../../src/storage/activity/activity.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

export function activityContract(backend: UsedBackend): void {
  describe("activity", () => {
    const log = () => activityLog(backend.it.database);
    const save = (connectionId: string, activityId: string, now: number) =>
      activityStore(backend.it.database).save(connectionId, blankRecord(activityId), new Map(), now);

    it("lists the calls of one account, the newest first, as many as wanted", async () => {
      const connectionId = await backend.it.connect({ account: "listed" });
      const other = await backend.it.connect();
      await save(connectionId, "call:1", NOW + 1);
      await save(connectionId, "call:2", NOW + 3);
      await save(connectionId, "call:3", NOW + 2);
      await save(other, "call:4", NOW + 4);
      const idsOf = async (limit: number) => (await log().list({ account: "listed", limit })).map(({ id }) => id);
      expect(await idsOf(10)).toEqual(["call:2", "call:3", "call:1"]);
      expect(await idsOf(2)).toEqual(["call:2", "call:3"]);
      expect(await log().list({ account: "nobody", limit: 10 })).toEqual([]);
    });

    it("lists the calls of all accounts where none is named", async () => {
      const [one, other] = [
        await backend.it.connect({ account: "one" }),
        await backend.it.connect({ account: "other" }),
      ];
      const later = NOW + 365 * 86_400_000;
      await save(one, "call:1", later);
      await save(other, "call:1", later + 1);
      const newest = await log().list({ account: null, limit: 2 });
      expect(newest.map(({ account, id }) => [account, id])).toEqual([
        ["other", "call:1"],
        ["one", "call:1"],
      ]);
    });

    it("shows everything about one call: what arrived, what was written, and what it cost", async () => {
      const connectionId = await backend.it.connect({ account: "told" });
      const { database } = backend.it;
      const inbox = openInbox(database, backend.it.openScheduler());
      for (const [i, event] of ["call.created", "call.ended"].entries()) {
        await inbox.put({ connectionId, activityId: "call:1", event, body: `{"n": ${i}}`, receivedAt: NOW + i });
      }
      await inbox.put({ connectionId, activityId: "call:2", event: "call.created", body: "{}", receivedAt: NOW });
      const activities = activityStore(database);
      const [first] = (await activities.open(connectionId, "call:1"))?.deliveries ?? [];
      const record = fullRecord("call:1");
      await activities.save(connectionId, record, new Map([[first?.id ?? 0, { code: "read" }]]), NOW + 9);
      const writes = writeStore(database);
      await writes.intend(connectionId, "call:1", { generation: 1, key: "ticket", intent: {} }, NOW + 2);
      const outcome = { ticketId: 7 };
      await writes.complete(connectionId, "call:1", [
        { generation: 1, key: "ticket", state: "done", outcome, requests: 3, at: NOW },
      ]);
      const refused = { generation: 1, key: "note:x", state: "refused" as const, outcome: { why: "no" }, requests: 1 };
      await writes.complete(connectionId, "call:1", [{ ...refused, at: NOW + 3 }]);
      await database.query(`update work_items set due_at = $2, scheduled_at = $2 where connection_id = $1`, [
        connectionId,
        new Date(NOW + 5_000),
      ]);
      const item = {
        account: "told",
        id: "call:1",
        state: "pending",
        reason: record.reason,
        direction: "inbound",
        lineName: "Support FR",
        caller: "+33612345678",
        startedAt: new Date(record.startedAt ?? 0),
        ticketId: record.ticketId,
        customerId: record.customerId,
        match: record.match,
        updatedAt: new Date(NOW + 9),
        wakeAt: new Date(NOW + 5_000),
        deliveries: 2,
        requests: 4,
      };
      expect(await log().list({ account: "told", limit: 10 })).toEqual([item]);
      expect(await log().read("told", "call:1")).toEqual({
        ...item,
        plan: record.plan,
        leftOut: [],
        received: [
          { event: "call.created", receivedAt: new Date(NOW), outcome: { code: "read" } },
          { event: "call.ended", receivedAt: new Date(NOW + 1), outcome: null },
        ],
        writes: [
          { generation: 1, key: "ticket", state: "done", outcome, requests: 3, intendedAt: new Date(NOW + 2) },
          {
            generation: 1,
            key: "note:x",
            state: "refused",
            outcome: { why: "no" },
            requests: 1,
            intendedAt: new Date(NOW + 3),
          },
        ],
      });
    });

    it("S3: reads no call under the name of another account", async () => {
      const connectionId = await backend.it.connect({ account: "private" });
      await backend.it.connect({ account: "curious" });
      await save(connectionId, "call:1", NOW);
      expect(await log().read("curious", "call:1")).toBeNull();
      expect(await log().read("private", "call:2")).toBeNull();
      expect(await log().read("private", "call:1")).toMatchObject({ id: "call:1", received: [], writes: [] });
    });
  });
}
