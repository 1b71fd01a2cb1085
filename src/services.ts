/** The only file that knows every adapter: builds the service from its configuration, with anything replaced on demand. */
import { deliveryReader } from "./aircall/deliveries.ts";
import { adminServices, type AdminServices } from "./admin-services.ts";
import type { Config } from "./config.ts";
import { installing, type Installing } from "./installing.ts";
import type { ActivityLog } from "./domain/ports/activity.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import { systemClock, type Clock } from "./kit/clock.ts";
import { randomIds, type Ids } from "./kit/ids.ts";
import { createLogger, type Logger } from "./kit/logger.ts";
import { createGate, type Gate } from "./outbound/gate.ts";
import { activityLog } from "./storage/activity.ts";
import { budgetStore } from "./storage/budgets.ts";
import { callStore } from "./storage/calls.ts";
import { connectionStore } from "./storage/connections.ts";
import type { Database } from "./storage/database.ts";
import { deskMemory } from "./storage/desk-memory.ts";
import { openInbox, type UnreadDeliveries } from "./storage/inbox.ts";
import { startJobQueue, type JobQueue } from "./storage/job-queue.ts";
import { migrate } from "./storage/migrate.ts";
import { openStore, type Store } from "./storage/open-store.ts";
import { phoneIndex } from "./storage/phone-index.ts";
import { createSealer } from "./storage/seal.ts";
import { installStore, tokenStore } from "./storage/installs.ts";
import { writeStore } from "./storage/writes.ts";
import { carryMedia } from "./sync/carry-media.ts";
import { receiveDeliveries, type ReceiveDelivery } from "./sync/receive-delivery.ts";
import { replayCall } from "./sync/replay-call.ts";
import { sweep } from "./sync/sweep.ts";
import { syncCall, type SyncDeps } from "./sync/sync-call.ts";
import { helpDesks, oauthApps, phoneSystems, setups, type VendorDeps } from "./vendors.ts";

export interface Services {
  config: Config;
  log: Logger;
  database: Database;
  connections: ConnectionStore;
  setup: OpenSetup;
  activity: ActivityLog;
  installing: Installing;
  admin: AdminServices;
  receive: ReceiveDelivery;
  replay(account: string, callId: string): Promise<boolean>;
  queue: JobQueue;
  inbox: UnreadDeliveries;
  ids: Ids;
  clock: Clock;
  /** Does one job of the queue. */
  handle(job: Parameters<Parameters<JobQueue["work"]>[0]>[0]): Promise<void>;
  sweep(): Promise<number>;
  store: Store;
  close(patienceMs?: number): Promise<void>;
}

/** What a test or the sandbox may put in the place of the real thing. */
export interface Overrides {
  clock?: Clock;
  ids?: Ids;
  log?: Logger;
  fetch?: typeof fetch;
  store?: Store;
  gate?: Gate;
  gatePatienceMs?: number;
  sleep?: (ms: number) => Promise<void>;
}

/** What everything else stands on: the database, its queue, and the gate to the outside. */
async function openGround(config: Config, over: Overrides) {
  const log = over.log ?? createLogger(config.logLevel);
  const clock = over.clock ?? systemClock;
  const onBroken = (error: Error) => log.warn({ err: error }, "a database connection broke");
  const store = over.store ?? (await openStore(config, onBroken));
  const { database } = store;
  await migrate(database);
  const { databaseUrl, databaseBackend: backend } = config;
  const queue = await startJobQueue(database, { backend, databaseUrl: store.alone ? null : databaseUrl }, log);
  // Nobody else can be working on this database: what is under way there was left by a process that died.
  if (store.alone) await queue.releaseAbandoned();
  const sleep = over.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const budgets = budgetStore(database);
  const gate = over.gate ?? createGate({ budgets, clock, sleep, patienceMs: over.gatePatienceMs ?? 1_000 });
  return { log, clock, ids: over.ids ?? randomIds, store, database, queue, gate, fetch: over.fetch ?? fetch };
}

export async function buildServices(config: Config, over: Overrides = {}): Promise<Services> {
  const ground = await openGround(config, over);
  const { log, clock, ids, store, database, queue } = ground;
  const inbox = openInbox(database, queue);
  const sealer = createSealer(store.keys);
  const connections = connectionStore(database, sealer);
  const outward: VendorDeps = { config, ...ground };
  const { gorgias, aircall } = oauthApps(outward);
  const installs = installStore(database, sealer);
  const setup = setups(outward);
  const fresh = { connections, tokens: tokenStore(database, sealer), installs, gorgias, clock };
  const desks = helpDesks(outward, fresh);
  const deps: SyncDeps = {
    writes: writeStore(database),
    memory: deskMemory(database),
    index: phoneIndex(database),
    calls: callStore(database),
    jobs: queue,
    reader: deliveryReader,
    desks,
    phones: phoneSystems(outward, connections),
    dashboardUrl: config.dashboardUrl,
    ids,
    clock,
    log,
  };
  const { calls } = deps;
  const installation = installing({ config, ...ground, gorgias, aircall, installs, setup, connections, calls });
  const replay: Services["replay"] = (account, callId) => replayCall({ ...deps, connections }, account, callId);
  return {
    config,
    log,
    database,
    connections,
    setup,
    activity: activityLog(database),
    installing: installation,
    admin: adminServices({ config, database, connections, installation, desks, memory: deps.memory, replay, clock }),
    receive: receiveDeliveries({ connections, reader: deliveryReader, inbox, clock }),
    replay,
    queue,
    inbox,
    ids,
    clock,
    handle: (job) => (job.queue === "call" ? syncCall(deps, job.connectionId, job.callId) : carryMedia(deps, job)),
    sweep: () => sweep({ calls: deps.calls, inbox, jobs: queue, clock }),
    store,
    async close(patienceMs = 8_000) {
      await queue.stop(patienceMs);
      await store.close();
    },
  };
}
