/** What the console reads and stores, on both databases: status, settings, agents, figures. The activity has its own file. */
import { describe, expect, it } from "vitest";
import type { ActivityRecord } from "../../src/domain/ports/stores.ts";
import { defaultSettings } from "../../src/domain/settings/settings.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { rateLimitStore } from "../../src/storage/rate-limit/store.ts";
import { RATE_LIMITS } from "../../src/vendors.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend, type UsedBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const DAY_MS = 86_400_000;

describe("PGlite", () => {
  adminStoresContract(useBackend(openPgliteBackend));
});
describe("PostgreSQL", () => {
  adminStoresContract(useBackend(openPostgresBackend));
});

function adminStoresContract(backend: UsedBackend): void {
  const stores = () => adminStores(backend.it.database);
  const line = (id: string, name: string, selected: boolean) => ({
    id,
    name,
    selected,
    digits: "+33 1 70 18 00 01",
    country: "FR",
    timeZone: "Europe/Paris",
  });

  describe("the status of a connection", () => {
    it("N3: names who joined each side, and how many lines are selected", async () => {
      const id = await backend.it.connect({ lines: [line("1", "b", true), line("2", "A", false)] });
      await backend.it.database.query(
        `update connections set joined_gorgias = $2::jsonb, joined_aircall = $3::jsonb, since = $4 where id = $1`,
        [
          id,
          JSON.stringify({ name: "Ada", email: "ada@acme.example", at: NOW }),
          JSON.stringify({ company: "Acme", by: "Cleo", at: new Date(NOW).toISOString() }),
          new Date(NOW),
        ],
      );
      expect(await stores().connections.status(id)).toMatchObject({
        status: "active",
        reason: null,
        since: new Date(NOW),
        gorgiasJoined: true,
        aircallJoined: true,
        joinedGorgias: { by: "Ada (ada@acme.example)", at: new Date(NOW) },
        joinedAircall: { company: "Acme", by: "Cleo", at: new Date(NOW) },
        lines: { selected: 1, known: 2 },
      });
      expect((await stores().lines.list(id)).map(({ name }) => name)).toEqual(["A", "b"]);
    });

    it("N6: shows a side as not joined once its credential is gone", async () => {
      const id = await backend.it.connect();
      await backend.it.database.query(`delete from credentials where connection_id = $1 and vendor = 'aircall'`, [id]);
      const status = await stores().connections.status(id);
      expect(status).toMatchObject({ gorgiasJoined: true, aircallJoined: false, joinedGorgias: null });
    });

    it.each(['"x"', "[]", '{"at": "someday"}', '{"name": 1, "company": {}, "at": []}'])(
      "shows nothing of %s where it should say who joined",
      async (kept) => {
        const id = await backend.it.connect();
        const change = `update connections set joined_gorgias = $2::jsonb, joined_aircall = $2::jsonb where id = $1`;
        await backend.it.database.query(change, [id, kept]);
        const status = await stores().connections.status(id);
        expect(status?.joinedGorgias?.by ?? null).toBeNull();
        expect(status?.joinedAircall?.company ?? null).toBeNull();
        expect(status?.joinedAircall?.at ?? null).toBeNull();
      },
    );

    it("is nothing for a deleted connection", async () => {
      expect(await stores().connections.status("nobody")).toBeNull();
      expect(await stores().settings.read("nobody")).toBeNull();
    });
  });

  describe("settings", () => {
    it("N7: are stored with who changed them, when, from what to what, newest first", async () => {
      const id = await backend.it.connect();
      const { settings } = stores();
      await settings.change(id, { language: "fr", sharePercent: 20 }, "Ada", NOW);
      await settings.change(id, { language: "en" }, "Cleo", NOW + 1_000);
      expect(await settings.read(id)).toEqual({ ...defaultSettings, sharePercent: 20 });
      expect(await settings.history(id, 10)).toEqual([
        { name: "language", from: "fr", to: "en", by: "Cleo", at: new Date(NOW + 1_000) },
        { name: "sharePercent", from: 10, to: 20, by: "Ada", at: new Date(NOW) },
        { name: "language", from: "en", to: "fr", by: "Ada", at: new Date(NOW) },
      ]);
      expect(await settings.history(id, 1)).toHaveLength(1);
    });

    it("N7: changed by two at once are recorded one after the other, each with the value that it replaced", async () => {
      const { settings } = stores();
      for (let time = 0; time < 5; time += 1) {
        const id = await backend.it.connect();
        const change = (sharePercent: number) => settings.change(id, { sharePercent }, "Ada", NOW);
        await Promise.all([20, 30, 40].map(change));
        const history = (await settings.history(id, 10)).toReversed();
        expect(history.map(({ from }) => from)).toEqual([10, ...history.slice(0, -1).map(({ to }) => to)]);
      }
    });

    it("N7: that stay as they are leave no record", async () => {
      const id = await backend.it.connect();
      await stores().settings.change(id, { language: "en", media: "attach" }, "Ada", NOW);
      expect(await stores().settings.history(id, 10)).toEqual([]);
    });

    it("N7: changed by two at once are recorded from what each found", async () => {
      const id = await backend.it.connect();
      const one = adminStores(backend.it.database).settings;
      const other = adminStores(backend.it.otherNode()).settings;
      await Promise.all([
        one.change(id, { sharePercent: 20 }, "Ada", NOW),
        other.change(id, { sharePercent: 30, language: "fr" }, "Cleo", NOW),
      ]);
      const history = (await one.history(id, 10)).filter(({ name }) => name === "sharePercent");
      const [last, first] = history;
      expect(history).toHaveLength(2);
      expect(first?.from).toBe(10);
      expect(last?.from).toBe(first?.to);
      expect(await one.read(id)).toMatchObject({ sharePercent: last?.to, language: "fr" });
    });

    it("S3: of another connection stay as they are", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      await stores().settings.change(ours, { language: "fr" }, "Ada", NOW);
      expect(await stores().settings.read(theirs)).toEqual(defaultSettings);
      expect(await stores().settings.history(theirs, 10)).toEqual([]);
    });
  });

  it("C4: agents mapped by hand are stored, changed and removed, each connection by itself", async () => {
    const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
    const { agents } = stores();
    await agents.map(ours, "7", 100);
    await agents.map(ours, "8", 9_007_199_254_740_991);
    await agents.map(ours, "7", 101);
    await agents.map(theirs, "7", 200);
    await agents.unmap(ours, "9");
    expect(await agents.mappings(ours)).toEqual(
      new Map([
        ["7", 101],
        ["8", 9_007_199_254_740_991],
      ]),
    );
    await agents.unmap(ours, "7");
    expect(await agents.mappings(ours)).toEqual(new Map([["8", 9_007_199_254_740_991]]));
    expect(await agents.mappings(theirs)).toEqual(new Map([["7", 200]]));
  });

  describe("figures", () => {
    const keep = async (connectionId: string, records: Partial<ActivityRecord>[]) => {
      for (const [i, more] of records.entries()) {
        const record = fullRecord(`call:${i}`, { state: "done", startedAt: NOW, ...more });
        await activityStore(backend.it.database).save(connectionId, record, new Map(), NOW);
      }
    };
    const midnight = new Date(NOW - (NOW % DAY_MS));

    it("count the waiting work, and since when the oldest waits", async () => {
      const id = await backend.it.connect();
      expect(await stores().overview.waiting(id)).toEqual({ count: 0, oldest: null });
      await keep(id, [{ state: "pending" }, { state: "pending", startedAt: NOW - 5_000 }, {}]);
      expect(await stores().overview.waiting(id)).toEqual({ count: 2, oldest: new Date(NOW - 5_000) });
    });

    it("count the requests used by each kind of write", async () => {
      const id = await backend.it.connect();
      const writes = writeStore(backend.it.database);
      const settle = (key: string, requests: number, at: number) =>
        writes.complete(id, "call:1", [{ generation: 1, key, state: "done", outcome: {}, requests, at: at }]);
      await settle("ticket", 2, NOW);
      await settle("note:ended", 1, NOW);
      await settle("note:comment:5", 3, NOW);
      await settle("tags:1", 0, NOW);
      await settle("note:answered", 9, midnight.getTime() - 1);
      expect(await stores().overview.used(id, midnight)).toEqual([
        { kind: "note", requests: 4 },
        { kind: "ticket", requests: 2 },
      ]);
    });

    it("L1: show the learned limit and its present use", async () => {
      const id = await backend.it.connect();
      expect(await stores().usage.current(id, NOW)).toBeNull();
      const limits = rateLimitStore(backend.it.database, RATE_LIMITS);
      const request = { priority: "card", waitedMs: 0 };
      for (let i = 0; i < 5; i += 1) await limits.take(id, "gorgias", request, NOW);
      await limits.take(id, "aircall", request, NOW);
      expect(await stores().usage.current(id, NOW)).toEqual({ limit: 80, used: 5 });
      for (let i = 0; i < 5; i += 1) await limits.learn(id, "gorgias", { limit: 40, used: 19, at: NOW });
      await limits.take(id, "gorgias", request, NOW);
      expect(await stores().usage.current(id, NOW)).toEqual({ limit: 40, used: 20 });
      expect(await stores().usage.current(id, NOW + 10_000)).toEqual({ limit: 40, used: 10 });
      expect(await stores().usage.current(id, NOW + DAY_MS)).toEqual({ limit: 40, used: 0 });
    });

    it("S3: count nothing of another connection", async () => {
      const [ours, theirs] = [await backend.it.connect(), await backend.it.connect()];
      await keep(theirs, [{}, { state: "pending" }, { state: "failed" }]);
      const limits = rateLimitStore(backend.it.database, RATE_LIMITS);
      await limits.take(theirs, "gorgias", { priority: "card", waitedMs: 0 }, NOW);
      const { overview, usage } = stores();
      expect(await overview.waiting(ours)).toEqual({ count: 0, oldest: null });
      expect(await overview.used(ours, midnight)).toEqual([]);
      expect(await usage.current(ours, NOW)).toBeNull();
    });
  });
}
