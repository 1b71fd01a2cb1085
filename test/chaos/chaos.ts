/**
 * The chaos suite: the real service in several processes on one PostgreSQL between both simulators, and everything
 * that can go wrong going wrong at once. `node test/chaos/run.ts --minutes 10 --seed 7 --workers 3`.
 *
 * | who | where |
 * | --- | --- |
 * | callers and agents of several shops, in real time | traffic.ts |
 * | what goes wrong and when, decided by the seed | plan.ts |
 * | doing it, and counting what came about | rage.ts, count-deeds.ts |
 * | processes: SIGKILL at any time and at writes, SIGSTOP, SIGTERM, stepped clocks | fleet.ts, worker.ts |
 * | requests that are given up, whose work the vendor has done all the same | impatient-fetch.ts, weather.ts |
 * | the database: stopped fast or at once, connections cut | database.ts, database-program.ts |
 * | vendors: 500, 502, 503, 429, slow, dropped, the answer lost after the work was done | weather.ts |
 * | deliveries: doubled, late, out of order, held, lost, refused, the answer lost | weather.ts, front-door.ts |
 * | then calm, until nothing is to be done | calm.ts |
 * | and what must be true in the end | check-deliveries.ts, check-calls.ts, check-texts.ts, check-tenancy.ts |
 *
 * The same seed makes the same plan and the same stories; which of them meet at which instant is up to the machine.
 * Races that docs/races.md names are not provoked: nobody is frozen for 45 s, no look-up lags, nothing is done late while
 * clocks differ.
 */
import { openShop, type Shop } from "../helpers/shop.ts";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { freeAllLeases } from "../../src/storage/work/lease.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { careOnce, waitForQuiet, type CalmDeps } from "./calm.ts";
import { checkAll } from "./check-all.ts";
import { kindOf, type DeedCounts } from "./count-deeds.ts";
import type { ChaosDatabase, ChaosServer } from "./database.ts";
import { gather, type Evidence } from "./evidence.ts";
import { startFleet, waitUntil, type Fleet } from "./fleet.ts";
import { freePort } from "../helpers/free-port.ts";
import { openFrontDoor, type FrontDoor } from "./front-door.ts";
import { planChaos, type Planned } from "./plan.ts";
import { rage } from "./rage.ts";
import { seeded, type Seeded } from "./seeded.ts";
import { tellStory } from "./story.ts";
import { startTraffic } from "./traffic.ts";
import { LATE_WRITES, makeWeather, type Weather } from "./weather.ts";

export interface ChaosOptions {
  seed: number;
  forMs: number;
  workers: number;
  /** How long an answer is waited for, in the place of the service's own 30 s; default a second. */
  patienceMs?: number;
  /** All in a few seconds: jobs of killed processes are given back by us, who know that they are dead. */
  short: boolean;
  say(line: string): void;
  log(line: string): void;
  /** Ends the chaos early. */
  signal?: AbortSignal;
}

export interface ChaosResult {
  /** Those that only clear up are not among them. */
  kills: number;
  /** Requests that were given up, and among them the writes, which the vendor finished all the same. */
  timeouts: number;
  lateWrites: number;
  deeds: DeedCounts;
  calls: number;
  texts: number;
  /** One story each; empty is what is wanted. */
  violations: string[];
}

const PATIENCE_MS = 1_000;
/** The first write that is given up takes about three seconds. */
const LOSS_PATIENCE_MS = 30_000;
/** Nobody reads more of them; what did not settle breaks everything else as well. */
const MOST_STORIES = 30;

interface Foundation {
  sandbox: Sandbox;
  endpoint: FrontDoor;
  fleet: Fleet;
  database: ChaosDatabase;
  shops: Shop[];
  calm: CalmDeps;
}

