/**
 * The chaos suite: the real service in several processes on one PostgreSQL between both simulators, and every
 * kind of fault at once. `node test/chaos/run.ts --minutes 10 --seed 7 --workers 3`.
 *
 * | what | where |
 * | --- | --- |
 * | customers and agents of several shops, in real time | traffic.ts |
 * | which fault occurs when, decided by the seed | plan.ts |
 * | injecting the faults, and counting those that took effect | run-plan.ts, count-faults.ts |
 * | processes: SIGKILL at any time and at writes, SIGSTOP, SIGTERM, stepped clocks | processes.ts, worker.ts |
 * | requests that time out, though the vendor completes them | short-timeout-fetch.ts, vendor-faults.ts |
 * | the database: stopped fast or at once, connections cut | database.ts, database-program.ts |
 * | vendors: 500, 502, 503, 429, slow, dropped, the answer lost after the request was completed | vendor-faults.ts |
 * | deliveries: doubled, late, out of order, held, lost, refused, the answer lost | vendor-faults.ts, delivery-proxy.ts |
 * | then no more faults, until no work is left | wait-until-idle.ts |
 * | and what must be true in the end | final-state.ts, check-deliveries.ts, check-calls.ts, check-messages.ts, check-tenancy.ts |
 *
 * The same seed makes the same plan and the same traffic. Which of them meet at which instant depends on the machine.
 * Races that docs/races.md names are not provoked: no process is frozen for 45 s, no look-up lags, no write is late while
 * clocks differ.
 */
import { openShop, type Shop } from "../helpers/shop.ts";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { freeAllLeases } from "../../src/storage/work/lease.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { reconcileOnce, waitUntilIdle, type IdleDeps } from "./wait-until-idle.ts";
import { checkAll } from "./check-all.ts";
import { kindOf, type FaultCounts } from "./count-faults.ts";
import type { ChaosDatabase, ChaosServer } from "./database.ts";
import { trackState, type FinalState } from "./final-state.ts";
import { startProcesses, waitUntil, type Processes } from "./processes.ts";
import { freePort } from "../helpers/free-port.ts";
import { openDeliveryProxy, type DeliveryProxy } from "./delivery-proxy.ts";
import { planChaos, type PlannedFault } from "./plan.ts";
import { runPlan } from "./run-plan.ts";
import { seeded, type Seeded } from "./seeded.ts";
import { describeViolation } from "./describe-violation.ts";
import { startTraffic } from "./traffic.ts";
import { LATE_WRITES, createVendorFaults, type VendorFaults } from "./vendor-faults.ts";

export interface ChaosOptions {
  seed: number;
  forMs: number;
  workers: number;
  /** The timeout of a request, instead of the service's own 30 s. Default: 1 s. */
  timeoutMs?: number;
  /** Everything in a few seconds: the suite frees the leases of killed processes, because it knows that they are dead. */
  short: boolean;
  say(line: string): void;
  log(line: string): void;
  /** Ends the faults early. */
  signal?: AbortSignal;
}

export interface ChaosResult {
  /** Without those that end the faults. */
  kills: number;
  /** Requests that timed out, and among them the writes, which the vendor completed all the same. */
  timeouts: number;
  lateWrites: number;
  faults: FaultCounts;
  calls: number;
  conversations: number;
  /** One description each. Must be empty. */
  violations: string[];
}

const TIMEOUT_MS = 1_000;
/** The first write that times out takes about three seconds. */
const LATE_WRITE_TIMEOUT_MS = 30_000;
/** More are not worth reading: unfinished work breaks every other check as well. */
const MOST_VIOLATIONS = 30;

interface Setup {
  sandbox: Sandbox;
  endpoint: DeliveryProxy;
  processes: Processes;
  database: ChaosDatabase;
  shops: Shop[];
  idle: IdleDeps;
}

export async function runChaos(server: ChaosServer, options: ChaosOptions): Promise<ChaosResult> {
  const random = seeded(options.seed);
  const cleanups: (() => Promise<unknown>)[] = [];
  try {
    const setup = await setUp(server, options, random, cleanups);
    const finalState = trackState(setup);
    const vendorFaults = createVendorFaults(setup.sandbox, setup.endpoint, options.timeoutMs ?? TIMEOUT_MS);
    const plan = planChaos(random.fork("plan"), {
      forMs: options.forMs,
      members: options.workers,
      vendorFaultKinds: vendorFaults.kinds,
      short: options.short,
    });
    options.say(`seed ${options.seed}: ${describe(plan)}`);
    const traffic = startTraffic({
      shops: setup.shops.map((shop, i) => ({ shop, share: i === 0 ? 0.3 : 1 })),
      perSecond: options.short ? 2 : 1,
      // A busy machine is slow to finish, and would have to finish everything that begins meanwhile as well.
      most: options.short ? 20 : Infinity,
      pace: options.short ? 40 : 8,
      random: random.fork("traffic"),
      losses: true,
    });
    if (options.short) await waitForLateWrite(setup, vendorFaults);
    const faults = await runPlan({ ...setup, ...options, vendorFaults }, plan, options.forMs);
    await Promise.all([endFaults(setup, vendorFaults, options.short), traffic.end()]);
    const { kills, timeouts, lateWrites } = setup.processes;
    options.say(
      `no more faults after ${kills} kills, ${timeouts} timeouts (${lateWrites} of writes), ${traffic.begun.calls} calls, ${traffic.begun.conversations} conversations`,
    );
    const unfinished = await drain(setup);
    const violations = await findViolations(finalState, setup, unfinished);
    return { kills, timeouts, lateWrites, faults, ...traffic.begun, violations };
  } finally {
    for (const close of cleanups.toReversed()) await close().catch(() => undefined);
  }
}

