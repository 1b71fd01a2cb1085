/**
 * The real service between both simulators, on real sockets, with a clock that the test advances and a queue that it
 * steps. A test file shares one world. Each test opens its own shop: an account, a company, a connection.
 */
import type { StartPageLinks } from "../../src/http/start-page.ts";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createServer } from "../../src/http/server.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices, type Overrides, type Services } from "../../src/services.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { embeddedImage } from "./embedded-image.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";
import { openShop, type Shop, type ShopOptions } from "./shop.ts";
import { freePort } from "./free-port.ts";

export interface World {
  sandbox: Sandbox;
  services: Services;
  clock: ManualClock;
  /** The service's URL. */
  url: string;
  openShop(options?: ShopOptions): Promise<Shop>;
  /** Works until nothing is due. Passes waits within `patienceMs` by advancing the clock. */
  settle(patienceMs?: number): Promise<void>;
  /** Longest wait for running work. */
  close(patienceMs?: number): Promise<void>;
}

export interface WorldOptions {
  /** Left out: the embedded database in memory. */
  store?: Store;
  /** For `useWorld`: the embedded database instead of PostgreSQL. */
  embedded?: boolean;
  /** For a store on a server, its URL. See postgres.ts. */
  databaseUrl?: string;
  /** Registers both OAuth apps with the simulators and links to their dashboards. */
  install?: boolean;
  /** Neither the sandbox nor an OAuth app: only API keys. */
  keysOnly?: boolean;
  /** Allowed requests per minute to the install endpoints. */
  floodLimit?: number;
  /** The built console. Without it `/` says that there is none. */
  consoleDir?: string;
  /** Of the sandbox's first page. */
  links?: StartPageLinks;
  /** Maintains connections automatically, as the service does. Otherwise only on request. */
  maintenance?: boolean;
  over?: Overrides;
}

/** An embedded database in memory, with its own key. */
export async function memoryStore({ empty = false } = {}): Promise<Store> {
  const database = await openPglite(null, empty ? undefined : await embeddedImage());
  const keys = [{ id: "test", bytes: new Uint8Array(32).fill(7) }];
  return { database, keys, alone: true, lock: null, close: () => database.close() };
}

const UNUSED_KEY = Buffer.alloc(32, 7).toString("base64");

export async function openWorld({
  store,
  databaseUrl,
  install = false,
  keysOnly = false,
  floodLimit = 10_000,
  consoleDir = "nowhere",
  links,
  maintenance = false,
  over = {},
}: WorldOptions = {}): Promise<World> {
  const clock = manualClock();
  const sandbox = await startSandbox({
    now: clock.now,
    aircall: { settings: { speed: 0, lateNotesSeconds: 0 } },
  });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  if (install) registerApps(sandbox, address);
  const config = configFrom({
    SANDBOX: keysOnly ? "0" : "1",
    PORT: String(port),
    ...(install ? APP_VARIABLES : {}),
    AIRCALL_API_URL: sandbox.aircall.url,
    AIRCALL_DASHBOARD_URL: install ? sandbox.aircall.url : "https://dashboard.aircall.io",
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    // Required beside the URL. The store's own key encrypts.
    ...(databaseUrl ? { DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: `test:${UNUSED_KEY}` } : {}),
  });
  const services = await buildServices(config, {
    clock: clock.now,
    log: createLogger("silent"),
    store: store ?? (await memoryStore()),
    maintainOnDemand: !maintenance,
    rateLimitPatienceMs: 0,
    sleep: async (ms) => clock.advance(ms),
    ...over,
  });
  const server = createServer({
    receive: services.receive,
    ready: async () => void (await services.database.query("select 1")),
    metrics: { metrics: services.metrics, token: null },
    links: links ?? null,
    install: { ...services.installing, clock: services.clock, floodLimit },
    api: services.admin,
    consoleDir,
    publicUrl: address,
    onError: () => undefined,
  });
  const url = await server.listen({ port, host: "127.0.0.1" });
  const settle = (patienceMs = 30_000) => settleWork(services, clock, patienceMs);
  return {
    sandbox,
    services,
    clock,
    url,
    settle,
    openShop: (options = {}) => openShop({ sandbox, services, clock, url, settle }, options),
    async close(patienceMs) {
      await server.close();
      await services.close(patienceMs);
      await sandbox.close();
    },
  };
}

/** The apps as registered with the vendors. The secrets are unique, so that a search finds them. */
export const APPS = {
  gorgias: { clientId: "gorgias-app", clientSecret: "gorgias-secret-d41d8cd98f00b204" },
  aircall: { clientId: "aircall-app", clientSecret: "aircall-secret-e9800998ecf8427e" },
};

export const APP_VARIABLES = {
  GORGIAS_CLIENT_ID: APPS.gorgias.clientId,
  GORGIAS_CLIENT_SECRET: APPS.gorgias.clientSecret,
  AIRCALL_CLIENT_ID: APPS.aircall.clientId,
  AIRCALL_CLIENT_SECRET: APPS.aircall.clientSecret,
};

export function registerApps({ gorgias, aircall }: Sandbox, address: string): void {
  gorgias.desk.apps.add({
    ...APPS.gorgias,
    appUrl: `${address}/install?account={gorgias_account}`,
    redirectUrls: [`${address}/oauth/gorgias/callback`],
  });
  aircall.phone.apps.add({
    ...APPS.aircall,
    installUri: `${address}/install/aircall`,
    redirectUri: `${address}/oauth/aircall/callback`,
  });
}

/** More batches than any test needs. Work that never ends is a failure. */
const MOST_ROUNDS = 400;

export async function settleWork(services: Services, clock: ManualClock, patienceMs: number): Promise<void> {
  const until = clock.now() + patienceMs;
  for (let generation = 0; generation < MOST_ROUNDS; generation += 1) {
    const { completed, failed } = await services.scheduler.step(services.run);
    if (completed + (await services.sweep()) > 0) continue;
    if (failed > 0 && clock.now() < until) {
      // Failed work is retried later, so time must pass.
      clock.advance(1_000);
      continue;
    }
    const [next] = await services.database.query<{ at: Date | null }>(`select min(due_at) as at from work_items`);
    const at = next?.at?.getTime();
    if (at === undefined || at > until) return;
    // Due work that did not start waits for capacity.
    clock.advance(Math.max(at <= clock.now() ? 250 : 0, at - clock.now()));
  }
  throw new Error("the work does not settle");
}
