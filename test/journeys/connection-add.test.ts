/** N5: a connection is made only where Aircall's deliveries will reach the service that has it. */
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { AccessProblem } from "../../src/domain/access/access-problem.ts";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import type { Added } from "../../src/connections/access/add-connection.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { runDoctor } from "../../src/run/run-doctor.ts";
import { runCommand } from "../../src/run/run-command.ts";
import { startService, type RunningService } from "../../src/run/start-service.ts";
import { buildServices, type Services } from "../../src/services.ts";
import { freePort } from "../helpers/free-port.ts";
import { runMain } from "../helpers/main-process.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

const KEY = { id: "test", bytes: Buffer.alloc(32, 7) };

let sandbox: Sandbox;
let store: PostgresStore;
let service: RunningService;
let variables: Record<string, string>;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  store = await freshPostgres();
  variables = {
    SANDBOX: "0",
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    DATABASE_URL: store.url,
    ENCRYPTION_KEYS: `${KEY.id}:${KEY.bytes.toString("base64")}`,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
  };
  service = await startService(configFrom(variables), { log: createLogger("silent"), store });
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await store.database.query("delete from connections");
  for (const company of sandbox.aircall.phone.state.companies) company.webhooks.splice(0);
});
afterAll(async () => {
  await service.stop(0);
  await sandbox.close();
});

/** As `connection add` in a shell whose environment has these variables. */
async function shell(more: Record<string, string> = {}, over: Partial<PostgresStore> = {}): Promise<Services> {
  // The running service's database unless another one is named.
  const services = await buildServices(configFrom({ ...variables, ...more }), {
    log: createLogger("silent"),
    store: { ...store, close: async () => undefined, ...over },
  });
  open.push(services);
  return services;
}

const wanted = () => ({
  account: "acme",
  gorgias: { kind: "basic" as const, user: sandbox.keys.gorgias.email, password: sandbox.keys.gorgias.apiKey },
  aircall: { kind: "basic" as const, user: sandbox.keys.aircall.apiId, password: sandbox.keys.aircall.apiToken },
  lines: "all" as const,
});
const add = async (services: Services, unchecked = false) =>
  (await runCommand(services, "connection add", { ...wanted(), unchecked })) as Added;
const webhooks = () => sandbox.aircall.phone.state.companies.flatMap((company) => company.webhooks);

async function whoAnswers(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({ close: () => server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function expectNothingMade(added: Added, problem: Partial<AccessProblem>): Promise<void> {
  expect(added).toMatchObject({ kind: "refused", problem });
  expect(webhooks()).toEqual([]);
  expect(await store.database.query("select account from connections")).toEqual([]);
  expect(await store.database.query("select id_hash from reach_probes")).toEqual([]);
}

it("N5: connects where PUBLIC_URL leads to the service that runs", async () => {
  expect((await add(await shell())).kind).toBe("added");
  expect(webhooks()).toHaveLength(1);
  expect(await store.database.query("select id_hash from reach_probes")).toEqual([]);
});

it("N5: makes nothing without an answer from PUBLIC_URL, unless the check is skipped, and then the doctor finds it", async () => {
  const PUBLIC_URL = `http://127.0.0.1:${await freePort()}`;
  const services = await shell({ PUBLIC_URL });
  await expectNothingMade(await add(services), {
    code: "address_silent",
    publicUrl: PUBLIC_URL,
    cause: expect.stringContaining("ECONNREFUSED") as string,
  });
  expect((await add(services, true)).kind).toBe("added");
  expect(await runDoctor(services, "acme")).toContainEqual(
    expect.objectContaining({
      check: "address",
      verdict: "wrong",
      what: expect.stringContaining(PUBLIC_URL) as string,
    }),
  );
});

it.each<[string, RequestListener, Partial<AccessProblem>]>([
  [
    "another page",
    (_request, response) => response.end("<h1>Welcome</h1>"),
    { code: "address_elsewhere", status: 200 },
  ],
  [
    "nothing of that name",
    (_request, response) => response.writeHead(404).end(),
    { code: "address_elsewhere", status: 404 },
  ],
  [
    "a failing proxy",
    (_request, response) => response.writeHead(502).end(),
    { code: "address_elsewhere", status: 502 },
  ],
  [
    "a redirect",
    (_request, response) => response.writeHead(301, { location: "https://calls.example.com/" }).end(),
    { code: "address_redirects", status: 301 },
  ],
  [
    "an answer that repeats the question",
    ({ url }, response) => response.end(`{"answer":"${url}"}`),
    { code: "address_elsewhere" },
  ],
  ["a connection that is cut", ({ socket }) => socket.destroy(), { code: "address_silent" }],
])("N5: makes nothing where at PUBLIC_URL there is %s", async (_name, listener, problem) => {
  await expectNothingMade(await add(await shell({ PUBLIC_URL: await whoAnswers(listener) })), problem);
});

it("N5: makes nothing where the service at PUBLIC_URL works on another database, or with other keys", async () => {
  const other = await freshPostgres();
  const { database } = other;
  await expectNothingMade(await add(await shell({ PUBLIC_URL: service.url, DATABASE_URL: other.url }, { database })), {
    code: "address_other_database",
  });
  const keys = [{ id: "test", bytes: Buffer.alloc(32, 9) }];
  await expectNothingMade(await add(await shell({ PUBLIC_URL: service.url }, { keys })), {
    code: "address_other_keys",
  });
  open.push(other);
});

it("N5: makes nothing where a real Aircall would post to this machine's own address", async () => {
  const services = await shell({ AIRCALL_API_URL: "https://api.aircall.io" });
  await expectNothingMade(await add(services), {
    code: "address_local",
    publicUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
  });
});

it("N5: says that no service runs on the folder, and makes none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "add-"));
  const keys = join(folder, "keys.json");
  await writeFile(
    keys,
    JSON.stringify({ gorgias: { email: "a@b.example", key: "hush" }, aircall: { id: "i", token: "hush" } }),
  );
  const DATA_DIR = join(folder, "other");
  const args = ["connection", "add", "acme", "--keys", keys];
  const { code, said } = await runMain({ SANDBOX: "0", DATA_DIR, PUBLIC_URL: service.url }, { args });
  expect(said).toBe(
    `Not connected: no service runs on DATA_DIR ${DATA_DIR}. Start it there first, or set the DATA_DIR of the service that runs.\n`,
  );
  expect(code).toBe(1);
  await expect(access(DATA_DIR)).rejects.toThrow("ENOENT");
  await rm(folder, { recursive: true });
});
