/**
 * The part of Gorgias' limit that a backlog uses without a 429, in virtual time, so that only the arithmetic counts.
 */
import { startLittleGorgias } from "../sandbox/gorgias/start.ts";
import { budgetStore } from "../src/storage/budgets.ts";
import { openPgliteBackend } from "../test/contracts/backend.ts";
import { allow, answersOf, openNode, seededRandom, sendBacklog } from "../test/helpers/budget-trial.ts";
import { virtualTime } from "../test/helpers/virtual-time.ts";

const REQUESTS = 1_000;
const SHAPES = [
  [80, 40],
  [80, 20],
  [40, 20],
  [80, 10],
] as const;

/** The table's rows, heading first. */
export async function measureDrain(): Promise<string[][]> {
  const rows = [["limit", "gates", "of what is allowed", "refused (429)", "round trips a request"]];
  const backend = await openPgliteBackend();
  for (const [limit, windowS] of SHAPES) {
    for (const count of [1, 2]) {
      const time = virtualTime();
      const gorgias = await startLittleGorgias({ now: time.now });
      const connectionId = await backend.connect();
      const shop = { time, gorgias, account: "acme", connectionId, random: seededRandom() };
      allow(shop, limit, windowS);
      const nodes = Array.from({ length: count }, () => openNode(time, backend.database));
      const gates = nodes.map(({ gate }) => gate);
      const seconds = await time.run(sendBacklog(shop, gates, { requests: REQUESTS, lane: "catch-up" }));
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

/** The cost of a permit, compared with the smallest query to the same database. */
export async function measureTake(): Promise<string[][]> {
  const backend = await openPgliteBackend();
  const { database } = backend;
  const connectionId = await backend.connect();
  const budgets = budgetStore(database);
  const ask = { lane: "card", waitedMs: 0 };
  let now = Date.UTC(2026, 2, 2, 9, 0, 0);
  const take = async () => {
    // Slower than the drain rate, so that every request passes.
    now += 1_000;
    const { passage } = await budgets.take(connectionId, "gorgias", ask, now);
    if (passage) await budgets.learn(connectionId, "gorgias", { limit: 80, used: 1, passage }, now);
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
