/** Durable acknowledgement: deliveries stored, marked as due and answered, beside the same server that answers without storing. */
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { buildServices } from "../src/services.ts";
import type { ServerTask } from "./acknowledge-server.ts";
import type { LoadTask, LoadResult } from "./acknowledge-load.ts";
import { openSetup } from "./backlog-setup.ts";
import { cpuSeconds } from "./cpu-time.ts";
import { startDurablePostgres, type DurablePostgres } from "./durable-postgres.ts";
import { runProgram, startProgram } from "./processes.ts";
import { freePort } from "../test/helpers/free-port.ts";
import { createAnsweredCalls } from "./send-calls.ts";
import { startFigures } from "./table.ts";

const CONNECTIONS = 50;
const SECONDS = 4;
const MARK = 0.3;
const P99_MS = 100;
const PART = 0.7;

type Keeps = ServerTask["keeps"];
const VARIANTS: Keeps[] = ["nothing", "all"];

/** Milliseconds of processor time per delivery. */
type Loaded = LoadResult & { serverMs: number; databaseMs: number };

export async function measureAcknowledge(rounds = 3): Promise<void> {
  const add = startFigures(`Durable acknowledgement, ${CONNECTIONS} connections, PostgreSQL with its own defaults`);
  const postgres = await startDurablePostgres();
  try {
    const rig = await openRig(postgres);
    const best = new Map<Keeps, Loaded>();
    for (let round = 0; round < rounds; round += 1) {
      for (const keeps of VARIANTS) {
        const loaded = await rig.load(keeps, SECONDS);
        if (loaded.perSecond > (best.get(keeps)?.perSecond ?? 0)) best.set(keeps, loaded);
      }
    }
    const [nothing, all] = VARIANTS.map((keeps) => best.get(keeps)?.perSecond ?? 0) as [number, number];
    for (const keeps of VARIANTS) {
      const { serverMs = 0, databaseMs = 0 } = best.get(keeps) ?? {};
      const result = `${serverMs.toFixed(3)} + ${databaseMs.toFixed(3)} ms`;
      add({
        what: `processor time a delivery, server + PostgreSQL, keeping ${keeps}`,
        ceiling: "",
        result,
        ratio: null,
        mark: "",
        isMet: null,
      });
    }
    add({
      what: "stored, marked as due, answered 200",
      ceiling: `${Math.round(nothing)}/s`,
      result: `${Math.round(all)}/s`,
      ratio: all / nothing,
      mark: `≥ ${MARK}`,
      isMet: all / nothing >= MARK,
    });
    const calm = await rig.load("all", SECONDS * 2, all * PART);
    add({
      what: `p99 at ${Math.round(calm.perSecond)}/s, ${PART * 100} % of that load`,
      ceiling: `${P99_MS} ms`,
      result: `${calm.p99Ms} ms (p50 ${calm.p50Ms} ms)`,
      ratio: calm.p99Ms / P99_MS,
      mark: `< ${P99_MS} ms`,
      isMet: calm.p99Ms < P99_MS,
    });
    await rig.close();
  } finally {
    await postgres.close();
  }
}

/** Both doors on one database; only one of them is knocked at at a time. */
async function openRig(postgres: DurablePostgres) {
  const ground = await openSetup(postgres, 1, 1);
  const shop = await ground.openShop();
  const [call] = await createAnsweredCalls(shop, ["+33612345678"]);
  if (!call) throw new Error("no call was created");
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "silent",
    DATABASE_URL: ground.databaseUrl,
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  // Created before the servers start, so that they do not create it concurrently.
  await (await buildServices(configFrom(environment), { log: createLogger("silent") })).close();
  const servers = new Map(
    await Promise.all(
      VARIANTS.map(async (keeps) => {
        const port = await freePort();
        const order: ServerTask = { environment: { ...environment, PORT: String(port) }, keeps };
        const program = await startProgram("acknowledge-server.ts", order);
        return [keeps, { port, program }] as const;
      }),
    ),
  );
  let from = 4_000_000_000;
  const load = async (keeps: Keeps, seconds: number, rate?: number): Promise<Loaded> => {
    const server = servers.get(keeps);
    const url = `http://127.0.0.1:${server?.port}${new URL(shop.webhookUrl).pathname}`;
    const order: LoadTask = { url, connections: CONNECTIONS, seconds, bodies: call.bodies, callId: call.id, from };
    from += 1_000_000;
    const cpu = () => ({ server: cpuSeconds(server?.program.pid ?? 0), database: cpuSeconds(postgres.pid) });
    const before = cpu();
    const result = await runProgram<LoadResult>("acknowledge-load.ts", rate === undefined ? order : { ...order, rate });
    if (result.failed > 0) throw new Error(`${result.failed} deliveries were not answered 200`);
    const after = cpu();
    const perDelivery = (part: keyof typeof after) =>
      ((after[part] - before[part]) * 1_000) / (result.perSecond * seconds);
    return { ...result, serverMs: perDelivery("server"), databaseMs: perDelivery("database") };
  };
  // The first run is slow.
  for (const keeps of VARIANTS) await load(keeps, 1);
  return {
    load,
    async close() {
      for (const { program } of servers.values()) await program.close();
      await ground.close();
    },
  };
}