export async function runChaos(server: ChaosServer, options: ChaosOptions): Promise<ChaosResult> {
  const random = seeded(options.seed);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const ground = await layGround(server, options, random, closing);
    const evidence = gather(ground);
    const weather = makeWeather(ground.sandbox, ground.endpoint, options.patienceMs ?? PATIENCE_MS);
    const plan = planChaos(random.fork("plan"), {
      forMs: options.forMs,
      members: options.workers,
      weathers: weather.kinds,
      short: options.short,
    });
    options.say(`seed ${options.seed}: ${describe(plan)}`);
    const traffic = startTraffic({
      shops: ground.shops.map((shop, i) => ({ shop, share: i === 0 ? 0.3 : 1 })),
      perSecond: options.short ? 2 : 1,
      // A busy machine takes its time until everything is over; what is begun meanwhile it would have to finish as well.
      most: options.short ? 20 : Infinity,
      pace: options.short ? 40 : 8,
      random: random.fork("traffic"),
      losses: true,
    });
    if (options.short) await loseAWrite(ground, weather);
    const deeds = await rage({ ...ground, ...options, weather }, plan, options.forMs);
    await Promise.all([clearUp(ground, weather, options.short), traffic.end()]);
    const { kills, timeouts, lateWrites } = ground.fleet;
    options.say(
      `calm after ${kills} kills, ${timeouts} timeouts (${lateWrites} of writes), ${traffic.begun.calls} calls, ${traffic.begun.texts} conversations`,
    );
    const unsettled = await comeToRest(ground);
    const violations = await judge(evidence, ground, unsettled);
    return { kills, timeouts, lateWrites, deeds, ...traffic.begun, violations };
  } finally {
    for (const close of closing.toReversed()) await close().catch(() => undefined);
  }
}

async function layGround(
  server: ChaosServer,
  { seed, workers, short, log, patienceMs = PATIENCE_MS }: ChaosOptions,
  random: Seeded,
  closing: (() => Promise<unknown>)[],
): Promise<Foundation> {
  const world = { offsetMs: 0 };
  const now = () => Date.now() + world.offsetMs;
  const sandbox = await startSandbox({
    now,
    // An account has 80 requests in 8 s, so that some minutes hold many calls; the first shop has what Gorgias gives.
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
  closing.push(() => sandbox.close());
  const database = await server.open(`run_${seed >>> 0}_${Date.now()}`);
  closing.push(() => database.close());
  let fleet: Fleet | null = null;
  const endpoint = await openFrontDoor(() => fleet?.doors() ?? [], random.fork("door"));
  closing.push(() => endpoint.close());
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
  const mortal = { deathChance, patienceMs, random: random.fork("fleet") };
  fleet = startFleet({ members, environment, gorgiasUrl, ...mortal, cacheDir, log });
  closing.push(fleet.close);
  await fleet.allReady();
  const moving = fleet;
  const moveClock = (ms: number) => {
    world.offsetMs += ms;
    moving.setClock(world.offsetMs);
  };
  const settling = { patienceMs: short ? 60_000 : 300_000, hurry: short };
  const calm = { database, phone: sandbox.aircall.phone, moveClock, now, ...settling };
  return { sandbox, endpoint, fleet, database, shops, calm };
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
    // What is looked after from now on includes all that will happen.
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
 * Waits until the first write is given up. A few seconds are too few to leave it to chance: processes that have just
 * started are slow to write anything, and killed before their patience ends.
 */
async function loseAWrite({ fleet }: Foundation, weather: Weather): Promise<void> {
  weather.change("gorgias", LATE_WRITES);
  await waitUntil(() => fleet.lateWrites > 0, LOSS_PATIENCE_MS, "no write was given up, though Gorgias answers late");
}

/** Nothing goes wrong from now on. */
async function clearUp({ fleet, database }: Foundation, weather: Weather, short: boolean): Promise<void> {
  await weather.clear();
  fleet.setClock(0);
  if (!short) return;
  await fleet.pause();
  await giveBack(database);
  fleet.resume();
}

/** Null when everything is done; else what is left. */
async function comeToRest({ fleet, calm }: Foundation): Promise<string | null> {
  try {
    await fleet.allReady();
    await waitForQuiet(calm);
    await careOnce(calm);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What becomes of the leases of a process that has been silent for 45 s; we know at once that all are dead. */
async function giveBack({ url }: ChaosDatabase): Promise<void> {
  const database = openPostgres({ url, poolSize: 2 }, () => undefined);
  await freeAllLeases(database);
  await database.close();
}

async function judge(evidence: Evidence, { fleet }: Foundation, unsettled: string | null): Promise<string[]> {
  await evidence.read();
  const found = checkAll(evidence).slice(0, MOST_STORIES);
  const stories = found.map((violation) => tellStory(evidence, violation));
  return [...(unsettled === null ? [] : [unsettled]), ...fleet.crashes, ...stories];
}

function describe(plan: readonly Planned[]): string {
  const counts = new Map<string, number>();
  for (const deed of plan) counts.set(kindOf(deed), (counts.get(kindOf(deed)) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}
