/** L1–L4: the budget that all nodes share is never overspent, drains with time, and believes what the vendor tells. */
import { describe, expect, it } from "vitest";
import { budgetStore } from "../../src/storage/budgets.ts";
import { NOW, type UsedBackend } from "./backend.ts";

/** Nothing is left to others, so that the figures are those of the limit itself. */
const WHOLE = { settings: { sharePercent: 0 } };

export function budgetsContract(backend: UsedBackend): void {
  describe("budgets", () => {
    const budgets = () => budgetStore(backend.it.database);
    /** Takes until it is told to wait; answers how many were granted and the wait. */
    const drain = async (connectionId: string, now: number, vendor: "gorgias" | "aircall" = "gorgias") => {
      for (let granted = 0; ; granted += 1) {
        const waitMs = await budgets().take(connectionId, vendor, now);
        if (waitMs > 0) return { granted, waitMs };
      }
    };

    it("L1: begins with what is believed of each vendor", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 80, waitMs: 500 });
      expect(await drain(connectionId, NOW, "aircall")).toEqual({ granted: 60, waitMs: 1_000 });
    });

    it("L2: leaves a tenth of Gorgias' limit to the shop's other apps, or what the admin set, at once", async () => {
      expect(await drain(await backend.it.connect(), NOW)).toMatchObject({ granted: 72 });
      expect(await drain(await backend.it.connect({ settings: { sharePercent: 50 } }), NOW)).toMatchObject({
        granted: 40,
      });
    });

    it("drains with time: after the wait that was told, exactly one more may go", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      expect(await budgets().take(connectionId, "gorgias", NOW + 499)).toBe(1);
      expect(await drain(connectionId, NOW + 500)).toEqual({ granted: 1, waitMs: 500 });
      expect(await drain(connectionId, NOW + 10_500)).toEqual({ granted: 20, waitMs: 500 });
      expect(await drain(connectionId, NOW + 1_000_000)).toEqual({ granted: 80, waitMs: 500 });
    });

    it("L2: grants a burst of several nodes no more than there is", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const nodes = [budgets(), budgetStore(backend.it.otherNode())];
      const waits = await Promise.all(
        Array.from({ length: 200 }, (_, i) => nodes[i % 2]?.take(connectionId, "gorgias", NOW)),
      );
      expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(80);
      expect(new Set(waits)).toEqual(new Set([0, 500]));
    });

    it("takes nothing for who is told to wait", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      for (let n = 0; n < 20; n += 1) await budgets().take(connectionId, "gorgias", NOW);
      expect(await drain(connectionId, NOW + 2_000)).toMatchObject({ granted: 4 });
    });

    it("drains nothing while the clock goes backwards, and nothing twice when it goes on", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await drain(connectionId, NOW);
      expect(await budgets().take(connectionId, "gorgias", NOW - 60_000)).toBe(500);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 0, waitMs: 500 });
      expect(await drain(connectionId, NOW + 1_000)).toMatchObject({ granted: 2 });
      expect(await budgets().take(connectionId, "gorgias", NOW - 60_000)).toBe(500);
      expect(await drain(connectionId, NOW + 1_000)).toMatchObject({ granted: 0 });
    });

    it("L1: learns the limit, smaller or larger, and drains as much in the same time", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", { limit: 40, used: 1 }, NOW);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 39, waitMs: 1_000 });
      await budgets().learn(connectionId, "gorgias", { limit: 160, used: 40 }, NOW);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 120, waitMs: 250 });
    });

    it("L2: believes the vendor's count where others have spent, and its own where that is higher", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", { limit: 80, used: 70 }, NOW);
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 10 });
      await budgets().learn(connectionId, "gorgias", { limit: 80, used: 3 }, NOW);
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 0 });
    });

    it("L2: believes the vendor's count as of the moment it was told, though the answer was slow", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", { limit: 80, used: 80 }, NOW + 20_000);
      expect(await drain(connectionId, NOW + 20_000)).toEqual({ granted: 0, waitMs: 500 });
    });

    it("goes on where the vendor tells a limit that cannot be", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", { limit: 0, used: 0 }, NOW);
      expect(await drain(connectionId, NOW)).toEqual({ granted: 79, waitMs: 500 });
    });

    it("L4: waits as long as the vendor wants, the longest of several times, though there is room", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", { blockedForMs: 7_000 }, NOW);
      await budgets().learn(connectionId, "gorgias", { blockedForMs: 2_000 }, NOW + 1_000);
      expect(await budgets().take(connectionId, "gorgias", NOW + 1_000)).toBe(6_000);
      expect(await budgets().take(connectionId, "gorgias", NOW + 6_999)).toBe(1);
      expect(await budgets().take(connectionId, "gorgias", NOW + 7_000)).toBe(0);
      expect(await budgets().take(connectionId, "aircall", NOW)).toBe(0);
    });

    it("learns nothing from an answer that tells nothing", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      await budgets().take(connectionId, "gorgias", NOW);
      await budgets().learn(connectionId, "gorgias", {}, NOW);
      await budgets().learn(connectionId, "gorgias", { used: 79 }, NOW);
      expect(await drain(connectionId, NOW)).toMatchObject({ granted: 79 });
    });

    it("S3: counts each connection and each vendor by itself", async () => {
      const [one, other] = [await backend.it.connect(WHOLE), await backend.it.connect(WHOLE)];
      await drain(one, NOW);
      await budgets().learn(one, "gorgias", { limit: 10, used: 10, blockedForMs: 60_000 }, NOW);
      expect(await drain(other, NOW)).toMatchObject({ granted: 80 });
      expect(await drain(one, NOW, "aircall")).toMatchObject({ granted: 60 });
    });

    it("answers a long row of requests as a leaky bucket does, to the millisecond", async () => {
      const connectionId = await backend.it.connect(WHOLE);
      const bucket = leakyBucket(80, 40);
      let now = NOW;
      for (let n = 0; n < 200; n += 1) {
        // Steps that no one would choose, the same in every run.
        now += (n * 7_919) % 613;
        expect(await budgets().take(connectionId, "gorgias", now)).toBe(bucket(now));
      }
    });
  });
}

/** The arithmetic without a database. */
function leakyBucket(capacity: number, windowS: number): (now: number) => number {
  let [level, at] = [0, 0];
  const perMs = capacity / windowS / 1_000;
  return (now) => {
    level = Math.max(0, level - (now - at) * perMs);
    at = now;
    const over = level + 1 - capacity;
    if (over > 0) return Math.max(1, Math.ceil(over / perMs));
    level += 1;
    return 0;
  };
}
