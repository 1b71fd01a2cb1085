/** L1–L5: the rate limit that all processes share is never exceeded, drains with time, follows the vendor, and counts its requests. */
import { describe, expect, it } from "vitest";
import type { Feedback, Permit, Vendor } from "../../src/rate-limit/port.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { rateLimitStore, type SharedRateLimits } from "../../src/storage/rate-limit/store.ts";
import { usageQueries } from "../../src/storage/rate-limit/usage.ts";
import { RATE_LIMITS } from "../../src/vendors.ts";
import { NOW, type UsedBackend } from "./backend.ts";

/** Nothing is left to other apps, so that the figures are those of the limit itself. */
const WHOLE = { settings: { sharePercent: 0 } };
const CARD = { priority: "card", waitedMs: 0 };

/** What processes store a little later is stored when the test says so. */
function openNode(database: Database): SharedRateLimits & { storeAll(): Promise<void>; statements(): number } {
  let statements = 0;
  const under: Promise<unknown>[] = [];
  const keyed: Database["keyed"] = (text, values) => {
    statements += 1;
    const answer = database.keyed<never>(text, values);
    under.push(answer.catch(() => undefined));
    return answer;
  };
  const due: (() => void)[] = [];
  const limits = rateLimitStore({ ...database, keyed }, RATE_LIMITS, (_, work) => void due.push(work));
  return {
    ...limits,
    async storeAll() {
      while (due.length > 0) {
        due.shift()?.();
        // What begins now is seen a moment later, and what another process was faster at is asked once more.
        for (let seen = -1; seen < under.length;) {
          seen = under.length;
          await Promise.all(under);
          await new Promise<void>((resolve) => void setImmediate(resolve));
        }
      }
    },
    statements: () => statements,
  };
}

