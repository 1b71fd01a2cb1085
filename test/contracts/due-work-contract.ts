/** What was put aside: who goes on first, and that each goes on once (L3). */
import { describe, expect, it } from "vitest";
import { LANES, type Lane } from "../../src/domain/ports/help-desk.ts";
import { subjectStore } from "../../src/storage/subjects.ts";
import { blankRecord } from "../../src/sync/blank-record.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const SECOND_MS = 1_000;

export function dueWorkContract(backend: UsedBackend): void {
  describe("work that was put aside", () => {
    const subjects = () => subjectStore(backend.it.database);
    const nobodyDue = () => backend.it.database.query("update subjects set wake_at = null");
    const hold = (
      id: string,
      subject: string,
      lane: Lane,
      since: number,
      more: { wakeAt?: number; startedAt?: number } = {},
    ) =>
      subjects().save(
        id,
        { ...blankRecord(subject), heldSince: since, heldLane: lane, wakeAt: since, ...more },
        new Map(),
        NOW,
      );
    const taken = async (id: string, limit: number, now = NOW) =>
      (await subjects().takeHeld(id, now, limit)).map(({ subject }) => subject);

    it("is left where it is by whoever takes what is due", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      await hold(id, "call:1", "live call", NOW - SECOND_MS);
      await subjects().save(id, { ...blankRecord("call:2"), wakeAt: NOW - SECOND_MS }, new Map(), NOW);
      expect(await subjects().takeDue(NOW, 10)).toEqual([{ connectionId: id, subject: "call:2" }]);
    });

    it("L3: is told of by connection, who waits longest first, with the most urgent lane of each", async () => {
      await nobodyDue();
      const [one, other, later] = [await backend.it.connect(), await backend.it.connect(), await backend.it.connect()];
      await hold(one, "call:1", "catch-up", NOW - 5 * SECOND_MS);
      await hold(one, "call:2", "message", NOW - SECOND_MS);
      await hold(other, "call:1", "recording", NOW - 9 * SECOND_MS);
      await hold(later, "call:1", "card", NOW - 20 * SECOND_MS, { wakeAt: NOW + 1 });
      expect(await subjects().holding(NOW, 10)).toEqual([
        { connectionId: other, lane: "recording" },
        { connectionId: one, lane: "message" },
      ]);
      expect(await subjects().holding(NOW, 1)).toHaveLength(1);
    });

    it("L3: goes on by lane", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      for (const lane of LANES.toReversed()) await hold(id, `call:${LANES.indexOf(lane)}`, lane, NOW - SECOND_MS);
      for (const [index] of LANES.entries()) expect(await taken(id, 1)).toEqual([`call:${index}`]);
    });

    it("L3: goes on by age in its lane, and the last lane comes to its turn", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      await hold(id, "call:1", "live call", NOW - SECOND_MS);
      await hold(id, "call:2", "live call", NOW - 2 * SECOND_MS);
      // Four lanes below, and half a minute for each.
      await hold(id, "call:3", "catch-up", NOW - 123 * SECOND_MS);
      await hold(id, "call:4", "catch-up", NOW - 121.5 * SECOND_MS);
      expect(await taken(id, 1)).toEqual(["call:3"]);
      expect(await taken(id, 1)).toEqual(["call:2"]);
      expect(await taken(id, 1)).toEqual(["call:4"]);
      expect(await taken(id, 1)).toEqual(["call:1"]);
    });

    it("L8: is handed out in the order in which it began", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      await hold(id, "call:1", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 10 });
      await hold(id, "call:2", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 30 });
      await hold(id, "call:3", "catch-up", NOW - SECOND_MS, { startedAt: NOW - 20 });
      expect(await taken(id, 2)).toEqual(["call:2", "call:3"]);
      expect(await taken(id, 2)).toEqual(["call:1"]);
    });

    it("comes again a minute later should nobody look, and not before its time", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      await hold(id, "call:1", "message", NOW - SECOND_MS);
      await hold(id, "call:2", "message", NOW - SECOND_MS, { wakeAt: NOW + 30 * SECOND_MS });
      expect(await taken(id, 10)).toEqual(["call:1"]);
      expect(await taken(id, 10, NOW + 29 * SECOND_MS)).toEqual([]);
      expect(await taken(id, 10, NOW + 30 * SECOND_MS)).toEqual(["call:2"]);
      expect(await taken(id, 10, NOW + 60 * SECOND_MS)).toEqual(["call:1"]);
    });

    it("S3: of one connection is out of another's reach", async () => {
      await nobodyDue();
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await hold(one, "call:1", "message", NOW - SECOND_MS);
      expect(await taken(other, 10)).toEqual([]);
      expect(await taken(one, 10)).toEqual(["call:1"]);
    });

    it("goes on once, though several nodes take it up at the same moment", async () => {
      await nobodyDue();
      const id = await backend.it.connect();
      for (let n = 0; n < 30; n += 1) await hold(id, `call:${n}`, "message", NOW - n);
      const nodes = [backend.it.database, backend.it.otherNode(), backend.it.otherNode()].map(subjectStore);
      const all: string[] = [];
      while (all.length < 30) {
        const lots = await Promise.all(nodes.map((node) => node.takeHeld(id, NOW, 5)));
        expect(lots.flat().length).toBeGreaterThan(0);
        all.push(...lots.flat().map(({ subject }) => subject));
      }
      expect(new Set(all).size).toBe(30);
      await nobodyDue();
    });

    it("waits for nobody who holds a row of it", async () => {
      if (backend.it.kind === "pglite") return;
      await nobodyDue();
      const id = await backend.it.connect();
      await hold(id, "call:1", "message", NOW - 2);
      await hold(id, "call:2", "message", NOW - 1);
      await backend.it.otherNode().transaction(async (sql) => {
        await sql.query(`select 1 from subjects where connection_id = $1 and subject = 'call:1' for update`, [id]);
        expect(await taken(id, 10)).toEqual(["call:2"]);
      });
      await nobodyDue();
    });
  });
}
