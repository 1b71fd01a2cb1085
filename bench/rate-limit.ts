/**
 * The part of Gorgias' limit that a backlog uses without a 429, in virtual time, so that only the arithmetic counts.
 */
import { startGorgiasSimulator } from "../sandbox/gorgias/start.ts";
import { rateLimitStore } from "../src/storage/rate-limit/store.ts";
import { RATE_LIMITS } from "../src/vendors.ts";
import { openPgliteBackend } from "../test/contracts/backend.ts";
import { allow, answersOf, openNode, seededRandom, sendBacklog } from "../test/helpers/rate-limit-trial.ts";
import { virtualTime } from "../test/helpers/virtual-time.ts";

const REQUESTS = 1_000;
const SHAPES = [
  [80, 40],
  [80, 20],
  [40, 20],
  [80, 10],
] as const;

/** Rows of the table, heading first. */
export async function measureUse(): Promise<string[][]> {
  const rows = [["limit", "processes", "of what is allowed", "refused (429)", "round trips a request"]];
  const backend = await openPgliteBackend();
  for (const [limit, windowS] of SHAPES) {
    for (const count of [1, 2]) {
      const time = virtualTime();
      const gorgias = await startGorgiasSimulator({ now: time.now });
      const connectionId = await backend.connect();
      const shop = { time, gorgias, account: "acme", connectionId, random: seededRandom() };
      allow(shop, limit, windowS);
      const nodes = Array.from({ length: count }, () => openNode(time, backend.database));
      const limiters = nodes.map(({ limiter }) => limiter);
      const seconds = await time.run(sendBacklog(shop, limiters, { requests: REQUESTS, priority: "catch-up" }));
      const allowed = limit * 0.9 + (limit / windowS) * seconds;
      const statements = nodes.reduce((sum, node) => sum + node.statements(), 0);
      rows.push([
        `${limit} in ${windowS} s`,
        String(count),
        `${((REQUESTS / allowed) * 100).toFixed(1)} %`,
        String(answersOf(shop).refused),
        (statements / REQUESTS).toFixed(2),
      ]);
      await gorgias.close();
    }
  }
  await backend.close();
  return rows;
}

const TAKES = 500;

/** What a permit costs beside the smallest statement on the same database. */
export async function measureTake(): Promise<string[][]> {
  const backend = await openPgliteBackend();
  const { database } = backend;
  const connectionId = await backend.connect();
  const limits = rateLimitStore(database, RATE_LIMITS);
  const request = { priority: "card", waitedMs: 0 };
  let now = Date.UTC(2026, 2, 2, 9, 0, 0);
  const take = async () => {
    // Slower than the drain rate, so that every request passes.
    now += 1_000;
    const { permit } = await limits.take(connectionId, "gorgias", request, now);
    if (permit) await limits.learn(connectionId, "gorgias", { limit: 80, used: 1, permit, at: now });
  };
  const smallest = async () => void (await database.query("select 1"));
  await averageMs(take);
  await averageMs(smallest);
  const [taken, asked] = [await averageMs(take), await averageMs(smallest)];
  await backend.close();
  return [
    ["take with its answer", "select 1", "ratio"],
    [`${taken.toFixed(2)} ms`, `${asked.toFixed(2)} ms`, (taken / asked).toFixed(1)],
  ];
}

async function averageMs(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < TAKES; n += 1) await work();
  return (performance.now() - began) / TAKES;
}
