/**
 * The chaos suite: the real service in several processes on one PostgreSQL between both little vendors, and everything
 * that can go wrong going wrong at once. `node test/chaos/run.ts --minutes 10 --seed 7 --workers 3`.
 *
 * | who | where |
 * | --- | --- |
 * | callers and agents of several shops, in real time | traffic.ts |
 * | what goes wrong and when, decided by the seed | plan.ts |
 * | processes: SIGKILL at any time and at writes, SIGSTOP, SIGTERM, stepped clocks | fleet.ts, worker.ts |
 * | the database: stopped fast or at once, connections cut | database.ts, database-program.ts |
 * | vendors: 500, 502, 503, 429, slow, dropped, the answer lost after the work was done | weather.ts |
 * | deliveries: doubled, late, out of order, held, lost, refused, the answer lost | weather.ts, front-door.ts |
 * | then calm, until nothing is to be done | calm.ts |
 * | and what must be true in the end | check-deliveries.ts, check-calls.ts, check-texts.ts, check-tenancy.ts |
 *
 * The same seed makes the same plan and the same stories; which of them meet at which instant is up to the machine.
 * Races that ARCHITECTURE names are not provoked: nobody is frozen for 45 s, and no look-up lags.
 */
import { openShop, type Shop } from "../helpers/shop.ts";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { startJobQueue } from "../../src/storage/queue/job-queue.ts";
import { openPostgres } from "../../src/storage/open-postgres.ts";
import { careOnce, waitForQuiet, type CalmDeps } from "./calm.ts";
import { checkAll } from "./check-all.ts";
import type { ChaosDatabase, ChaosServer } from "./database.ts";
import { gather, type Evidence } from "./evidence.ts";
import { startFleet, type Fleet } from "./fleet.ts";
import { freePort } from "../helpers/free-port.ts";
import { openFrontDoor, type FrontDoor } from "./front-door.ts";
import { planChaos, type Planned } from "./plan.ts";
import { seeded, type Seeded } from "./seeded.ts";
import { tellStory } from "./story.ts";
import { startTraffic } from "./traffic.ts";
import { makeWeather, WEATHERS, type Weather } from "./weather.ts";

export interface ChaosOptions {
  seed: number;
  forMs: number;
  workers: number;
  /** All in a few seconds: jobs of killed processes are given back by us, who know that they are dead. */
  short: boolean;
  say(line: string): void;
  log(line: string): void;
  /** Ends the chaos early. */
  signal?: AbortSignal;
}

export interface ChaosResult {
  kills: number;
  calls: number;
  texts: number;
  /** One story each; empty is what is wanted. */
  violations: string[];
}

/** Nobody reads more of them; what did not settle breaks everything else as well. */
const MOST_STORIES = 30;

interface Ground {
  sandbox: Sandbox;
  door: FrontDoor;
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
    const plan = planChaos(random.fork("plan"), {
      forMs: options.forMs,
      members: options.workers,
      weathers: WEATHERS,
      short: options.short,
    });
    options.say(`seed ${options.seed}: ${describe(plan)}`);
    const traffic = startTraffic({
      shops: ground.shops.map((shop, i) => ({ shop, share: i === 0 ? 0.3 : 1 })),
      perSecond: options.short ? 4 : 1,
      pace: options.short ? 25 : 8,
      random: random.fork("traffic"),
      losses: true,
    });
    const weather = makeWeather(ground.sandbox, ground.door);
    await rage(ground, weather, plan, options);
    await Promise.all([clearUp(ground, weather, options.short), traffic.end()]);
    options.say(
      `calm after ${ground.fleet.kills} kills, ${traffic.begun.calls} calls, ${traffic.begun.texts} conversations`,
    );
    const { kills } = ground.fleet;
    const unsettled = await comeToRest(ground);
    const violations = await judge(evidence, ground, unsettled);
    return { kills, ...traffic.begun, violations };
  } finally {
    for (const close of closing.toReversed()) await close().catch(() => undefined);
  }
}

