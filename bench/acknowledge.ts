/**
 * Durable acknowledgement: deliveries stored, marked as due and answered, beside the same server that answers without
 * storing, and beside a peer that stores each as a run of a workflow.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { buildServices } from "../src/services.ts";
import type { ServerTask } from "./acknowledge-server.ts";
import type { LoadTask, LoadResult } from "./acknowledge-load.ts";
import { openSetup } from "./backlog-setup.ts";
import { cpuSeconds } from "./cpu-time.ts";
import { startDurablePostgres, type DurablePostgres } from "./durable-postgres.ts";
import type { PeerTask } from "./peer-server.ts";
import { runProgram, startProgram, type Program } from "./processes.ts";
import { freePort } from "../test/helpers/free-port.ts";
import { createAnsweredCalls } from "./send-calls.ts";
import { startFigures } from "./table.ts";

const CONNECTIONS = 50;
const SECONDS = 4;
const GOAL = 0.3;
const P99_MS = 100;
const PART = 0.7;

type Stores = ServerTask["stores"];
const VARIANTS: Stores[] = ["nothing", "all"];
const PEER = "openworkflow@0.10.1";
const PEER_GOAL = 1.5;

/** The service without and with its database, or the peer. */
type Inlet = Stores | "peer";

/** Milliseconds of processor time per delivery. */
type Loaded = LoadResult & { serverMs: number; databaseMs: number };

/** With a `peer`, it is installed from npm for as long as it takes. */
export async function measureAcknowledge({ rounds = 3, peer = false } = {}): Promise<void> {
  const add = startFigures(`Durable acknowledgement, ${CONNECTIONS} connections, PostgreSQL with its own defaults`);
  const postgres = await startDurablePostgres();
  const installed = peer ? await installPeer() : null;
  try {
    const servers = await startServers(postgres, installed?.folder ?? null);
    const best = new Map<Inlet, Loaded>();
    for (let round = 0; round < rounds; round += 1) {
      for (const inlet of servers.inlets) {
        const loaded = await servers.load(inlet, SECONDS);
        if (loaded.perSecond > (best.get(inlet)?.perSecond ?? 0)) best.set(inlet, loaded);
      }
    }
    const [nothing, all] = VARIANTS.map((stores) => best.get(stores)?.perSecond ?? 0) as [number, number];
    for (const stores of VARIANTS) {
      const { serverMs = 0, databaseMs = 0 } = best.get(stores) ?? {};
      const result = `${serverMs.toFixed(3)} + ${databaseMs.toFixed(3)} ms`;
      add({
        what: `processor time a delivery, server + PostgreSQL, storing ${stores}`,
        ceiling: "",
        result,
        ratio: null,
        goal: "",
        isMet: null,
      });
    }
    add({
      what: "stored, marked as due, answered 200",
      ceiling: `${Math.round(nothing)}/s`,
      result: `${Math.round(all)}/s`,
      ratio: all / nothing,
      goal: `≥ ${GOAL}`,
      isMet: all / nothing >= GOAL,
    });
    const ofPeer = best.get("peer");
    if (ofPeer)
      add({
        what: `the same, beside ${PEER}, one run a delivery`,
        ceiling: `${Math.round(ofPeer.perSecond)}/s`,
        result: `${Math.round(all)}/s`,
        ratio: all / ofPeer.perSecond,
        goal: `≥ ${PEER_GOAL}`,
        isMet: all / ofPeer.perSecond >= PEER_GOAL,
      });
    const normal = await servers.load("all", SECONDS * 2, all * PART);
    add({
      what: `p99 at ${Math.round(normal.perSecond)}/s, ${PART * 100} % of that load`,
      ceiling: `${P99_MS} ms`,
      result: `${normal.p99Ms} ms (p50 ${normal.p50Ms} ms)`,
      ratio: normal.p99Ms / P99_MS,
      goal: `< ${P99_MS} ms`,
      isMet: normal.p99Ms < P99_MS,
    });
    await servers.close();
  } finally {
    await postgres.close();
    await installed?.remove();
  }
}

/** Into a folder of its own, because the project does not depend on it. */
async function installPeer(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-peer-"));
  await promisify(execFile)("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", PEER, "postgres@3"]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** All servers on one PostgreSQL. Only one of them gets load at a time. */
async function startServers(postgres: DurablePostgres, peerFolder: string | null) {
  const setup = await openSetup(postgres, 1, 1);
  const shop = await setup.openShop();
  const [call] = await createAnsweredCalls(shop, ["+33612345678"]);
  if (!call) throw new Error("no call was created");
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "silent",
    DATABASE_URL: setup.databaseUrl,
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  // Created before the servers start, so that they do not create it concurrently.
  await (await buildServices(configFrom(environment), { log: createLogger("silent") })).close();
  const path = new URL(shop.webhookUrl).pathname;
  const servers = new Map<Inlet, { url: string; program: Program }>();
  for (const stores of VARIANTS) {
    const port = await freePort();
    const order: ServerTask = { environment: { ...environment, PORT: String(port) }, stores };
    const program = await startProgram("acknowledge-server.ts", order);
    servers.set(stores, { url: `http://127.0.0.1:${port}${path}`, program });
  }
  if (peerFolder !== null) {
    const port = await freePort();
    const order: PeerTask = { folder: peerFolder, databaseUrl: await postgres.create(), port };
    servers.set("peer", { url: `http://127.0.0.1:${port}/`, program: await startProgram("peer-server.ts", order) });
  }
  let from = 4_000_000_000;
  const load = async (inlet: Inlet, seconds: number, rate?: number): Promise<Loaded> => {
    const server = servers.get(inlet);
    const order: LoadTask = {
      url: server?.url ?? "",
      connections: CONNECTIONS,
      seconds,
      bodies: call.bodies,
      callId: call.id,
      from,
    };
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
  for (const inlet of servers.keys()) await load(inlet, 1);
  return {
    inlets: [...servers.keys()],
    load,
    async close() {
      for (const { program } of servers.values()) await program.close();
      await setup.close();
    },
  };
}
