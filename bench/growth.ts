/**
 * Growth: the cost of a call with more connections and with more stored calls, each compared with the smallest, in
 * alternating runs.
 */
import { openSetup } from "./backlog-setup.ts";
import { carryAll, openWide, tellAll, type Carried } from "./throughput-calls.ts";
import { startDurablePostgres, type DurablePostgres } from "./durable-postgres.ts";
import { fillCalls } from "./fill-calls.ts";
import { timeSweeps } from "./time-sweeps.ts";
import { startFigures, type AddFigure } from "./table.ts";

const CALLS = 300;
const ROUNDS = 6;
const MARK = 1.2;

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
  const rigs = [];
  for (const variant of variants) rigs.push(await openRig(postgres, variant));
  const best = new Map<string, Carried>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, carry } of rigs) {
      const carried = await carry();
      const known = best.get(name);
      if (!known || costOf(carried) < costOf(known)) best.set(name, carried);
    }
  }
  const [first] = variants;
  const smallest = costOf(best.get(first?.name ?? ""));
  for (const { name } of rigs.slice(1)) {
    const cost = costOf(best.get(name));
    add({
      what: `a call with ${name}, beside ${first?.name}`,
      ceiling: `${smallest.toFixed(1)} ms`,
      result: `${cost.toFixed(1)} ms`,
      ratio: cost / smallest,
      mark: `≤ ${MARK}`,
      isMet: cost / smallest <= MARK,
    });
  }
  for (const { close } of rigs) await close();
  const sweeps: number[] = [];
  for (const { databaseUrl } of rigs) sweeps.push(await timeSweeps(databaseUrl));
  for (const [n, { name }] of rigs.entries()) {
    if (n === 0) continue;
    const [one = 1, other = 1] = [sweeps[0], sweeps[n]];
    add({
      what: `a sweep, every second, with ${name}, nothing due`,
      ceiling: `${one.toFixed(1)} ms`,
      result: `${other.toFixed(1)} ms`,
      ratio: other / one,
      mark: "< 100 ms",
      isMet: other < 100,
    });
  }
}

/** Processor time of the service and its database, without the simulators. */
const costOf = (carried: Carried | undefined) => (carried ? carried.serviceMs + carried.databaseMs : Infinity);

async function openRig(postgres: DurablePostgres, { name, connections, stored }: Variant) {
  const ground = await openSetup(postgres, 1, 1);
  const shops = [await ground.openShop()];
  if (stored > 0) await fillCalls(postgres, ground.databaseUrl, stored);
  while (shops.length < connections) shops.push(await ground.openShop());
  for (const shop of shops) openWide(shop);
  await ground.startWorkers();
  const place = { urls: ground.urls, databasePid: postgres.pid };
  // Users, tags and customers are cached by then.
  await carryAll(place, await tellAll(shops, Math.max(1, Math.ceil(CALLS / 3 / connections))));
  const carry = async () => carryAll(place, await tellRound(shops));
  return { name, carry, databaseUrl: ground.databaseUrl, close: () => ground.close() };
}

/** The same number of calls for any number of connections. */
async function tellRound(shops: Parameters<typeof tellAll>[0]) {
  return (await tellAll(shops, Math.max(1, Math.ceil(CALLS / shops.length)))).slice(0, CALLS);
}
