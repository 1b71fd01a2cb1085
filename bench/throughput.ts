/**
 * Calls processed end to end, from the webhook to a ticket with all notes and the recording, by one process and by two.
 */
import { availableParallelism } from "node:os";
import { openSetup } from "./backlog-setup.ts";
import { processCalls, liftRateLimits, createCalls, type Throughput } from "./throughput-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { startFigures } from "./table.ts";

const GOAL = 60;

export async function measureThroughput(calls = 600, batches = 3): Promise<void> {
  const cores = availableParallelism();
  const add = startFigures(`Calls processed end to end, six deliveries and a recording each, on ${cores} processors`);
  const one = await processWith(1, calls, batches);
  add({
    what: "by one process",
    ceiling: boundOf(one, cores),
    result: rateOf(one),
    ratio: one.perSecond / boundBy(one, cores),
    goal: `≥ ${GOAL} calls/s`,
    isMet: one.perSecond >= GOAL,
  });
  const two = await processWith(2, calls, batches);
  add({
    what: "by two processes, where there are processors for them",
    ceiling: boundOf(two, cores),
    result: rateOf(two),
    ratio: two.perSecond / one.perSecond,
    goal: "> 1 of one process",
    // On two processors, the simulators, the database and one process use them fully.
    isMet: two.perSecond > one.perSecond ? true : cores > 2 ? false : null,
  });
  for (const [what, part] of [
    ["the service", "serviceMs"],
    ["PostgreSQL", "databaseMs"],
    ["both simulators and the load generator", "outsideMs"],
  ] as const) {
    const all = one.serviceMs + one.databaseMs + one.outsideMs;
    const figure = { ceiling: `${all.toFixed(1)} ms`, result: `${one[part].toFixed(1)} ms`, goal: "", isMet: null };
    add({ what: `processor time a call: ${what}`, ...figure, ratio: one[part] / all });
  }
}

const rateOf = ({ perSecond }: Throughput) => `${perSecond.toFixed(1)} calls/s`;
/** The rate that all processors could reach without other work or waiting. */
const boundBy = ({ serviceMs, databaseMs, outsideMs }: Throughput, cores: number) =>
  (cores * 1_000) / (serviceMs + databaseMs + outsideMs);
const boundOf = (throughput: Throughput, cores: number) => `${boundBy(throughput, cores).toFixed(0)} calls/s`;

/** The best of several runs. */
async function processWith(nodes: number, calls: number, batches: number): Promise<Throughput> {
  const postgres = await startDurablePostgres();
  try {
    const setup = await openSetup(postgres, nodes, 1);
    const shop = await setup.openShop();
    liftRateLimits(shop);
    await setup.startWorkers();
    const place = { urls: setup.urls, databasePid: postgres.pid };
    await processCalls(place, await createCalls([shop], Math.ceil(calls / 3)));
    // PostgreSQL does this within its first minute with new tables.
    await postgres.query(setup.databaseUrl, "analyze");
    const measured: Throughput[] = [];
    for (let batch = 0; batch < batches; batch += 1)
      measured.push(await processCalls(place, await createCalls([shop], calls)));
    await setup.close();
    return measured.reduce((best, batch) => (batch.perSecond > best.perSecond ? batch : best));
  } finally {
    await postgres.close();
  }
}