export function rateLimitContract(backend: UsedBackend): void {
  describe("rate limits", () => {
    const node = () => openNode(backend.it.database);
    /** Asks for one permit and answers its request at once. */
    const send = async (
      limits: SharedRateLimits,
      connectionId: string,
      now: number,
      more: { vendor?: Vendor; feedback?: Feedback; priority?: string } = {},
    ) => {
      const { vendor = "gorgias", feedback = {}, priority = "card" } = more;
      const { waitMs, permit } = await limits.take(connectionId, vendor, { priority, waitedMs: 0 }, now);
      if (permit) await limits.learn(connectionId, vendor, { ...feedback, permit, at: now });
      return waitMs;
    };
    /** Sends until it has to wait. Resolves with how many were granted, and the wait. */
    const drain = async (connectionId: string, now: number, vendor: Vendor = "gorgias") => {
      const limits = node();
      for (let granted = 0; ; granted += 1) {
        const waitMs = await send(limits, connectionId, now, { vendor });
        if (waitMs === 0) continue;
        await limits.storeAll();
        return { granted, waitMs };
      }
    };

    it("L1: begins with the defaults of each vendor", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 80, waitMs: 500 });
      expect(await drain(connectionId, NOW, "aircall")).toEqual({ granted: 60, waitMs: 1_000 });
    });

    it("L2: leaves a tenth of Gorgias' limit to the shop's other apps, or what the admin set", async () => {
      expect(await drain(await backend.it.connect(), NOW)).toMatchObject({ granted: 72 });
      expect(await drain(await backend.it.connect({ settings: { sharePercent: 50 } }), NOW)).toMatchObject({
        granted: 40,
      });
    });

    it("drains with time: after the wait, exactly one more may go, whichever process asks", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      expect((await node().take(connectionId, "gorgias", CARD, NOW + 499)).waitMs).toBe(1);
      expect(await drain(connectionId, NOW + 500)).toEqual({ granted: 1, waitMs: 500 });
      expect(await drain(connectionId, NOW + 10_500)).toEqual({ granted: 20, waitMs: 500 });
      expect(await drain(connectionId, NOW + 1_000_000)).toEqual({ granted: 80, waitMs: 500 });
    });

    it("L2: grants a burst of several processes no more than there is", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const nodes = [node(), openNode(backend.it.otherNode())];
      // Before the first answer, eight may go.
      const take = () =>
        Promise.all(Array.from({ length: 200 }, (_, i) => nodes[i % 2]?.take(connectionId, "gorgias", CARD, NOW)));
      const first = (await take()).flatMap((decision) => decision?.permit ?? []);
      expect(first).toHaveLength(8);
      await nodes[0]?.learn(connectionId, "gorgias", { limit: 80, used: 8, permit: first[0], at: NOW });
      await nodes[0]?.storeAll();
      const second = (await take()).flatMap((decision) => decision?.permit ?? []);
      expect(second).toHaveLength(80 - 8 - 7);
    });

    it("decides a burst of one process in one statement, the most urgent first, with a wait for each of the rest", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const limits = node();
      await send(limits, connectionId, NOW, { feedback: { limit: 80, used: 70 } });
      const before = limits.statements();
      const priorities = ["catch-up", "message", "live call", "message", ...Array.from({ length: 10 }, () => "card")];
      const decisions = await Promise.all(
        priorities.map((priority) => limits.take(connectionId, "gorgias", { priority, waitedMs: 0 }, NOW)),
      );
      expect(limits.statements() - before).toBe(1);
      expect(decisions.map(({ waitMs }) => waitMs === 0)).toEqual([...Array(4).fill(false), ...Array(10).fill(true)]);
      const waits = decisions.slice(0, 4).map(({ waitMs }) => waitMs);
      expect(new Set(waits).size).toBe(4);
    });

    it("costs one statement a request in a row of requests, and none to be sent back to wait", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const limits = node();
      await send(limits, connectionId, NOW);
      const before = limits.statements();
      for (let n = 0; n < 79; n += 1) await send(limits, connectionId, NOW + n);
      expect(limits.statements() - before).toBe(79);
      for (let n = 0; n < 30; n += 1) await limits.take(connectionId, "gorgias", CARD, NOW + 80);
      expect(limits.statements() - before).toBe(79);
    });

    it("counts nothing for a request that has to wait", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      for (let n = 0; n < 20; n += 1) await node().take(connectionId, "gorgias", CARD, NOW);
      expect(await drain(connectionId, NOW + 2_000)).toMatchObject({ granted: 4 });
    });

    it("drains nothing while the clock goes backwards, and nothing twice when it goes on", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      expect((await node().take(connectionId, "gorgias", CARD, NOW - 60_000)).waitMs).toBe(500);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 0, waitMs: 500 });
      expect(await drain(connectionId, NOW + 1_000)).toMatchObject({ granted: 2 });
      expect(await drain(connectionId, NOW + 1_000)).toMatchObject({ granted: 0 });
    });

    it("L1: learns the limit, smaller or larger, and drains as much in the same time", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const limits = node();
      await send(limits, connectionId, NOW, { feedback: { limit: 40, used: 1 } });
      await limits.storeAll();
      expect(await drain(connectionId, NOW)).toEqual({ granted: 39, waitMs: 1_000 });
      await limits.learn(connectionId, "gorgias", { limit: 160, used: 40, at: NOW });
      await limits.storeAll();
      expect(await drain(connectionId, NOW)).toEqual({ granted: 120, waitMs: 250 });
    });

    it("L2: follows the vendor's count where other apps sent requests, and its own where that is higher", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const limits = node();
      await send(limits, connectionId, NOW, { feedback: { limit: 80, used: 70 } });
      await limits.storeAll();
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 10 });
      await limits.learn(connectionId, "gorgias", { limit: 80, used: 3, at: NOW });
      await limits.storeAll();
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 0 });
    });

    it("L4: stores a rejection for the other processes at once, though there is capacity", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const [one, other] = [node(), openNode(backend.it.otherNode())];
      await send(other, connectionId, NOW);
      await send(one, connectionId, NOW, { feedback: { limit: 80, used: 2, blockedForMs: 7_000 } });
      await one.learn(connectionId, "gorgias", { limit: 80, used: 2, blockedForMs: 2_000, at: NOW + 1_000 });
      expect((await other.take(connectionId, "gorgias", CARD, NOW + 1_000)).waitMs).toBe(6_000);
      expect((await node().take(connectionId, "gorgias", CARD, NOW + 6_999)).waitMs).toBe(1);
      expect((await other.take(connectionId, "gorgias", CARD, NOW + 7_000)).waitMs).toBe(0);
      expect((await node().take(connectionId, "aircall", CARD, NOW)).waitMs).toBe(0);
    });

    it("I2: has a card wait where another process has not stored its feedback yet, and lets it go a moment later", async () => {
      const id = await backend.it.connect(WHOLE);
      const [one, other] = [node(), openNode(backend.it.otherNode())];
      await send(one, id, NOW, { feedback: { used: 1 } });
      const permits: { limits: SharedRateLimits; permit: Permit }[] = [];
      for (let n = 0; n < 30; n += 1) {
        for (const limits of [one, other]) {
          const { permit } = await limits.take(id, "gorgias", { priority: "ended call", waitedMs: 0 }, NOW);
          if (permit) permits.push({ limits, permit });
        }
      }
      expect(permits).toHaveLength(60);
      for (const { limits, permit } of permits) await limits.learn(id, "gorgias", { permit, used: 60, at: NOW + 50 });
      // The other's thirty count twice: in Gorgias' count, and as still in flight.
      expect((await one.take(id, "gorgias", CARD, NOW + 60)).waitMs).toBeGreaterThan(1_000);
      await other.storeAll();
      expect((await one.take(id, "gorgias", CARD, NOW + 1_200)).waitMs).toBe(0);
    });

    it("L5: remembers since when every request was rejected, until one is not", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const limits = node();
      expect(await limits.refusedSince(connectionId)).toBeNull();
      await send(limits, connectionId, NOW, { feedback: { blockedForMs: 1_000 } });
      await limits.learn(connectionId, "gorgias", { blockedForMs: 1_000, at: NOW + 5_000 });
      expect(await node().refusedSince(connectionId)).toBe(NOW);
      await send(limits, connectionId, NOW + 60_000, { feedback: { limit: 80, used: 1 } });
      await limits.storeAll();
      expect(await limits.refusedSince(connectionId)).toBeNull();
    });

    it("L3: says from memory how many of each priority could go", async () => {
      const connectionId = await backend.it.connect();
      const limits = node();
      expect(limits.capacity(connectionId, "card", NOW)).toBe(8);
      await send(limits, connectionId, NOW, { feedback: { limit: 80, used: 10 } });
      const before = limits.statements();
      expect(["card", "live call", "catch-up"].map((priority) => limits.capacity(connectionId, priority, NOW))).toEqual(
        [62, 57, 40],
      );
      expect(limits.statements()).toBe(before);
    });

    it("S3: counts each connection and each vendor by itself", async () => {
      const [one, other] = [await backend.it.connect(WHOLE), await backend.it.connect(WHOLE)];
      await drain(one, NOW);
      await node().learn(one, "gorgias", { limit: 10, used: 10, blockedForMs: 60_000, at: NOW });
      expect(await drain(other, NOW)).toMatchObject({ granted: 80 });
      expect(await drain(one, NOW, "aircall")).toMatchObject({ granted: 60 });
    });

    it("shows what was learned, and the requests and rejections by minute and priority", async () => {
      const connectionId = await backend.it.connect();
      const shown = () => usageQueries(backend.it.database).read(connectionId, NOW + 90_000);
      expect(await shown()).toEqual({ bucket: null, sharePercent: 10, byPriority: [], minutes: [] });
      const limits = node();
      for (let n = 0; n < 5; n += 1) await send(limits, connectionId, NOW + n, { priority: "message" });
      await send(limits, connectionId, NOW + 60_000, { feedback: { limit: 80, used: 80, blockedForMs: 40_000 } });
      await send(limits, connectionId, NOW - 25 * 3_600_000, { priority: "recording" });
      await send(limits, connectionId, NOW, { vendor: "aircall" });
      expect(await shown()).toEqual({
        bucket: { limit: 80, drainPerS: 1.5, used: 35, blockedUntil: new Date(NOW + 100_000) },
        sharePercent: 10,
        byPriority: [
          { priority: "card", requests: 1, refused: 1 },
          { priority: "message", requests: 5, refused: 0 },
        ],
        minutes: [
          { minute: new Date(NOW), requests: 5, refused: 0 },
          { minute: new Date(NOW + 60_000), requests: 1, refused: 1 },
        ],
      });
    });

    it("keeps the figures of more than two days ago by the hour, for 32 days", async () => {
      const connectionId = await backend.it.connect();
      const longAgo = NOW - 31 * 24 * 3_600_000;
      await send(node(), connectionId, longAgo);
      await send(node(), connectionId, NOW);
      await send(node(), connectionId, NOW + 60_000);
      await send(node(), connectionId, NOW + 48 * 3_600_000);
      await send(node(), connectionId, NOW + 49 * 3_600_000);
      const stored = await backend.it.database.query<{ minute: Date }>(
        "select minute from rate_limit_minutes where connection_id = $1 order by minute",
        [connectionId],
      );
      expect(stored.map(({ minute }) => minute.getTime())).toEqual([NOW + 48 * 3_600_000, NOW + 49 * 3_600_000]);
      const hours = () =>
        backend.it.database.query<{ hour: Date; requests: number }>(
          "select hour, requests from rate_limit_hours where connection_id = $1 order by hour",
          [connectionId],
        );
      const hourOf = (at: number) => new Date(at - (at % 3_600_000));
      expect(await hours()).toEqual([
        { hour: hourOf(longAgo), requests: 1 },
        { hour: hourOf(NOW), requests: 2 },
      ]);
      await send(node(), connectionId, NOW + 4 * 24 * 3_600_000);
      expect((await hours()).map(({ hour }) => hour)).toEqual([hourOf(NOW)]);
    });
  });
}
