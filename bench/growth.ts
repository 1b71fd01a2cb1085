/**
 * Growth: the cost of a call with more connections and with more stored calls, each compared with the smallest, in
 * alternating runs.
 */
import { openSetup } from "./backlog-setup.ts";
import { processCalls, liftRateLimits, createCalls, type Throughput } from "./throughput-calls.ts";
import { startDurablePostgres, type DurablePostgres } from "./durable-postgres.ts";
import { fillCalls } from "./fill-calls.ts";
import { timeSweeps } from "./time-sweeps.ts";
import { startFigures, type AddFigure } from "./table.ts";

const CALLS = 300;
const ROUNDS = 6;
const GOAL = 1.2;

interface Variant {
  name: string;
  connections: number;
  stored: number;
}

export async function measureGrowth(connections = [1, 100, 1_000], stored = [10_000, 1_000_000]): Promise<void> {
  const add = startFigures("Time per call as connections and stored calls grow");
  // Filling does not wait for the disk. Measured commits still do.
  const postgres = await startDurablePostgres(["wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB"]);
  try {
    const shops = connections.map((count) => ({ name: describe(count, "connections"), connections: count, stored: 0 }));
    const years = stored.map((count) => ({ name: describe(count, "stored calls"), connections: 1, stored: count }));
    await compare(postgres, shops, add);
    await compare(postgres, years, add);
  } finally {
    await postgres.close();
  }
}

const describe = (count: number, what: string) => `${count.toLocaleString("en")} ${what}`;

async function compare(postgres: DurablePostgres, variants: readonly Variant[], add: AddFigure): Promise<void> {
  const prepared = [];
  for (const variant of variants) prepared.push(await prepare(postgres, variant));
  const best = new Map<string, Throughput>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, run } of prepared) {
      const throughput = await run();
      const known = best.get(name);
      if (!known || costOf(throughput) < costOf(known)) best.set(name, throughput);
    }
  }
  const [first] = variants;
  const smallest = costOf(best.get(first?.name ?? ""));
  for (const { name } of prepared.slice(1)) {
    const cost = costOf(best.get(name));
    add({
      what: `a call with ${name}, beside ${first?.name}`,
      ceiling: `${smallest.toFixed(1)} ms`,
      result: `${cost.toFixed(1)} ms`,
      ratio: cost / smallest,
      goal: `≤ ${GOAL}`,
      isMet: cost / smallest <= GOAL,
    });
  }
  for (const { close } of prepared) await close();
  const sweeps: number[] = [];
  for (const { databaseUrl } of prepared) sweeps.push(await timeSweeps(databaseUrl));
  for (const [n, { name }] of prepared.entries()) {
    if (n === 0) continue;
    const [one = 1, other = 1] = [sweeps[0], sweeps[n]];
    add({
      what: `the query for due work, every second, with ${name}, nothing due`,
      ceiling: `${one.toFixed(1)} ms`,
      result: `${other.toFixed(1)} ms`,
      ratio: other / one,
      goal: "< 100 ms",
      isMet: other < 100,
    });
  }
}

/** Processor time of the service and its database, without the simulators. */
const costOf = (throughput: Throughput | undefined) =>
  throughput ? throughput.serviceMs + throughput.databaseMs : Infinity;

async function prepare(postgres: DurablePostgres, { name, connections, stored }: Variant) {
  const setup = await openSetup(postgres, 1, 1);
  const shops = [await setup.openShop()];
  if (stored > 0) await fillCalls(postgres, setup.databaseUrl, stored);
  while (shops.length < connections) shops.push(await setup.openShop());
  for (const shop of shops) liftRateLimits(shop);
  await setup.startWorkers();
  const place = { urls: setup.urls, databasePid: postgres.pid };
  // Users, tags and customers are cached by then.
  await processCalls(place, await createCalls(shops, Math.max(1, Math.ceil(CALLS / 3 / connections))));
  const run = async () => processCalls(place, await createRound(shops));
  return { name, run, databaseUrl: setup.databaseUrl, close: () => setup.close() };
}

/** The same number of calls for any number of connections. */
async function createRound(shops: Parameters<typeof createCalls>[0]) {
  return (await createCalls(shops, Math.max(1, Math.ceil(CALLS / shops.length)))).slice(0, CALLS);
}
