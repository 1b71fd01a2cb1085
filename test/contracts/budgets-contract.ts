/** L1–L5: the budget that all nodes share is never overspent, drains with time, believes what the vendor tells, and counts what it spends. */
import { describe, expect, it } from "vitest";
import { budgetStore, type Budgets, type Told } from "../../src/storage/budgets.ts";
import type { Passage } from "../../src/domain/budget/state.ts";
import { budgetQueries } from "../../src/storage/admin-budget.ts";
import type { Database } from "../../src/storage/database.ts";
import { NOW, type UsedBackend } from "./backend.ts";

/** Nothing is left to others, so that the figures are those of the limit itself. */
const WHOLE = { settings: { sharePercent: 0 } };
const CARD = { lane: "card", waitedMs: 0 };

/** What nodes tell each other a little later, is told when the test says so. */
function openNode(database: Database): Budgets & { tellOthers(): Promise<void>; statements(): number } {
  let statements = 0;
  const under: Promise<unknown>[] = [];
  const keyed: Database["keyed"] = (text, values) => {
    statements += 1;
    const answer = database.keyed<never>(text, values);
    under.push(answer.catch(() => undefined));
    return answer;
  };
  const due: (() => void)[] = [];
  const budgets = budgetStore({ ...database, keyed }, (_, work) => void due.push(work));
  return {
    ...budgets,
    async tellOthers() {
      while (due.length > 0) {
        due.shift()?.();
        // What begins now is seen a moment later; and what another node was faster at is asked once more.
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

export function budgetsContract(backend: UsedBackend): void {
  describe("budgets", () => {
    const node = () => openNode(backend.it.database);
    /** Asks for one request and answers it at once. */
    const spend = async (
      budgets: Budgets,
      connectionId: string,
      now: number,
      more: { vendor?: "gorgias" | "aircall"; told?: Told; lane?: string } = {},
    ) => {
      const { vendor = "gorgias", told = {}, lane = "card" } = more;
      const { waitMs, passage } = await budgets.take(connectionId, vendor, { lane, waitedMs: 0 }, now);
      if (passage) await budgets.learn(connectionId, vendor, { ...told, passage }, now);
      return waitMs;
    };
    /** Spends until it is told to wait; answers how many were granted and the wait. */
    const drain = async (connectionId: string, now: number, vendor: "gorgias" | "aircall" = "gorgias") => {
      const budgets = node();
      for (let granted = 0; ; granted += 1) {
        const waitMs = await spend(budgets, connectionId, now, { vendor });
        if (waitMs === 0) continue;
        await budgets.tellOthers();
        return { granted, waitMs };
      }
    };

    it("L1: begins with what is believed of each vendor", async () => {
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

    it("drains with time: after the wait that was told, exactly one more may go, whichever node asks", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      expect((await node().take(connectionId, "gorgias", CARD, NOW + 499)).waitMs).toBe(1);
      expect(await drain(connectionId, NOW + 500)).toEqual({ granted: 1, waitMs: 500 });
      expect(await drain(connectionId, NOW + 10_500)).toEqual({ granted: 20, waitMs: 500 });
      expect(await drain(connectionId, NOW + 1_000_000)).toEqual({ granted: 80, waitMs: 500 });
    });

    it("L2: grants a burst of several nodes no more than there is", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const nodes = [node(), openNode(backend.it.otherNode())];
      // On a belief that is not confirmed yet, eight may go.
      const take = () =>
        Promise.all(Array.from({ length: 200 }, (_, i) => nodes[i % 2]?.take(connectionId, "gorgias", CARD, NOW)));
      const first = (await take()).flatMap((decision) => decision?.passage ?? []);
      expect(first).toHaveLength(8);
      await nodes[0]?.learn(connectionId, "gorgias", { limit: 80, used: 8, passage: first[0] }, NOW);
      await nodes[0]?.tellOthers();
      const second = (await take()).flatMap((decision) => decision?.passage ?? []);
      expect(second).toHaveLength(80 - 8 - 7);
    });

    it("decides a burst of one node in one round trip, the most urgent first, with a wait for each of the rest", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const budgets = node();
      await spend(budgets, connectionId, NOW, { told: { limit: 80, used: 70 } });
      const before = budgets.statements();
      const lanes = ["catch-up", "message", "live call", "message", ...Array.from({ length: 10 }, () => "card")];
      const decisions = await Promise.all(
        lanes.map((lane) => budgets.take(connectionId, "gorgias", { lane, waitedMs: 0 }, NOW)),
      );
      expect(budgets.statements() - before).toBe(1);
      expect(decisions.map(({ waitMs }) => waitMs === 0)).toEqual([...Array(4).fill(false), ...Array(10).fill(true)]);
      const waits = decisions.slice(0, 4).map(({ waitMs }) => waitMs);
      expect(new Set(waits).size).toBe(4);
    });

    it("costs one round trip a request in a row of requests, and none to be told to wait again", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const budgets = node();
      await spend(budgets, connectionId, NOW);
      const before = budgets.statements();
      for (let n = 0; n < 79; n += 1) await spend(budgets, connectionId, NOW + n);
      expect(budgets.statements() - before).toBe(79);
      for (let n = 0; n < 30; n += 1) await budgets.take(connectionId, "gorgias", CARD, NOW + 80);
      expect(budgets.statements() - before).toBe(79);
    });

    it("takes nothing for who is told to wait", async () => {
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
      const budgets = node();
      await spend(budgets, connectionId, NOW, { told: { limit: 40, used: 1 } });
      await budgets.tellOthers();
      expect(await drain(connectionId, NOW)).toEqual({ granted: 39, waitMs: 1_000 });
      await budgets.learn(connectionId, "gorgias", { limit: 160, used: 40 }, NOW);
      await budgets.tellOthers();
      expect(await drain(connectionId, NOW)).toEqual({ granted: 120, waitMs: 250 });
    });

    it("L2: believes the vendor's count where others have spent, and its own where that is higher", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const budgets = node();
      await spend(budgets, connectionId, NOW, { told: { limit: 80, used: 70 } });
      await budgets.tellOthers();
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 10 });
      await budgets.learn(connectionId, "gorgias", { limit: 80, used: 3 }, NOW);
      await budgets.tellOthers();
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 0 });
    });

    it("L4: tells a refusal to the other nodes at once, though there is room", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const [one, other] = [node(), openNode(backend.it.otherNode())];
      await spend(other, connectionId, NOW);
      await spend(one, connectionId, NOW, { told: { limit: 80, used: 2, blockedForMs: 7_000 } });
      await one.learn(connectionId, "gorgias", { limit: 80, used: 2, blockedForMs: 2_000 }, NOW + 1_000);
      expect((await other.take(connectionId, "gorgias", CARD, NOW + 1_000)).waitMs).toBe(6_000);
      expect((await node().take(connectionId, "gorgias", CARD, NOW + 6_999)).waitMs).toBe(1);
      expect((await other.take(connectionId, "gorgias", CARD, NOW + 7_000)).waitMs).toBe(0);
      expect((await node().take(connectionId, "aircall", CARD, NOW)).waitMs).toBe(0);
    });

    it("I2: has a card wait where another node has not told yet what it heard, and lets it pass a moment later", async () => {
      const id = await backend.it.connect(WHOLE);
      const [one, other] = [node(), openNode(backend.it.otherNode())];
      await spend(one, id, NOW, { told: { used: 1 } });
      const passages: { budgets: Budgets; passage: Passage }[] = [];
      for (let n = 0; n < 30; n += 1) {
        for (const budgets of [one, other]) {
          const { passage } = await budgets.take(id, "gorgias", { lane: "ended call", waitedMs: 0 }, NOW);
          if (passage) passages.push({ budgets, passage });
        }
      }
      expect(passages).toHaveLength(60);
      for (const { budgets, passage } of passages) await budgets.learn(id, "gorgias", { passage, used: 60 }, NOW + 50);
      // The other's thirty count twice: in what Gorgias told, and as still under way.
      expect((await one.take(id, "gorgias", CARD, NOW + 60)).waitMs).toBeGreaterThan(1_000);
      await other.tellOthers();
      expect((await one.take(id, "gorgias", CARD, NOW + 1_200)).waitMs).toBe(0);
    });

    it("L5: remembers since when every request was refused, until one is not", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const budgets = node();
      expect(await budgets.refusedSince(connectionId)).toBeNull();
      await spend(budgets, connectionId, NOW, { told: { blockedForMs: 1_000 } });
      await budgets.learn(connectionId, "gorgias", { blockedForMs: 1_000 }, NOW + 5_000);
      expect(await node().refusedSince(connectionId)).toBe(NOW);
      await spend(budgets, connectionId, NOW + 60_000, { told: { limit: 80, used: 1 } });
      await budgets.tellOthers();
      expect(await budgets.refusedSince(connectionId)).toBeNull();
    });

    it("L3: says from memory how many could go in each lane", async () => {
      const connectionId = await backend.it.connect();
      const budgets = node();
      expect(budgets.room(connectionId, "card", NOW)).toBe(8);
      await spend(budgets, connectionId, NOW, { told: { limit: 80, used: 10 } });
      const before = budgets.statements();
      expect(["card", "live call", "catch-up"].map((lane) => budgets.room(connectionId, lane, NOW))).toEqual([
        62, 57, 40,
      ]);
      expect(budgets.statements()).toBe(before);
    });

    it("S3: counts each connection and each vendor by itself", async () => {
      const [one, other] = [await backend.it.connect(WHOLE), await backend.it.connect(WHOLE)];
      await drain(one, NOW);
      await node().learn(one, "gorgias", { limit: 10, used: 10, blockedForMs: 60_000 }, NOW);
      expect(await drain(other, NOW)).toMatchObject({ granted: 80 });
      expect(await drain(one, NOW, "aircall")).toMatchObject({ granted: 60 });
    });

    it("shows what was learned, and what was spent and refused by minute and lane", async () => {
      const connectionId = await backend.it.connect();
      const shown = () => budgetQueries(backend.it.database).read(connectionId, NOW + 90_000);
      expect(await shown()).toEqual({ state: null, sharePercent: 10, spent: [], minutes: [] });
      const budgets = node();
      for (let n = 0; n < 5; n += 1) await spend(budgets, connectionId, NOW + n, { lane: "message" });
      await spend(budgets, connectionId, NOW + 60_000, { told: { limit: 80, used: 80, blockedForMs: 40_000 } });
      await spend(budgets, connectionId, NOW - 25 * 3_600_000, { lane: "recording" });
      await spend(budgets, connectionId, NOW, { vendor: "aircall" });
      expect(await shown()).toEqual({
        state: { limit: 80, drainPerS: 1.5, used: 35, blockedUntil: new Date(NOW + 100_000) },
        sharePercent: 10,
        spent: [
          { lane: "card", requests: 1, refused: 1 },
          { lane: "message", requests: 5, refused: 0 },
        ],
        minutes: [
          { minute: new Date(NOW), requests: 5, refused: 0 },
          { minute: new Date(NOW + 60_000), requests: 1, refused: 1 },
        ],
      });
    });

    it("forgets what was spent more than two days ago", async () => {
      const connectionId = await backend.it.connect();
      await spend(node(), connectionId, NOW);
      await spend(node(), connectionId, NOW + 48 * 3_600_000);
      await spend(node(), connectionId, NOW + 49 * 3_600_000);
      const kept = await backend.it.database.query<{ minute: Date }>(
        "select minute from budget_minutes where connection_id = $1 order by minute",
        [connectionId],
      );
      expect(kept.map(({ minute }) => minute.getTime())).toEqual([NOW + 48 * 3_600_000, NOW + 49 * 3_600_000]);
    });
  });
}
