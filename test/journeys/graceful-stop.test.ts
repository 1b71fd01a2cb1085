/** A process that gets SIGTERM under load completes what it has begun, and another one resumes what it leaves. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";
import { seenTickets } from "../helpers/shop.ts";
import { freePort } from "../helpers/free-port.ts";
import { KEPT_VARIABLES, MAIN } from "../helpers/main-process.ts";

const CALLS = 60;
const PATIENT = { timeout: 60_000, interval: 50 };

let sandbox: Sandbox;
let store: PostgresStore;
let environment: Record<string, string>;
const processes = new Set<ChildProcess>();

beforeEach(async () => {
  sandbox = await startSandbox({
    aircall: { settings: { speed: 0, lateNotesSeconds: 0 } },
    gorgias: { settings: { rateLimit: { enabled: false } as never } },
  });
  store = await freshPostgres();
  environment = {
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    DATABASE_URL: store.url,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    LOG_LEVEL: "silent",
  };
  await joinShop(environment);
});

afterEach(async () => {
  for (const left of processes) left.kill("SIGKILL");
  await sandbox.close();
  await store.close();
});

async function joinShop(variables: Record<string, string>): Promise<void> {
  const config = configFrom(variables);
  const services = await buildServices(config, { log: createLogger("silent") });
  const { connections, installs, setup, ids, clock } = services;
  const added = await addConnection(
    { connections, installs, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: "acme",
      gorgias: { kind: "basic", user: sandbox.keys.gorgias.email, password: sandbox.keys.gorgias.apiKey },
      aircall: { kind: "basic", user: sandbox.keys.aircall.apiId, password: sandbox.keys.aircall.apiToken },
      lines: "all",
    },
  );
  await services.close();
  if (added.kind === "refused") throw new Error(added.problem.code);
}

async function start(more: Record<string, string> = {}): Promise<ChildProcess> {
  const env = { ...KEPT_VARIABLES, ...environment, ...more };
  const child = spawn(process.execPath, [MAIN, "start"], { env, stdio: ["ignore", "pipe", "pipe"] });
  processes.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece: Buffer) => (said += piece.toString()));
  await vi.waitFor(() => expect(said).toContain("Ready at"), PATIENT);
  return child;
}

/** The exit code. 1 means that it was cut off after ten seconds. */
async function stop(child: ChildProcess): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = (await ended) as [number | null];
  processes.delete(child);
  return code;
}

const tickets = () => seenTickets(sandbox.gorgias.desk, "acme");

async function ring(): Promise<void> {
  const from = (n: number) => `+336${10_000_000 + n}`;
  const { stories } = sandbox.aircall.phone;
  await Promise.all(Array.from({ length: CALLS }, (_, n) => stories.answered({ from: from(n), contact: false })));
}

async function unfinished(): Promise<number> {
  const [row] = await store.database.query<{ count: number }>(
    `select (select count(*) from activity where kind = 'call' and state <> 'done')
       + (select count(*) from deliveries where outcome is null)
       + (select count(*) from work_items where due_at is not null and kind <> 'connection') as count`,
  );
  return Number(row?.count);
}

it("completes its work within ten seconds: no call is lost or doubled, and rejected deliveries come again", async () => {
  const first = await start();
  const { port } = new URL(`http://127.0.0.1:${environment["PORT"]}`);
  // A client that never finishes its request must not delay other work.
  const dawdler = connect(Number(port), "127.0.0.1").on("error", () => undefined);
  dawdler.write("POST /webhooks/aircall/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
  const rung = ring();
  await vi.waitFor(() => expect(tickets().length).toBeGreaterThan(5), PATIENT);
  // In the middle of it.
  expect(tickets().length).toBeLessThan(CALLS);
  expect(await stop(first)).toBe(0);
  dawdler.destroy();
  await rung;
  const { deliveries } = sandbox.aircall.phone;
  const statuses = new Set(deliveries.log.flatMap(({ attempts }) => attempts.map(({ status }) => status)));
  // Accepted, asked to retry, or no server: never a failure that Aircall would take for an answer.
  for (const status of statuses) expect([200, 503, null]).toContain(status);

  const second = await start();
  await deliveries.retry();
  expect(deliveries.log.filter(({ state }) => state !== "delivered")).toEqual([]);
  await vi.waitFor(async () => {
    expect(tickets()).toHaveLength(CALLS);
    expect(await unfinished()).toBe(0);
  }, PATIENT);
  expect(await stop(second)).toBe(0);

  const calls = new Set(deliveries.log.flatMap(({ callId }) => callId ?? []));
  expect(
    tickets()
      .map(({ externalId }) => externalId)
      .sort(),
  ).toEqual([...calls].map((id) => `aircall-call-${id}`).sort());
  for (const { notes, status } of tickets()) {
    expect(notes.map(({ key }) => key).sort()).toEqual(["answered", "customer-not-found", "ended", "recording"]);
    expect(status).toBe("open");
  }
  const customers = sandbox.gorgias.desk.account("acme").customers.all();
  expect(customers.filter(({ name }) => name?.startsWith("Aircall New Contact"))).toHaveLength(CALLS);
  expect(sandbox.gorgias.desk.outbox("acme")).toEqual([]);
}, 180_000);

it("a worker answers /healthz and /metrics, and works on where its port is taken", async () => {
  const web = await start({ ROLE: "web" });
  const beside = await start({ ROLE: "worker" });
  await sandbox.aircall.phone.stories.missed({ from: "+33611111111" });
  await vi.waitFor(() => expect(tickets()).toHaveLength(1), PATIENT);
  expect([await stop(beside), await stop(web)]).toEqual([0, 0]);
  const worker = await start({ ROLE: "worker" });
  const url = `http://127.0.0.1:${environment["PORT"]}`;
  const answers = await Promise.all(
    ["healthz", "readyz", "metrics", "api/session"].map((path) => fetch(`${url}/${path}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404]);
  expect(await stop(worker)).toBe(0);
}, 120_000);