async function setUp(
  server: ChaosServer,
  { seed, workers, short, log, timeoutMs = TIMEOUT_MS }: ChaosOptions,
  random: Seeded,
  cleanups: (() => Promise<unknown>)[],
): Promise<Setup> {
  const world = { offsetMs: 0 };
  const now = () => Date.now() + world.offsetMs;
  const sandbox = await startSandbox({
    now,
    // An account has 80 requests in 8 s, so that some minutes hold many calls. The first shop has the limit of Gorgias.
    gorgias: { settings: { rateLimit: { windowSeconds: 8 } as never }, random: random.fork("gorgias").next },
    aircall: {
      settings: {
        speed: 10,
        rateLimitPerMinute: 600,
        keepEventsWhileDisabled: true,
        lateNotesSeconds: 0,
        deliveryTimeoutMs: 6_000,
      },
      random: random.fork("aircall").next,
    },
  });
  cleanups.push(() => sandbox.close());
  const database = await server.open(`run_${seed >>> 0}_${Date.now()}`);
  cleanups.push(() => database.close());
  let processes: Processes | null = null;
  const endpoint = await openDeliveryProxy(() => processes?.ports() ?? [], random.fork("deliveries"));
  cleanups.push(() => endpoint.close());
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "warn",
    PUBLIC_URL: endpoint.url,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `chaos:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  const shops = await openShops(environment, sandbox, endpoint.url, short ? 2 : 4);
  const [first] = shops;
  if (first) sandbox.gorgias.desk.patchSettings({ rateLimit: { windowSeconds: short ? 8 : 40 } }, first.account);
  const roles = ["all", "worker", "web"] as const;
  const members = await Promise.all(
    Array.from({ length: workers }, async (_, i) => ({ role: roles[i % 3] ?? "all", port: await freePort() })),
  );
  const deathChance = short ? 0.04 : 0.01;
  const gorgiasUrl = sandbox.gorgias.url;
  const { cacheDir } = server;
  const faulty = { deathChance, timeoutMs, random: random.fork("processes") };
  processes = startProcesses({ members, environment, gorgiasUrl, ...faulty, cacheDir, log });
  cleanups.push(processes.close);
  await processes.allReady();
  const started = processes;
  const moveClock = (ms: number) => {
    world.offsetMs += ms;
    started.setClock(world.offsetMs);
  };
  const waiting = { timeoutMs: short ? 60_000 : 300_000, hurry: short };
  const idle = { database, phone: sandbox.aircall.phone, moveClock, now, ...waiting };
  return { sandbox, endpoint, processes, database, shops, idle };
}

async function openShops(
  environment: Record<string, string>,
  sandbox: Sandbox,
  url: string,
  count: number,
): Promise<Shop[]> {
  const services = await buildServices(configFrom(environment), {
    log: createLogger("silent"),
    maintainOnDemand: true,
  });
  const world = { sandbox, services, clock: { now: services.clock, advance: () => undefined }, url };
  const shops: Shop[] = [];
  try {
    for (let i = 0; i < count; i += 1) shops.push(await openShop({ ...world, settle: async () => undefined }, {}));
    // Reconciliation that begins now includes every call of the run.
    for (const { account } of shops) {
      await services.database.query(
        `insert into maintenance (connection_id, due_at, recent_until, day_until)
         select id, $2, $2, $2 from connections where account = $1`,
        [account, new Date()],
      );
    }
  } finally {
    await services.close();
  }
  return shops;
}

/**
 * Waits until the first write times out. A few seconds are too few to leave it to chance: processes that have just
 * started are slow to write anything, and are killed before a request times out.
 */
async function waitForLateWrite({ processes }: Setup, vendorFaults: VendorFaults): Promise<void> {
  vendorFaults.change("gorgias", LATE_WRITES);
  await waitUntil(
    () => processes.lateWrites > 0,
    LATE_WRITE_TIMEOUT_MS,
    "no write timed out, though Gorgias answers late",
  );
}

/** No fault occurs from now on. */
async function endFaults({ processes, database }: Setup, vendorFaults: VendorFaults, short: boolean): Promise<void> {
  await vendorFaults.clear();
  processes.setClock(0);
  if (!short) return;
  await processes.pause();
  await freeLeases(database);
  processes.resume();
}

/** Null when everything is done, else what is left. */
async function drain({ processes, idle }: Setup): Promise<string | null> {
  try {
    await processes.allReady();
    await waitUntilIdle(idle);
    await reconcileOnce(idle);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Leases of a silent process expire after 45 s. The suite knows at once that every process is dead. */
async function freeLeases({ url }: ChaosDatabase): Promise<void> {
  const database = openPostgres({ url, poolSize: 2 }, () => undefined);
  await freeAllLeases(database);
  await database.close();
}

async function findViolations(
  finalState: FinalState,
  { processes }: Setup,
  unfinished: string | null,
): Promise<string[]> {
  await finalState.read();
  const found = checkAll(finalState).slice(0, MOST_VIOLATIONS);
  const descriptions = found.map((violation) => describeViolation(finalState, violation));
  return [...(unfinished === null ? [] : [unfinished]), ...processes.crashes, ...descriptions];
}

function describe(plan: readonly PlannedFault[]): string {
  const counts = new Map<string, number>();
  for (const fault of plan) counts.set(kindOf(fault), (counts.get(kindOf(fault)) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}
