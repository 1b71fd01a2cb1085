/**
 * The setup of the backlog measurement: a temporary PostgreSQL, both simulators, and worker processes of the service.
 */
import pg from "pg";
import { startSandbox, type Sandbox } from "../sandbox/start.ts";
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { buildServices } from "../src/services.ts";
import { makeDatabase, startPostgresServer } from "../test/helpers/postgres-server.ts";
import { openShop, type Shop } from "../test/helpers/shop.ts";
import type { WorkerTask } from "./backlog-worker.ts";
import { startProgram, type Program } from "./processes.ts";
import { freePort } from "../test/helpers/free-port.ts";

export interface PostgresServer {
  /** Creates a database with every migration. Returns its URL. */
  create(): Promise<string>;
  query(databaseUrl: string, text: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const server = await startPostgresServer();
  const query = async (address: string, text: string) => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    return client.query(text).then(
      ({ rows }) => client.end().then(() => rows as Record<string, unknown>[]),
      (error: unknown) => client.end().then(() => Promise.reject(error)),
    );
  };
  return {
    query,
    create: async () => (await makeDatabase(server.url)).url,
    close: () => server.stop(),
  };
}

export interface Setup {
  sandbox: Sandbox;
  /** The workers' URLs. Any of them accepts deliveries. */
  urls: string[];
  databaseUrl: string;
  openShop(): Promise<Shop>;
  /** Starts the workers. Until then no work runs. */
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** `speed` is the factor of every clock. */
export async function openSetup(postgres: PostgresServer, nodes: number, speed: number): Promise<Setup> {
  const since = Date.now();
  const now = () => since + (Date.now() - since) * speed;
  const sandbox = await startSandbox({ now, aircall: { settings: { speed: 0, lateNotesSeconds: 0 } } });
  const databaseUrl = await postgres.create();
  const ports = await Promise.all(Array.from({ length: nodes }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "silent",
    AIRCALL_API_URL: sandbox.aircall.url,
    AIRCALL_DASHBOARD_URL: "https://dashboard.aircall.io",
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString("base64")}`,
  };
  // It runs no work. Connections are added through it.
  const services = await buildServices(configFrom(environment), { clock: now, log: createLogger("silent") });
  const workers: Program[] = [];
  const world = { sandbox, services, clock: { now, advance: () => undefined }, url: urls[0] ?? "" };
  return {
    sandbox,
    urls,
    databaseUrl,
    openShop: () => openShop({ ...world, settle: async () => undefined }, {}),
    async startWorkers() {
      const start = (port: number) => {
        const order: WorkerTask = { environment: { ...environment, PORT: String(port) }, since, speed };
        return startProgram("backlog-worker.ts", order);
      };
      workers.push(...(await Promise.all(ports.map(start))));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await services.close();
      await sandbox.close();
    },
  };
}
