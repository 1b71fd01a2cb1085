/** L8: every endpoint reports a silent database at once. Nothing is lost, and nothing hangs. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { startService, type RunningService } from "../../src/run/start-service.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { freePort } from "../helpers/free-port.ts";
import { freezable, type Freezable } from "../helpers/freezable.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";
import { seenTickets } from "../helpers/shop.ts";

const PATIENT = { timeout: 50_000, interval: 100 };

let sandbox: Sandbox;
let store: PostgresStore;
let server: Freezable;
let service: RunningService;

beforeAll(async () => {
  sandbox = await startSandbox({ aircall: { settings: { speed: 0, lateNotesSeconds: 0 } } });
  store = await freshPostgres();
  server = await freezable(store.url);
  const config = configFrom({
    SANDBOX: "0",
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    DATABASE_URL: server.url,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
  });
  service = await startService(config, { log: createLogger("silent") });
  const { connections, installs, setup, ids, clock } = service.services;
  const { gorgias, aircall } = sandbox.keys;
  await addConnection(
    { connections, installs, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: "acme",
      gorgias: { kind: "basic", user: gorgias.email, password: gorgias.apiKey },
      aircall: { kind: "basic", user: aircall.apiId, password: aircall.apiToken },
      lines: "all",
    },
  );
});
afterAll(async () => {
  server.thaw();
  await service.stop(0);
  await server.close();
  await store.close();
  await sandbox.close();
});

it("L8: every endpoint says so while the database is frozen, and what comes then is written once it is back", async () => {
  const { phone } = sandbox.aircall;
  const cookie = { cookie: "session=x" };
  const status = async (path: string, headers = {}) => (await fetch(`${service.url}${path}`, { headers })).status;
  expect(await status("/readyz")).toBe(200);
  server.freeze();
  // An answer that waited for the database would not come while it is frozen.
  await phone.stories.missed({ from: "+33611111111", contact: false });
  const statuses = phone.deliveries.log.flatMap(({ attempts }) => attempts.map((attempt) => attempt.status));
  expect(new Set(statuses)).toEqual(new Set([503]));
  expect(await status("/readyz")).toBe(503);
  expect(await status("/api/session", cookie)).toBe(503);
  expect(await status("/healthz")).toBe(200);
  const page = await (await fetch(`${service.url}/metrics`)).text();
  expect(page).toContain("aircall_gorgias_database_up 0\n");
  expect(page).toContain('aircall_gorgias_deliveries_total{result="failed"}');
  server.thaw();
  await vi.waitFor(async () => expect(await status("/readyz")).toBe(200), PATIENT);
  await phone.deliveries.retry();
  expect(phone.deliveries.log.filter(({ state }) => state !== "delivered")).toEqual([]);
  await vi.waitFor(() => expect(seenTickets(sandbox.gorgias.desk, "acme")).toHaveLength(1), PATIENT);
});

it("L8: a statement without an answer times out with its connection, and the next one uses another", async () => {
  const own = await freezable(store.url);
  const database = openPostgres({ url: own.url, poolSize: 1, statementMs: 200 }, () => undefined);
  await database.query("select 1");
  own.freeze();
  await expect(database.query("select 1")).rejects.toThrow("timeout");
  await expect(database.transaction((sql) => sql.query("select 1"))).rejects.toThrow("timeout");
  own.thaw();
  expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
  expect(await database.transaction((sql) => sql.query("select 2 as two"))).toEqual([{ two: 2 }]);
  await database.close();
  await own.close();
});
