/** Calls: what a turn reads in one go, what it leaves behind, and when it is looked at again. */
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/domain/settings.ts";
import { callStore } from "../../src/storage/calls.ts";
import { openInbox } from "../../src/storage/inbox.ts";
import { writeStore } from "../../src/storage/writes.ts";
import { blankRecord } from "../../src/sync/blank-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

export function callsContract(backend: UsedBackend): void {
  describe("calls", () => {
    const calls = () => callStore(backend.it.database);
    const none = new Map<number, string>();
    const recordOf = async (connectionId: string, callId = "1") =>
      (await calls().open(connectionId, callId))?.record ?? null;
    /** No call of an earlier test is due any more. */
    const nobodyDue = () => backend.it.database.query("update calls set wake_at = null");

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
      expect(await calls().open("nobody", "1")).toBeNull();
      expect(await calls().open(connectionId, "1")).toEqual({
        connection: {
          id: connectionId,
          account: "dossier",
          status: "active",
          settings: defaultSettings,
          callbackTagIds: { requested: ["900"], done: ["901"] },
        },
        selectedLines: new Set(["7"]),
        deliveries: [],
        writes: [],
        record: null,
      });
    });

    it("gives back every field as it was kept, filled or empty", async () => {
      const connectionId = await backend.it.connect();
      const full = fullRecord("1");
      await calls().save(connectionId, full, none, NOW);
      expect(await recordOf(connectionId)).toEqual({ ...full, wakeAtRead: full.wakeAt });
      const blank = blankRecord("2");
      await calls().save(connectionId, blank, none, NOW);
      expect(await recordOf(connectionId, "2")).toEqual(blank);
    });

    it("keeps the record, and what became of each delivery, in one go", async () => {
      const connectionId = await backend.it.connect();
      const queue = await backend.it.startQueue();
      const inbox = openInbox(backend.it.database, queue);
      for (const n of [1, 2, 3]) {
        const body = `{"n": ${n}}`;
        await inbox.put({ connectionId, subject: "call:1", event: "call.created", body, receivedAt: NOW + n });
      }
      const before = await calls().open(connectionId, "1");
      expect(before?.deliveries.map(({ body, outcome }) => [body, outcome])).toEqual([
        [`{"n": 1}`, null],
        [`{"n": 2}`, null],
        [`{"n": 3}`, null],
      ]);
      const [first, second] = before?.deliveries.map(({ id }) => id) ?? [];
      const outcomes = new Map([
        [first ?? 0, "read"],
        [second ?? 0, `not understood: "a", b: {c}`],
      ]);
      await calls().save(connectionId, blankRecord("1"), outcomes, NOW);
      const after = await calls().open(connectionId, "1");
      expect(after?.deliveries.map(({ outcome }) => outcome)).toEqual(["read", `not understood: "a", b: {c}`, null]);
      // A delivery of another connection is out of reach, even by its id.
      const other = await backend.it.connect();
      await calls().save(other, blankRecord("1"), new Map([[first ?? 0, "stolen"]]), NOW);
      expect((await calls().open(connectionId, "1"))?.deliveries[0]?.outcome).toBe("read");
    });

    it("S3: shows nothing of another connection that has the same call number", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await calls().save(one, fullRecord("1"), none, NOW);
      await writeStore(backend.it.database).intend(one, "call:1", { round: 1, key: "ticket", intent: {} }, NOW);
      expect(await calls().open(other, "1")).toMatchObject({ deliveries: [], writes: [], record: null });
      await calls().save(other, fullRecord("1", { reason: "mine" }), none, NOW);
      expect(await recordOf(one)).toMatchObject({ reason: "waiting for the recording" });
    });

    it("keeps the time that somebody else has set meanwhile, where it is the earlier one", async () => {
      const connectionId = await backend.it.connect();
      const save = (wakeAt: number | null, wakeAtRead: number | null) =>
        calls().save(connectionId, { ...blankRecord("1"), wakeAt, wakeAtRead }, none, NOW);
      const wakeAt = async () => (await recordOf(connectionId))?.wakeAt;
      await save(NOW + 5_000, null);
      // Nobody else has touched it: what was decided holds, be it later or never.
      await save(NOW + 9_000, NOW + 5_000);
      expect(await wakeAt()).toBe(NOW + 9_000);
      // Read as never, set to NOW + 9,000 by somebody else.
      await save(NOW + 60_000, null);
      expect(await wakeAt()).toBe(NOW + 9_000);
      await save(null, NOW + 5_000);
      expect(await wakeAt()).toBe(NOW + 9_000);
      await save(NOW + 1_000, NOW + 5_000);
      expect(await wakeAt()).toBe(NOW + 1_000);
      await save(null, NOW + 1_000);
      expect(await wakeAt()).toBeNull();
    });

    it("C13: keeps a callback that somebody else has joined meanwhile", async () => {
      const connectionId = await backend.it.connect();
      await calls().save(connectionId, fullRecord("1", { callbackDoneBy: "42" }), none, NOW);
      await calls().save(connectionId, fullRecord("1", { callbackDoneBy: null }), none, NOW);
      expect(await recordOf(connectionId)).toMatchObject({ callbackDoneBy: "42" });
    });

    it("hands out the calls whose time has come, the earliest first, and again a minute later should nobody look", async () => {
      await nobodyDue();
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const due = (connectionId: string, callId: string, wakeAt: number | null) =>
        calls().save(connectionId, { ...blankRecord(callId), wakeAt }, none, NOW);
      await due(one, "1", NOW - 2);
      await due(other, "1", NOW);
      await due(one, "2", NOW - 1);
      await due(one, "3", NOW + 1);
      await due(one, "4", null);
      expect(await calls().takeDue(NOW, 1)).toEqual([{ connectionId: one, callId: "1" }]);
      expect(new Set(await calls().takeDue(NOW, 10))).toEqual(
        new Set([
          { connectionId: one, callId: "2" },
          { connectionId: other, callId: "1" },
        ]),
      );
      expect(await calls().takeDue(NOW, 10)).toEqual([]);
      expect(await calls().takeDue(NOW + 59_999, 10)).toEqual([{ connectionId: one, callId: "3" }]);
      expect(await calls().takeDue(NOW + 60_000, 10)).toHaveLength(3);
      await nobodyDue();
    });

    it("hands out each due call once, though several nodes take at the same moment", async () => {
      await nobodyDue();
      const connectionId = await backend.it.connect();
      for (let n = 0; n < 40; n += 1) {
        await calls().save(connectionId, { ...blankRecord(String(n)), wakeAt: NOW - n }, none, NOW);
      }
      const nodes = [backend.it.database, backend.it.otherNode(), backend.it.otherNode()].map(callStore);
      const taken: string[] = [];
      while (taken.length < 40) {
        const lots = await Promise.all(nodes.map((node) => node.takeDue(NOW, 7)));
        expect(lots.flat().length).toBeGreaterThan(0);
        taken.push(...lots.flat().map(({ callId }) => callId));
      }
      expect(new Set(taken).size).toBe(40);
      expect(taken).toHaveLength(40);
      await nobodyDue();
    });

    it("C1: tells when each customer last had a call, and nothing of customers of another connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const seen = (connectionId: string, callId: string, customerId: number, startedAt: number | null) =>
        calls().save(connectionId, { ...blankRecord(callId), customerId, startedAt }, none, NOW);
      await seen(one, "1", 11, NOW - 5_000);
      await seen(one, "2", 11, NOW - 1_500);
      await seen(one, "3", 12, NOW - 9_000);
      await seen(one, "4", 13, null);
      await seen(other, "1", 12, NOW);
      expect(await calls().lastSeen(one, [11, 12, 13, 14])).toEqual(
        new Map([
          [11, NOW - 1_500],
          [12, NOW - 9_000],
        ]),
      );
      expect(await calls().lastSeen(one, [])).toEqual(new Map());
    });
  });
}
