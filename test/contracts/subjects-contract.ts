/** Calls and conversations: what a turn reads in one go, what it leaves behind, and when it is looked at again. */
import { describe, expect, it } from "vitest";
import type { DeliveryOutcome } from "../../src/domain/reasons/delivery-outcome.ts";
import { defaultSettings } from "../../src/domain/settings.ts";
import { agentStore } from "../../src/storage/admin-agents.ts";
import { deskMemory } from "../../src/storage/desk-memory.ts";
import { phoneIndex } from "../../src/storage/phone-index.ts";
import { subjectStore } from "../../src/storage/subjects.ts";
import { openInbox } from "../../src/storage/inbox.ts";
import { writeStore } from "../../src/storage/writes.ts";
import { blankRecord } from "../../src/sync/blank-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";
import { nothingDue } from "./running.ts";

const ODD: DeliveryOutcome = { code: "not_understood", path: `"a", b: {c}`, detail: "{0}" };

export function subjectsContract(backend: UsedBackend): void {
  describe("subjects", () => {
    const subjects = () => subjectStore(backend.it.database);
    const none = new Map<number, DeliveryOutcome>();
    const recordOf = async (connectionId: string, subject = "call:1") =>
      (await subjects().open(connectionId, subject))?.record ?? null;

    it("opens nothing for a connection that is not there, and a blank dossier for a call nobody has seen", async () => {
      const line = { id: "7", name: "Support", digits: "+331", country: "FR", timeZone: null };
      const connectionId = await backend.it.connect({
        account: "dossier",
        callbackTagIds: { requested: ["900"], done: ["901"] },
        lines: [
          { ...line, selected: true },
          { ...line, id: "8", selected: false },
        ],
      });
      expect(await subjects().open("nobody", "call:1")).toBeNull();
      expect(await subjects().open(connectionId, "call:1")).toEqual({
        connection: {
          id: connectionId,
          account: "dossier",
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
        unkept: [],
        marks: [],
        users: null,
        remembered: null,
        servesCallback: false,
        deliveries: [],
        writes: [],
        record: null,
      });
    });

    it("I1: lets one of many keep the first record of a subject", async () => {
      const connectionId = await backend.it.connect();
      const other = subjectStore(backend.it.otherNode());
      const stores = [subjects(), other, subjects(), other];
      const claims = await Promise.all(
        stores.map((store, i) =>
          store.claim(connectionId, fullRecord("card:1", { reason: { code: "other", detail: String(i) } }), NOW),
        ),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      const kept = (await subjects().open(connectionId, "card:1"))?.record?.reason;
      expect(kept).toEqual({ code: "other", detail: String(claims.indexOf(true)) });
      expect(await subjects().claim(connectionId, fullRecord("card:1"), NOW)).toBe(false);
    });

    it("brings along what most turns ask next: users' age, the caller's customer, whether it answered a request", async () => {
      const connectionId = await backend.it.connect();
      const { database } = backend.it;
      const surroundings = async () => {
        const dossier = await subjects().open(connectionId, "call:2");
        return dossier && [dossier.users, dossier.remembered, dossier.servesCallback];
      };
      const caller = "+33612345678";
      await subjects().save(connectionId, { ...blankRecord("call:2"), caller }, none, NOW);
      expect(await surroundings()).toEqual([null, null, false]);
      await deskMemory(database).rememberUsers(connectionId, [], NOW);
      await agentStore(database).map(connectionId, "9", 77);
      const index = phoneIndex(database);
      await index.claim(connectionId, caller, "call:1", NOW);
      // Somebody is looking for them: nobody is remembered yet.
      expect(await surroundings()).toEqual([{ learnedAt: NOW, byHand: [["9", 77]] }, null, false]);
      const customer = { id: 5, name: "Ada", email: null };
      await index.remember(connectionId, caller, { customer, others: [6] }, NOW);
      await subjects().save(connectionId, { ...blankRecord("call:1"), callbackDoneBy: "call:2" }, none, NOW);
      expect(await surroundings()).toEqual([
        { learnedAt: NOW, byHand: [["9", 77]] },
        { caller, customer, others: [6], verifiedAt: NOW },
        true,
      ]);
    });

    it("gives back every field as it was kept, filled or empty", async () => {
      const connectionId = await backend.it.connect();
      const full = fullRecord("call:1");
      await subjects().save(connectionId, full, none, NOW);
      // When it is due next is the scheduler's.
      expect(await recordOf(connectionId)).toEqual({ ...full, wakeAt: null });
      const blank = blankRecord("call:2");
      await subjects().save(connectionId, blank, none, NOW);
      expect(await recordOf(connectionId, "call:2")).toEqual(blank);
    });

    it("keeps the record, and what became of each delivery, in one go", async () => {
      const connectionId = await backend.it.connect();
      const inbox = openInbox(backend.it.database, backend.it.openScheduler());
      for (const n of [1, 2, 3]) {
        const body = `{"n": ${n}}`;
        await inbox.put({ connectionId, subject: "call:1", event: "call.created", body, receivedAt: NOW + n });
      }
      const before = await subjects().open(connectionId, "call:1");
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
      await subjects().save(connectionId, blankRecord("call:1"), outcomes, NOW);
      const after = await subjects().open(connectionId, "call:1");
      expect(after?.deliveries.map(({ outcome }) => outcome)).toEqual([{ code: "read" }, ODD, null]);
      // A delivery of another connection is out of reach, even by its id.
      const other = await backend.it.connect();
      await subjects().save(
        other,
        blankRecord("call:1"),
        new Map([[first ?? 0, { code: "other", detail: "stolen" }]]),
        NOW,
      );
      expect((await subjects().open(connectionId, "call:1"))?.deliveries[0]?.outcome).toEqual({ code: "read" });
    });

    it("S3: shows nothing of another connection that has the same call number", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await subjects().save(one, fullRecord("call:1"), none, NOW);
      await writeStore(backend.it.database).intend(one, "call:1", { round: 1, key: "ticket", intent: {} }, NOW);
      expect(await subjects().open(other, "call:1")).toMatchObject({ deliveries: [], writes: [], record: null });
      await subjects().save(other, fullRecord("call:1", { reason: { code: "other", detail: "mine" } }), none, NOW);
      expect(await recordOf(one)).toMatchObject({ reason: { code: "vendor_rejected" } });
    });

    it("wakes all that is unfinished of a connection, deferred until there is capacity, and nothing else", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const keep = (
        id: string,
        subject: string,
        state: "pending" | "failed" | "done",
        heldSince: number | null = null,
      ) => {
        const heldLane = heldSince === null ? null : ("message" as const);
        return subjects().save(id, { ...blankRecord(subject), state, heldSince, heldLane }, none, NOW);
      };
      await keep(one, "call:1", "pending");
      await keep(one, "text:+331", "failed", NOW - 5_000);
      await keep(one, "call:3", "done");
      await keep(other, "call:1", "pending");
      await nothingDue(backend.it.database);
      await subjects().wakeAll(one, NOW);
      const due = await backend.it.database.query(
        `select connection_id as id, kind, ref, due_at as due, deferred_since as since, priority from work_items order by kind`,
      );
      expect(due).toEqual([
        { id: one, kind: "call", ref: "1", due: new Date(NOW), since: new Date(NOW), priority: 6 },
        { id: one, kind: "conversation", ref: "+331", due: new Date(NOW), since: new Date(NOW - 5_000), priority: 3 },
      ]);
      expect(await recordOf(one)).toMatchObject({ heldSince: NOW, heldLane: "catch-up" });
      await nothingDue(backend.it.database);
    });

    it("C13: keeps a callback that somebody else has joined meanwhile", async () => {
      const connectionId = await backend.it.connect();
      await subjects().save(connectionId, fullRecord("call:1", { callbackDoneBy: "call:42" }), none, NOW);
      await subjects().save(connectionId, fullRecord("call:1", { callbackDoneBy: null }), none, NOW);
      expect(await recordOf(connectionId)).toMatchObject({ callbackDoneBy: "call:42" });
    });

    it("C1: tells when each customer last had a call, and nothing of customers of another connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const seen = (connectionId: string, subject: string, customerId: number, startedAt: number | null) =>
        subjects().save(connectionId, { ...blankRecord(subject), customerId, startedAt }, none, NOW);
      await seen(one, "call:1", 11, NOW - 5_000);
      await seen(one, "call:2", 11, NOW - 1_500);
      await seen(one, "call:3", 12, NOW - 9_000);
      await seen(one, "call:4", 13, null);
      await seen(other, "call:1", 12, NOW);
      expect(await subjects().lastSeen(one, [11, 12, 13, 14])).toEqual(
        new Map([
          [11, NOW - 1_500],
          [12, NOW - 9_000],
        ]),
      );
      expect(await subjects().lastSeen(one, [])).toEqual(new Map());
    });
  });
}
