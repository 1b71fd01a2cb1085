/** The service as a production process: memory when idle and during large recordings, and the time to readiness. */
import { spawn, execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { liftRateLimits } from "./throughput-calls.ts";
import { startDurablePostgres } from "./durable-postgres.ts";
import { openVendors, type Vendors } from "./open-vendors.ts";
import { freePort } from "../test/helpers/free-port.ts";
import { startSettings } from "../test/helpers/start-settings.ts";
import { startFigures, type AddFigure } from "./table.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const GOAL_MB = 250;
/** For the first start on an empty folder, which begins the embedded database. */
const FIRST_GOAL_MB = 350;
const START_MS = 5_000;
const RECORDINGS = 10;
const RECORDING_BYTES = 100 * 1024 * 1024;
/** The time until memory of the start is released. Compiling the embedded database uses memory for some seconds. */
const SETTLE_MS = 10_000;
const IDLE_MS = 3_000;
const ROUNDS = 3;
const TIMEOUT_MS = 240_000;

interface Service {
  startedMs: number;
  pid: number;
  stop(): Promise<void>;
}

export async function measureMemory(): Promise<void> {
  const add = startFigures("Memory of the one process, resident, and its start");
  const postgres = await startDurablePostgres();
  try {
    await measureOn("PostgreSQL", { DATABASE_URL: await postgres.create(), ENCRYPTION_KEYS: KEYS }, add);
  } finally {
    await postgres.close();
  }
  const folder = await mkdtemp(join(tmpdir(), "aircall-gorgias-bench-"));
  try {
    await measureFirstStart(join(folder, "first"), add);
    await measureOn("the embedded database", { DATA_DIR: folder }, add);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const KEYS = `bench:${Buffer.alloc(32, 7).toString("base64")}`;

async function measureOn(where: string, database: Record<string, string>, add: AddFigure): Promise<void> {
  const vendors = await openVendors(database);
  const { shop, environment } = vendors;
  try {
    liftRateLimits(shop);
    const starts: number[] = [];
    // The shop exists by now, so each start finds a database.
    for (let round = 0; round < ROUNDS; round += 1) {
      const service = await startService(environment);
      starts.push(service.startedMs);
      await service.stop();
    }
    const startMs = Math.min(...starts);
    add({
      what: `start to ready on ${where}, existing`,
      ceiling: `${START_MS} ms`,
      result: `${startMs.toFixed(0)} ms`,
      ratio: startMs / START_MS,
      goal: `< ${START_MS} ms`,
      isMet: startMs < START_MS,
    });
    const service = await startService(environment);
    await sleep(SETTLE_MS);
    const idle = await watch(service.pid, () => sleep(IDLE_MS));
    addMemory(add, `idle on ${where}`, idle);
    addMemory(
      add,
      `${RECORDINGS} recordings of 100 MB at once, on ${where}`,
      await watch(service.pid, () => streamAll(vendors)),
    );
    await service.stop();
  } finally {
    await vendors.close();
  }
}

/** Linux stores the peak of a process, so nothing needs to be sampled. */
async function measureFirstStart(folder: string, add: AddFigure): Promise<void> {
  const service = await startService({ DATA_DIR: folder, SANDBOX: "0", PORT: String(await freePort()) });
  const status = await readFile(`/proc/${service.pid}/status`, "utf8");
  addMemory(add, "first start on an empty folder", Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024, FIRST_GOAL_MB);
  await service.stop();
}

function addMemory(add: AddFigure, what: string, mb: number, markMb = GOAL_MB): void {
  const figure = { ceiling: `${markMb} MB`, result: `${mb.toFixed(0)} MB at most`, goal: `< ${markMb} MB` };
  add({ what, ...figure, ratio: mb / markMb, isMet: mb < markMb });
}

async function startService(environment: Record<string, string>): Promise<Service> {
  const began = performance.now();
  const { flags, variables } = startSettings();
  const env = { PATH: process.env["PATH"] ?? "", ...variables, ...environment };
  const program = spawn(process.execPath, [...flags, MAIN, "start"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const exited = once(program, "exit");
  const ended = exited.then(() => Promise.reject(new Error("the service ended before it was ready")));
  ended.catch(() => undefined);
  await Promise.race([untilReady(`http://127.0.0.1:${environment["PORT"]}/readyz`), ended]);
  return {
    startedMs: performance.now() - began,
    pid: program.pid ?? 0,
    async stop() {
      program.kill("SIGTERM");
      await exited;
    },
  };
}

async function untilReady(url: string): Promise<void> {
  const until = performance.now() + TIMEOUT_MS;
  while (performance.now() < until) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(20);
  }
  throw new Error("the service is not ready");
}

/** Peak in megabytes, sampled ten times a second. */
async function watch(pid: number, work: () => Promise<unknown>): Promise<number> {
  let highest = 0;
  const look = async () => {
    const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
    highest = Math.max(highest, Number(stdout) / 1024);
  };
  const looking = setInterval(() => void look().catch(() => undefined), 100);
  await work().finally(() => clearInterval(looking));
  await look();
  return highest;
}

async function streamAll({ shop }: Vendors): Promise<void> {
  const { phone, company, lines, users } = shop;
  const story = { company, line: lines.fr, user: users.cleo, from: "+33612341000", sizeBytes: RECORDING_BYTES };
  for (let n = 0; n < RECORDINGS; n += 1) await phone.stories.answered(story);
  const isThere = () => shop.tickets().flatMap(({ notes }) => notes.filter(({ key }) => key === "recording")).length;
  const until = performance.now() + TIMEOUT_MS;
  while (isThere() < RECORDINGS) {
    if (performance.now() > until) throw new Error(`${isThere()} of ${RECORDINGS} recordings came through`);
    await sleep(200);
  }
}
