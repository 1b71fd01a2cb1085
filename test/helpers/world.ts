/**
 * The real service between both little vendors, on real sockets, with a clock that the test moves and a queue that it
 * steps. One world serves a test file; each test opens a shop of its own in it: an account, a company, a connection.
 */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createServer } from "../../src/http/server.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices, type Overrides, type Services } from "../../src/services.ts";
import { openPglite } from "../../src/storage/open-pglite.ts";
import type { Store } from "../../src/storage/open-store.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";
import { openShop, type Shop, type ShopOptions } from "./shop.ts";

export interface World {
  sandbox: Sandbox;
  services: Services;
  clock: ManualClock;
  /** Where the service listens. */
  url: string;
  openShop(options?: ShopOptions): Promise<Shop>;
  /** Works until nothing is due; waits that end within `patienceMs` are waited for by moving the clock. */
  settle(patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  store?: Store;
  over?: Overrides;
}

/** An embedded database in memory, with a key of its own. */
export async function memoryStore(): Promise<Store> {
  const database = await openPglite(null);
  const keys = [{ id: "test", bytes: new Uint8Array(32).fill(7) }];
  return { database, keys, alone: true, lock: null, close: () => database.close() };
}

export async function openWorld({ store, over = {} }: WorldOptions = {}): Promise<World> {
  const clock = manualClock();
  const sandbox = await startSandbox({
    now: clock.now,
    aircall: { settings: { speed: 0, lateNotesSeconds: 0 } },
  });
  const config = configFrom({
    SANDBOX: "1",
    AIRCALL_API_URL: sandbox.aircall.url,
    AIRCALL_DASHBOARD_URL: "https://dashboard.aircall.io",
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
  });
  const services = await buildServices(config, {
    clock: clock.now,
    log: createLogger("silent"),
    store: store ?? (await memoryStore()),
    gatePatienceMs: 0,
    ...over,
  });
  const server = createServer({
    receive: services.receive,
    ready: async () => void (await services.database.query("select 1")),
    links: null,
    onError: () => undefined,
  });
  const url = await server.listen({ port: 0, host: "127.0.0.1" });
  const settle = (patienceMs = 30_000) => settleWork(services, clock, patienceMs);
  return {
    sandbox,
    services,
    clock,
    url,
    settle,
    openShop: (options = {}) => openShop({ sandbox, services, clock, url, settle }, options),
    async close() {
      await server.close();
      await services.close();
      await sandbox.close();
    },
  };
}

/** A world for the whole file, closed at its end. After each test Gorgias must have nothing to send to anybody. */
export function useWorld(options: () => Promise<WorldOptions> = async () => ({})): { readonly it: World } {
  let world: World | undefined;
  beforeAll(async () => {
    world = await openWorld(await options());
  });
  afterEach(() => {
    const { desk } = the(world).sandbox.gorgias;
    for (const { account } of desk.accounts()) expect(desk.outbox(account), `outbox of ${account}`).toEqual([]);
  });
  afterAll(() => world?.close());
  return {
    get it() {
      return the(world);
    },
  };
}

function the(world: World | undefined): World {
  if (!world) throw new Error("the world is not open yet");
  return world;
}

/** More rounds than any test needs: work that never ends is a failure. */
const MOST_ROUNDS = 400;

async function settleWork(services: Services, clock: ManualClock, patienceMs: number): Promise<void> {
  const until = clock.now() + patienceMs;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const done = (await services.queue.step(services.handle)) + (await services.sweep());
    if (done > 0) continue;
    const [next] = await services.database.query<{ at: Date | null }>(`select min(wake_at) as at from calls`);
    const at = next?.at?.getTime();
    if (at === undefined || at > until) return;
    clock.advance(Math.max(0, at - clock.now()));
  }
  throw new Error("the work does not settle");
}
