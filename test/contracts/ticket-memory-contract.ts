/** The remembered tickets of a customer: the list as it was, with what the service has written since. */
import { describe, expect, it } from "vitest";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { ticketMemory } from "../../src/storage/activity/ticket-memory.ts";
import { forgetDeliveries } from "../../src/storage/activity/retention.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const ADA = 910_001;
const refund = { id: 1, subject: "Refund", open: true, snoozed: false, assignee: null, lastMessageAt: NOW - 5 };

export function ticketMemoryContract(backend: UsedBackend): void {
  describe("ticket memory", () => {
    const memory = () => ticketMemory(backend.it.database);

    it("I3: stores the newest list, for as long as it is needed", async () => {
      const connectionId = await backend.it.connect();
      expect(await memory().known(connectionId, ADA, 0)).toBeNull();
      await memory().remember(connectionId, ADA, [refund], NOW);
      await memory().remember(connectionId, ADA, [], NOW - 1);
      expect(await memory().known(connectionId, ADA, NOW - 1)).toEqual({ tickets: [refund], readAt: NOW });
      expect(await memory().known(connectionId, ADA, NOW)).toBeNull();
    });

    it("I3: is of one connection and one customer", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      await memory().remember(theirs, ADA, [refund], NOW);
      expect(await memory().known(ours, ADA, 0)).toBeNull();
      expect(await memory().known(theirs, ADA + 1, 0)).toBeNull();
    });

    it("I3: adds the tickets that the service has opened since, with their subjects", async () => {
      const connectionId = await backend.it.connect();
      await memory().remember(connectionId, ADA, [refund], NOW);
      const open = async (id: string, ticketId: number, at: number, now = ticketId) => {
        const plan = { subject: "Inbound call: Ada", assigneeId: null };
        const record = { ...fullRecord(id), customerId: ADA, ticketId: now, plan };
        await activityStore(backend.it.database).save(connectionId, record, new Map(), at);
        await writeStore(backend.it.database).complete(connectionId, id, [
          { generation: 1, key: "ticket", state: "done", outcome: { ticketId }, requests: 1, at },
        ]);
      };
      await open("call:1", 6, NOW - 1_000);
      await open("call:2", 7, NOW + 1_000);
      await open("call:3", 1, NOW + 2_000);
      // Another ticket has taken its place.
      await open("call:4", 8, NOW + 3_000, 9);
      const known = await memory().known(connectionId, ADA, 0);
      expect(known?.tickets.map(({ id, subject, open }) => [id, subject, open])).toEqual([
        [1, "Refund", true],
        [7, "Inbound call: Ada", true],
      ]);
    });

    it("I3: doubts the lists that show a changed ticket, or whose customer has it, and no others", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      const BOB = ADA + 1;
      const remember = async () => {
        for (const connectionId of [ours, theirs]) await memory().remember(connectionId, ADA, [refund], NOW);
        await memory().remember(ours, BOB, [{ ...refund, id: 2 }], NOW);
      };
      const kept = async () => {
        const known = [memory().known(ours, ADA, 0), memory().known(ours, BOB, 0), memory().known(theirs, ADA, 0)];
        return (await Promise.all(known)).map((one) => one !== null);
      };
      await remember();
      await memory().doubt(ours, []);
      await memory().doubt(ours, [3]);
      expect(await kept()).toEqual([true, true, true]);
      await memory().doubt(ours, [1, 3]);
      expect(await kept()).toEqual([false, true, true]);
      await remember();
      const record = { ...fullRecord("call:1"), customerId: BOB, ticketId: 7 };
      await activityStore(backend.it.database).save(ours, record, new Map(), NOW);
      await memory().doubt(ours, [7]);
      expect(await kept()).toEqual([true, false, true]);
    });

    it("is deleted a day later", async () => {
      const connectionId = await backend.it.connect();
      await memory().remember(connectionId, ADA, [refund], NOW);
      await forgetDeliveries(backend.it.database, connectionId, NOW + 86_400_001);
      expect(await memory().known(connectionId, ADA, 0)).toBeNull();
    });
  });
}
