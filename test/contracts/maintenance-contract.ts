/** Maintenance of connections: which are due, the state of their work, their alerts. */
import { describe, expect, it } from "vitest";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { maintenanceStore } from "../../src/storage/connection/maintenance.ts";
import { installStore } from "../../src/storage/connection/installs.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { NOW, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const MINUTE_MS = 60_000;

export function maintenanceContract(backend: UsedBackend): void {
  describe("maintenance", () => {
    const maintenance = () => maintenanceStore(backend.it.database);
    const run = (text: string, ...values: unknown[]) => backend.it.database.query(text, values);
    /** Only what a test makes afterwards is due in it. */
    const clearDue = async () => {
      await maintenance().takeDue(NOW, 10_000);
      await run(`update maintenance set due_at = 'infinity'`);
    };

    it("begins with connections without any maintenance, once they are active", async () => {
      await clearDue();
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await run(`update connections set status = 'installing' where id = $1`, other);
      expect(await maintenance().read(one)).toBeNull();
      expect(await maintenance().takeDue(NOW, 10)).toEqual([one]);
      expect(await maintenance().read(one)).toEqual({ recentUntil: NOW, dayUntil: NOW });
      expect(await maintenance().read(other)).toBeNull();
    });

    it.each(["takeDue", "hurry"] as const)(
      "L8: compares calls from the joining on, however late it begins: %s",
      async (by) => {
        await clearDue();
        const connectionId = await backend.it.connect();
        const joined = NOW - 3 * MINUTE_MS;
        await run(`update connections set created_at = $2 where id = $1`, connectionId, new Date(joined - 1));
        await run(`update connections set made_at = $2 where id = $1`, connectionId, new Date(joined));
        if (by === "takeDue") await maintenance().takeDue(NOW, 10);
        else await maintenance().hurry(connectionId, NOW);
        expect(await maintenance().read(connectionId)).toEqual({ recentUntil: joined, dayUntil: joined });
        await run(`delete from maintenance where connection_id = $1`, connectionId);
        await run(`update connections set made_at = null where id = $1`, connectionId);
        await maintenance().takeDue(NOW, 10);
        expect(await maintenance().read(connectionId)).toEqual({ recentUntil: joined - 1, dayUntil: joined - 1 });
      },
    );

    it("C17, L8: compares no call from before a connection was joined, if maintenance was due during the install", async () => {
      const connectionId = await backend.it.connect();
      await run(
        `update connections set status = 'installing', created_at = $2 where id = $1`,
        connectionId,
        new Date(0),
      );
      await maintenance().hurry(connectionId, NOW);
      expect(await maintenance().read(connectionId)).toEqual({ recentUntil: NOW, dayUntil: NOW });
    });

    it("makes each due every minute, whether or not maintenance ran", async () => {
      await clearDue();
      const connectionId = await backend.it.connect();
      expect(await maintenance().takeDue(NOW, 10)).toEqual([connectionId]);
      expect(await maintenance().takeDue(NOW + MINUTE_MS - 1, 10)).toEqual([]);
      expect(await maintenance().takeDue(NOW + MINUTE_MS, 10)).toEqual([connectionId]);
    });

    it("hands each out to one node", async () => {
      await clearDue();
      const ids = [];
      for (let n = 0; n < 12; n += 1) ids.push(await backend.it.connect());
      const nodes = [backend.it.database, backend.it.otherNode(), backend.it.otherNode()].map(maintenanceStore);
      const taken: string[] = [];
      while (taken.length < ids.length) {
        const lots = await Promise.all(nodes.map((node) => node.takeDue(NOW, 3)));
        expect(lots.flat().length).toBeGreaterThan(0);
        taken.push(...lots.flat());
      }
      expect(taken.toSorted()).toEqual(ids.toSorted());
    });

    it("stores how far each was reconciled, and nothing of another", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      await maintenance().takeDue(NOW, 10_000);
      await maintenance().save(one, { recentUntil: NOW + 1_001, dayUntil: NOW - 5 });
      expect(await maintenance().read(one)).toEqual({ recentUntil: NOW + 1_001, dayUntil: NOW - 5 });
      expect(await maintenance().read(other)).toEqual({ recentUntil: NOW, dayUntil: NOW });
    });

    it("is hurried, also before the first time, and never put off by it", async () => {
      await clearDue();
      const connectionId = await backend.it.connect();
      await maintenance().hurry(connectionId, NOW);
      expect(await maintenance().takeDue(NOW, 10)).toEqual([connectionId]);
      await maintenance().hurry(connectionId, NOW + MINUTE_MS);
      await maintenance().hurry(connectionId, NOW + 99 * MINUTE_MS);
      expect(await maintenance().takeDue(NOW + MINUTE_MS, 10)).toEqual([connectionId]);
    });

    it("L5: lists active connections that were rejected without a break for as long as their setting allows", async () => {
      const refused = async (minutes: number, settings: object, status = "active") => {
        const id = await backend.it.connect({ settings });
        await run(`update connections set status = $2 where id = $1`, id, status);
        await run(
          `insert into rate_limits (connection_id, vendor, capacity, drain_per_s, level, level_at, refused_since, blocked_until)
           values ($1, 'gorgias', 80, 2, 80, $2, $2, $3)`,
          id,
          new Date(NOW),
          new Date(NOW + minutes * MINUTE_MS),
        );
        return id;
      };
      const later = NOW + 16 * MINUTE_MS;
      const long = await refused(16, {});
      // Fifteen minutes without requests are a break.
      const short = await refused(15, {});
      const longer = await refused(16, { patienceMinutes: 30 });
      // However short the silence that was asked for.
      const immediate = await refused(0, { patienceMinutes: 0 });
      const stopped = await refused(60, {}, "deactivated");
      expect(await maintenance().refusedTooLong(NOW + 14 * MINUTE_MS)).not.toContain(long);
      const found = await maintenance().refusedTooLong(later);
      expect([long, short, longer, immediate, stopped].map((id) => found.includes(id))).toEqual([
        true,
        false,
        false,
        true,
        false,
      ]);
      // Reactivation starts the count anew.
      await installStore(backend.it.database, createSealer(backend.it.keys)).setStatus(long, "active", null, NOW);
      expect(await maintenance().refusedTooLong(later)).not.toContain(long);
    });

    it("counts what failed, and since when the oldest waits", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const save = (id: string, activityId: string, more: Parameters<typeof fullRecord>[1]) =>
        activityStore(backend.it.database).save(id, fullRecord(activityId, more), new Map(), NOW);
      await save(one, "call:1", { state: "failed", deferredSince: NOW - 5_000 });
      await save(one, "call:2", { state: "failed", deferredSince: null });
      await save(one, "call:3", { state: "pending", deferredSince: NOW - 9_000 });
      expect(await maintenance().status(one)).toMatchObject({ failed: 2, deferredSince: NOW - 9_000 });
      expect(await maintenance().status(other)).toMatchObject({ failed: 0, deferredSince: null });
    });
  });

  describe("alerts", () => {
    const alerts = () => alertStore(backend.it.database);
    const kinds = async (id: string) =>
      (await alerts().list(id, 50)).map(({ kind, resolvedAt }) => [kind, resolvedAt?.getTime() ?? null]);

    it("are raised once, and renewed while they are active", async () => {
      const id = await backend.it.connect();
      const first = await alerts().raise(id, "failed items", { count: 1 }, NOW);
      expect(first).toMatchObject({ kind: "failed items", detail: { count: 1 }, resolvedAt: null });
      expect(await alerts().raise(id, "failed items", { count: 2 }, NOW + 1)).toBeNull();
      expect(await alerts().list(id, 5)).toEqual([{ ...first, detail: { count: 2 }, raisedAt: new Date(NOW) }]);
    });

    it("are raised by one of several nodes", async () => {
      const id = await backend.it.connect();
      const nodes = [backend.it.database, backend.it.otherNode(), backend.it.otherNode()].map(alertStore);
      const raised = await Promise.all(nodes.map((node) => node.raise(id, "webhook off", {}, NOW)));
      expect(raised.filter((one) => one !== null)).toHaveLength(1);
    });

    it("are kept when they are resolved, raised anew later, and listed with active ones first", async () => {
      const id = await backend.it.connect();
      await alerts().raise(id, "waiting long", { minutes: 20 }, NOW);
      await alerts().raise(id, "webhook off", {}, NOW + 1);
      await alerts().resolve(id, "webhook off", NOW + 2);
      await alerts().resolve(id, "webhook off", NOW + 3);
      expect(await alerts().raise(id, "token dying", {}, NOW + 4)).not.toBeNull();
      await alerts().resolve(id, "token dying", NOW + 5);
      expect(await kinds(id)).toEqual([
        ["waiting long", null],
        ["token dying", NOW + 5],
        ["webhook off", NOW + 2],
      ]);
      expect(await alerts().raise(id, "webhook off", {}, NOW + 6)).not.toBeNull();
      expect((await kinds(id)).map(([kind]) => kind)).toEqual([
        "webhook off",
        "waiting long",
        "token dying",
        "webhook off",
      ]);
      expect(await alerts().list(id, 2)).toHaveLength(2);
    });

    it("S3: concern no other connection", async () => {
      const [one, other] = [await backend.it.connect(), await backend.it.connect()];
      const mine = await alerts().raise(one, "failed items", { count: 1 }, NOW);
      expect(await alerts().raise(other, "failed items", { count: 2 }, NOW)).not.toBeNull();
      await alerts().resolve(other, "failed items", NOW);
      await alerts().markTold(other, [mine?.id ?? 0], NOW);
      expect(await alerts().untold(one, NOW)).toEqual([mine]);
    });

    it("are posted once: active ones, and recent ones that are resolved", async () => {
      const id = await backend.it.connect();
      const raise = async (kind: Parameters<ReturnType<typeof alerts>["raise"]>[1], at: number) => {
        const raised = await alerts().raise(id, kind, {}, at);
        await alerts().resolve(id, kind, at + 1);
        return raised?.id ?? 0;
      };
      await raise("webhook off", NOW - 1);
      const late = await raise("webhook off", NOW);
      await raise("waiting long", NOW);
      const active = (await alerts().raise(id, "failed items", {}, NOW - 99))?.id ?? 0;
      expect((await alerts().untold(id, NOW)).map((one) => one.id)).toEqual([late, active]);
      await alerts().markTold(id, [late, active], NOW);
      expect(await alerts().untold(id, NOW)).toEqual([]);
    });
  });
}
