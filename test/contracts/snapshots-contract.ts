/** Calls and conversations: the snapshot of a run, what it saves, and when the item is due again. */
import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../../src/domain/reasons/delivery-outcome.ts";
import { defaultSettings } from "../../src/domain/settings/settings.ts";
import { agentStore } from "../../src/storage/admin/agents.ts";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { blankRecord } from "../../src/sync/activity-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";
import { nothingDue } from "./running.ts";

const ODD: DeliveryOutcome = { code: "not_understood", path: `"a", b: {c}`, detail: "{0}" };

export function snapshotsContract(backend: UsedBackend): void {
  describe("snapshots", () => {
    const activities = () => activityStore(backend.it.database);
    const none = new Map<number, DeliveryOutcome>();
    const recordOf = async (connectionId: string, activityId = "call:1") =>
      (await activities().open(connectionId, activityId))?.record ?? null;

    it("opens nothing for a connection that is not there, and an empty snapshot for a new call", async () => {
      const line = { id: "7", name: "Support", digits: "+331", country: "FR", timeZone: null };
      const connectionId = await backend.it.connect({
        account: "snapshot",
        callbackTagIds: { requested: ["900"], done: ["901"] },
        lines: [
          { ...line, selected: true },
          { ...line, id: "8", selected: false },
        ],
      });
      expect(await activities().open("nobody", "call:1")).toBeNull();
      expect(await activities().open(connectionId, "call:1")).toEqual({
        connection: {
          id: connectionId,
          account: "snapshot",
          status: "active",
          settings: defaultSettings,
          callbackTagIds: { requested: ["900"], done: ["901"] },
          sealedCredential: expect.any(String) as string,
        },
        selectedLines: new Set(["7"]),
        ownLines: [
          { digits: "+331", country: "FR" },
          { digits: "+331", country: "FR" },
        ],
        countsSince: new Map([["7", NOW]]),
        doubtedUntil: null,
        unsaved: [],
        marks: [],
        users: null,
        remembered: null,
        servesCallback: false,
        deliveries: [],
        writes: [],
        record: null,
      });
    });

    it("I1: lets one of many store the first record of an item", async () => {
      const connectionId = await backend.it.connect();
      const other = activityStore(backend.it.otherNode());
      const stores = [activities(), other, activities(), other];
      const claims = await Promise.all(
        stores.map((store, i) =>
          store.claim(connectionId, fullRecord("card:1", { reason: { code: "other", detail: String(i) } }), NOW),
        ),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      const stored = (await activities().open(connectionId, "card:1"))?.record?.reason;
      expect(stored).toEqual({ code: "other", detail: String(claims.indexOf(true)) });
      expect(await activities().claim(connectionId, fullRecord("card:1"), NOW)).toBe(false);
    });

    it("contains what most runs need: the age of users, the customer of the number, whether it answered a request", async () => {
      const connectionId = await backend.it.connect();
      const { database } = backend.it;
      const surroundings = async () => {
        const snapshot = await activities().open(connectionId, "call:2");
        return snapshot && [snapshot.users, snapshot.remembered, snapshot.servesCallback];
      };
      const caller = "+33612345678";
      await activities().save(connectionId, { ...blankRecord("call:2"), caller }, none, NOW);
      expect(await surroundings()).toEqual([null, null, false]);
      await helpDeskCache(database).rememberUsers(connectionId, [], NOW);
      await agentStore(database).map(connectionId, "9", 77);
      const index = phoneIndex(database);
      await index.claim(connectionId, caller, "call:1", NOW);
      // Another run searches for the customer: none is cached yet.
      expect(await surroundings()).toEqual([{ learnedAt: NOW, byHand: [["9", 77]] }, null, false]);
      const customer = { id: 5, name: "Ada", email: null };
      await index.remember(connectionId, caller, { customer, others: [6] }, NOW);
      await activities().save(connectionId, { ...blankRecord("call:1"), callbackDoneBy: "call:2" }, none, NOW);
      expect(await surroundings()).toEqual([
        { learnedAt: NOW, byHand: [["9", 77]] },
        { phoneKey: caller, customer, others: [6], verifiedAt: NOW, corrected: false },
        true,
      ]);
    });

    it("returns every field as it was stored, filled or empty", async () => {
      const connectionId = await backend.it.connect();
      const full = fullRecord("call:1");
      await activities().save(connectionId, full, none, NOW);
      // When it is due next is the scheduler's.
      expect(await recordOf(connectionId)).toEqual({ ...full, wakeAt: null });
      const blank = blankRecord("call:2");
      await activities().save(connectionId, blank, none, NOW);
      expect(await recordOf(connectionId, "call:2")).toEqual(blank);
    });

    it("stores the record, and the outcome of each delivery, in one statement", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, backend.it.openScheduler());
      for (const n of [1, 2, 3]) {
        const body = `{"n": ${n}}`;
        await inbox.put({ connectionId, activityId: "call:1", event: "call.created", body, receivedAt: NOW + n });
      }
      const before = await activities().open(connectionId, "call:1");
      expect(before?.deliveries.map(({ body, outcome }) => [body, outcome])).toEqual([
        [`{"n": 1}`, null],
        [`{"n": 2}`, null],
        [`{"n": 3}`, null],
      ]);
      const [first, second] = before?.deliveries.map(({ id }) => id) ?? [];
      const outcomes = new Map<number, DeliveryOutcome>([
        [first ?? 0, { code: "read" }],
        [second ?? 0, ODD],
      ]);
      await activities().save(connectionId, blankRecord("call:1"), outcomes, NOW);
      const after = await activities().open(connectionId, "call:1");
      expect(after?.deliveries.map(({ outcome }) => outcome)).toEqual([{ code: "read" }, ODD, null]);
      // A delivery of another connection is out of reach, even by its id.
      const other = await backend.it.connect();
      await activities().save(
        other,
        blankRecord("call:1"),
        new Map([[first ?? 0, { code: "other", detail: "stolen" }]]),
        NOW,
      );
      expect((await activities().open(connectionId, "call:1"))?.deliveries[0]?.outcome).toEqual({ code: "read" });
    });

    it("S3: shows nothing of another connection that has the same call number", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await activities().save(one, fullRecord("call:1"), none, NOW);
      await writeStore(backend.it.database).intend(one, "call:1", { generation: 1, key: "ticket", intent: {} }, NOW);
      expect(await activities().open(other, "call:1")).toMatchObject({ deliveries: [], writes: [], record: null });
      await activities().save(other, fullRecord("call:1", { reason: { code: "other", detail: "mine" } }), none, NOW);
      expect(await recordOf(one)).toMatchObject({ reason: { code: "vendor_rejected" } });
    });

    it("wakes all that is unfinished of a connection, deferred until there is capacity, and nothing else", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const keep = (
        id: string,
        activityId: string,
        state: "pending" | "failed" | "done",
        deferredSince: number | null = null,
      ) => {
        const deferredPriority = deferredSince === null ? null : ("message" as const);
        return activities().save(id, { ...blankRecord(activityId), state, deferredSince, deferredPriority }, none, NOW);
      };
      await keep(one, "call:1", "pending");
      await keep(one, "text:+331", "failed", NOW - 5_000);
      await keep(one, "call:3", "done");
      await keep(other, "call:1", "pending");
      await nothingDue(backend.it.database);
      await activities().wakeAll(one, NOW);
      const due = await backend.it.database.query(
        `select connection_id as id, kind, ref, due_at as due, deferred_since as since, priority from work_items order by kind`,
      );
      expect(due).toEqual([
        { id: one, kind: "call", ref: "1", due: new Date(NOW), since: new Date(NOW), priority: 6 },
        { id: one, kind: "conversation", ref: "+331", due: new Date(NOW), since: new Date(NOW - 5_000), priority: 3 },
      ]);
      expect(await recordOf(one)).toMatchObject({ deferredSince: NOW, deferredPriority: "catch-up" });
      await nothingDue(backend.it.database);
    });

    it("C13: keeps a callback that another run has joined meanwhile", async () => {
      const connectionId = await backend.it.connect();
      await activities().save(connectionId, fullRecord("call:1", { callbackDoneBy: "call:42" }), none, NOW);
      await activities().save(connectionId, fullRecord("call:1", { callbackDoneBy: null }), none, NOW);
      expect(await recordOf(connectionId)).toMatchObject({ callbackDoneBy: "call:42" });
    });

    it("C1: returns when each customer last had a call, and nothing of customers of another connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const seen = (connectionId: string, activityId: string, customerId: number, startedAt: number | null) =>
        activities().save(connectionId, { ...blankRecord(activityId), customerId, startedAt }, none, NOW);
      await seen(one, "call:1", 11, NOW - 5_000);
      await seen(one, "call:2", 11, NOW - 1_500);
      await seen(one, "call:3", 12, NOW - 9_000);
      await seen(one, "call:4", 13, null);
      await seen(other, "call:1", 12, NOW);
      expect(await activities().lastSeen(one, [11, 12, 13, 14])).toEqual(
        new Map([
          [11, NOW - 1_500],
          [12, NOW - 9_000],
        ]),
      );
      expect(await activities().lastSeen(one, [])).toEqual(new Map());
    });
  });
}
