/** How far the events about customers are read, and which tickets are the service's own. */
import { describe, expect, it } from "vitest";
import { customerFeed } from "../../src/storage/connection/customer-feed.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

export function customerFeedContract(backend: UsedBackend): void {
  describe("the events about customers", () => {
    const feed = () => customerFeed(backend.it.database);
    const NEW = { allowed: false, readUntil: null, askedAt: null, refusedAt: null, heardAt: null };

    it("C1: are remembered for each connection by itself: permission, requests, refusals", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      expect(await feed().state(one)).toEqual(NEW);
      await feed().allow(one, true);
      await feed().read(one, NOW - 5, NOW);
      expect(await feed().state(one)).toEqual({ ...NEW, allowed: true, readUntil: NOW - 5, askedAt: NOW });
      await feed().refused(one, NOW + 10);
      expect(await feed().state(one)).toMatchObject({ readUntil: NOW - 5, askedAt: NOW + 10, refusedAt: NOW + 10 });
      await feed().read(one, NOW + 20, NOW + 20);
      expect(await feed().state(one)).toMatchObject({ readUntil: NOW + 20, refusedAt: null });
      await feed().refused(one, NOW + 30);
      // A new authorisation is tried at once.
      await feed().allow(one, false);
      expect(await feed().state(one)).toEqual({ ...NEW, readUntil: NOW + 20 });
      expect(await feed().state(other)).toEqual(NEW);
      expect(await feed().state("none")).toEqual(NEW);
    });

    it("C1: know tickets that the service opened, and no others", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const { database } = backend.it;
      const save = async (connectionId: string, activityId: string, ticketId: number, opened: number) => {
        const record = fullRecord(activityId, { ticketId, customerId: 7, caller: "+33612345678", startedAt: NOW });
        await activityStore(database).saveFacts(connectionId, record, NOW);
        const outcome = { ticketId: opened, messageIds: {} };
        const write = { generation: 1, key: "ticket", state: "done", outcome, requests: 1, at: NOW } as const;
        await writeStore(database).complete(connectionId, activityId, [write]);
      };
      await save(one, "call:1", 71, 71);
      await save(one, "call:2", 99, 72);
      await save(other, "call:1", 73, 73);
      const found = { ticketId: 71, customerId: 7, phoneKey: "+33612345678" };
      expect(await feed().ticketsOf(one, [71, 72, 73, 99])).toEqual([found]);
      expect(await feed().ticketsOf(other, [71])).toEqual([]);
      const last = activityStore(database);
      expect(await last.lastTicket(one, "+33612345678")).toEqual({ ticketId: 71, customerId: 7 });
      expect(await last.lastTicket(one, "+33699999999")).toBeNull();
      expect(await last.lastTicket(other, "+33612345678")).toEqual({ ticketId: 73, customerId: 7 });
    });
  });
}
