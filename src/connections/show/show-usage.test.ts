/** Which times the figures of the API usage cover, and their order. */
import { expect, it } from "vitest";
import type { UsageFigures } from "../../domain/ports/usage.ts";
import { showUsageDistribution } from "./show-usage-distribution.ts";
import { showUsage } from "./show-usage.ts";

const NOW = Date.parse("2026-03-04T09:30:15Z");
const NONE = { count: 0, requests: 0 };

it("L3: shows what waits by its urgency, what was taken in the last 24 hours, and what was spent since midnight UTC", async () => {
  const since = new Date(NOW);
  const asked: Record<string, string> = {};
  const shown = await showUsage(
    {
      usage: { read: async () => ({ bucket: null }) as UsageFigures, current: async () => null },
      overview: {
        waiting: async () => ({ count: 3, oldest: null }),
        async used(_connectionId, from) {
          asked["spent"] = from.toISOString();
          return [];
        },
      },
      waiting: {
        byPriority: async () =>
          ["message", "unheard of", "card", "ended call"].map((priority) => ({ priority, count: 1, since })),
        async taken(_connectionId, from) {
          asked["taken"] = from.toISOString();
          return { calls: NONE, texts: NONE, cards: NONE };
        },
      },
      clock: () => NOW,
    },
    "c",
  );
  expect(shown.waitingByPriority.map(({ priority }) => priority)).toEqual([
    "card",
    "message",
    "ended call",
    "unheard of",
  ]);
  expect(asked).toEqual({ spent: "2026-03-04T00:00:00.000Z", taken: "2026-03-03T09:30:15.000Z" });
  expect(shown.spentSince.toISOString()).toBe(asked["spent"]);
});

it("L9: counts the requests of so many days, from a full hour on", async () => {
  const asked: Date[] = [];
  const distribution = {
    async read(_connectionId: string, from: Date) {
      asked.push(from);
      return { kinds: [], shared: { requests: 0, among: 0 } };
    },
  };
  const { from, at } = await showUsageDistribution({ distribution, clock: () => NOW }, "c", 7);
  expect([from.toISOString(), at.getTime()]).toEqual(["2026-02-25T09:00:00.000Z", NOW]);
  expect(asked).toEqual([from]);
});