async function layGround(
  server: ChaosServer,
  { seed, workers, short, log }: ChaosOptions,
  random: Seeded,
  closing: (() => Promise<unknown>)[],
): Promise<Ground> {
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
  const door = await openFrontDoor(() => fleet?.doors() ?? [], random.fork("door"));
  closing.push(() => door.close());
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "warn",
    PUBLIC_URL: door.url,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `chaos:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  const shops = await openShops(environment, sandbox, door.url, short ? 2 : 4);
  const [first] = shops;
  if (first) sandbox.gorgias.desk.patchSettings({ rateLimit: { windowSeconds: short ? 8 : 40 } }, first.account);
  const roles = ["all", "worker", "web"] as const;
  const members = await Promise.all(
    Array.from({ length: workers }, async (_, i) => ({ role: roles[i % 3] ?? "all", port: await freePort() })),
  );
  const deathChance = short ? 0.04 : 0.01;
  const gorgiasUrl = sandbox.gorgias.url;
  const { cacheDir } = server;
  fleet = startFleet({ members, environment, gorgiasUrl, random: random.fork("fleet"), deathChance, cacheDir, log });
  closing.push(fleet.close);
  await fleet.allReady();
  const moving = fleet;
  const moveClock = (ms: number) => {
    world.offsetMs += ms;
    moving.setClock(world.offsetMs);
  };
  const patienceMs = short ? 60_000 : 300_000;
  const calm = { database, phone: sandbox.aircall.phone, moveClock, now, patienceMs, hurry: short };
  return { sandbox, door, fleet, database, shops, calm };
}

async function openShops(
  environment: Record<string, string>,
  sandbox: Sandbox,
  url: string,
  count: number,
): Promise<Shop[]> {
  const services = await buildServices(configFrom(environment), { log: createLogger("silent"), careOnDemand: true });
  const world = { sandbox, services, clock: { now: services.clock, advance: () => undefined }, url };
  const shops: Shop[] = [];
  try {
    for (let i = 0; i < count; i += 1) shops.push(await openShop({ ...world, settle: async () => undefined }, {}));
    // What is looked after from now on includes all that will happen.
    for (const { account } of shops) {
      await services.database.query(
        `insert into care (connection_id, due_at, recent_until, day_until)
         select id, $2, $2, $2 from connections where account = $1`,
        [account, new Date()],
      );
    }
  } finally {
    await services.close();
  }
  return shops;
}

/** Does what the plan says, each at its time. */
async function rage(ground: Ground, weather: Weather, plan: readonly Planned[], options: ChaosOptions): Promise<void> {
  const began = Date.now();
  const running: Promise<unknown>[] = [];
  const wait = (until: number) =>
    new Promise<void>((resolve) => {
      if (options.signal?.aborted) return resolve();
      const timer = setTimeout(resolve, Math.max(0, until - Date.now()));
      options.signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  for (const deed of plan) {
    await wait(began + deed.atMs);
    if (options.signal?.aborted) break;
    options.log(`[chaos ${deed.atMs}] ${JSON.stringify(deed)}`);
    running.push(perform(ground, weather, deed).catch((error: unknown) => options.log(`[chaos] ${String(error)}`)));
  }
  await wait(began + options.forMs);
  await Promise.all(running);
}

async function perform({ fleet, database }: Ground, weather: Weather, deed: Planned): Promise<void> {
  switch (deed.do) {
    case "kill":
      return fleet.kill(deed.member, deed.evenStarting);
    case "freeze":
      return fleet.freeze(deed.member, deed.ms);
    case "renew":
      return fleet.renew(deed.member);
    case "step clock":
      return fleet.setClock(deed.offsetMs, deed.member);
    case "cut connections":
      return database.cut(deed.connections);
    case "restart database":
      return database.restart(deed.how, deed.awayMs);
    case "weather":
      return weather.change(deed.of, deed.kind);
    default:
      return deed satisfies never;
  }
}

/** Nothing goes wrong from now on. */
async function clearUp({ fleet, database }: Ground, weather: Weather, short: boolean): Promise<void> {
  await weather.clear();
  fleet.setClock(0);
  fleet.live();
  if (!short) return;
  await fleet.pause();
  await giveBack(database);
  fleet.resume();
}

/** Null when everything is done; else what is left. */
async function comeToRest({ fleet, calm }: Ground): Promise<string | null> {
  try {
    await fleet.allReady();
    await waitForQuiet(calm);
    await careOnce(calm);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the queue does with the jobs of a process that has been silent for 45 s; we know at once that all are dead. */
async function giveBack({ url }: ChaosDatabase): Promise<void> {
  const database = openPostgres({ url, poolSize: 2 }, () => undefined);
  const queue = await startJobQueue(database, { backend: "postgres", databaseUrl: null }, createLogger("silent"));
  await queue.releaseAbandoned();
  await queue.stop(1_000);
  await database.close();
}

async function judge(evidence: Evidence, { fleet }: Ground, unsettled: string | null): Promise<string[]> {
  await evidence.read();
  const found = checkAll(evidence).slice(0, MOST_STORIES);
  const stories = found.map((violation) => tellStory(evidence, violation));
  return [...(unsettled === null ? [] : [unsettled]), ...fleet.crashes, ...stories];
}

function describe(plan: readonly Planned[]): string {
  const counts = new Map<string, number>();
  for (const deed of plan) counts.set(deed.do, (counts.get(deed.do) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
}
