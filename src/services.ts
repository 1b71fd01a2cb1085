/** The composition root: builds the service from its configuration. Tests and the sandbox may replace any part. */
import { deliveryReader } from "./aircall/deliveries.ts";
import { CALLS_LISTED_MS, MAX_CARD_BYTES } from "./aircall/vendor.ts";
import { maintenanceOf, type Maintenance } from "./maintenance.ts";
import { adminServices, type AdminServices } from "./admin-services.ts";
import type { Config } from "./config.ts";
import { installing, type Installing } from "./installing.ts";
import type { ActivityLog } from "./domain/ports/activity.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { InstallStore } from "./domain/ports/install.ts";
import type { ConnectionStore, ActivityStore } from "./domain/ports/stores.ts";
import { systemClock, type Clock } from "./kit/clock.ts";
import { randomIds, type Ids } from "./kit/ids.ts";
import { createLogger, type Logger } from "./kit/logger.ts";
import type { LastSign } from "./kit/within.ts";
import { DOWNLOAD_TIMEOUTS, openDownload, type DownloadTimeouts } from "./outbound/open-download.ts";
import { createRateLimiter } from "./rate-limit/limiter.ts";
import type { RateLimiter } from "./rate-limit/port.ts";
import { activityLog } from "./storage/activity/activity.ts";
import { conversationSnapshots } from "./storage/activity/conversations.ts";
import { activityStore } from "./storage/activity/activity-store.ts";
import { alertStore } from "./storage/admin/alerts.ts";
import { maintenanceStore } from "./storage/connection/maintenance.ts";
import { databaseClock, timeOf, type DatabaseClock } from "./storage/db/database-clock.ts";
import { connectionStore } from "./storage/connection/connections.ts";
import { openMetrics, type Metrics } from "./http/metrics.ts";
import type { Database } from "./storage/db/database.ts";
import { helpDeskCache } from "./storage/activity/help-desk-cache.ts";
import { openInbox, type InboxHealth } from "./storage/activity/inbox.ts";
import { migrate } from "./storage/db/migrate.ts";
import { nodeStore, type NodeStore } from "./storage/db/nodes.ts";
import { workQueries } from "./storage/admin/metrics-queries.ts";
import { openStore, type Store } from "./storage/db/open-store.ts";
import { ticketMemory } from "./storage/activity/ticket-memory.ts";
import { phoneIndex } from "./storage/activity/phone-index.ts";
import { rateLimitStore } from "./storage/rate-limit/store.ts";
import { reachProbes } from "./storage/connection/reach-probes.ts";
import { createSealer } from "./storage/connection/seal.ts";
import { installStore } from "./storage/connection/installs.ts";
import { revocationStore } from "./storage/connection/revocations.ts";
import { tokenStore } from "./storage/connection/tokens.ts";
import { threadIndex } from "./storage/activity/threads.ts";
import { openScheduler, type WorkScheduler } from "./storage/work/scheduler.ts";
import type { Run } from "./storage/work/worker-pool.ts";
import { writeStore } from "./storage/activity/writes.ts";
import { receiveDeliveries, type ReceiveDelivery } from "./sync/receive-delivery.ts";
import { replay } from "./sync/replay.ts";
import { sweep } from "./sync/sweep.ts";
import { runWork, type RunWorkDeps } from "./sync/run-work.ts";
import { transferSlots } from "./sync/files/transfer-slots.ts";
import { sending } from "./sending.ts";
import { helpDesks, linksTo, oauthApps, phoneSystems, RATE_LIMITS, setups, type VendorDeps } from "./vendors.ts";

export interface Services {
  config: Config;
  log: Logger;
  database: Database;
  connections: ConnectionStore;
  installs: InstallStore;
  activities: ActivityStore;
  setup: OpenSetup;
  activity: ActivityLog;
  installing: Installing;
  admin: AdminServices;
  receive: ReceiveDelivery;
  replay(account: string, activityId: string, by?: string): Promise<boolean>;
  scheduler: WorkScheduler;
  inbox: InboxHealth;
  ids: Ids;
  /** The time that all nodes share. */
  clock: Clock;
  /** This machine's clock. */
  machineClock: Clock;
  sharedClock: DatabaseClock;
  nodes: NodeStore;
  /** The database's last sign of life. Undefined for the embedded database, which is this process. */
  lastSign: LastSign | undefined;
  /** Runs one work item. */
  run: Run;
  /** `maintained`: also finds connections whose maintenance is due. By default it does unless that is on demand. */
  sweep(maintained?: boolean): Promise<number>;
  maintenance: Maintenance;
  metrics: Metrics;
  store: Store;
  close(patienceMs?: number): Promise<void>;
}

/** Replacements for tests and the sandbox. */
export interface Overrides {
  clock?: Clock;
  /** This machine's clock, where the nodes still share the time of the database. */
  machineClock?: Clock;
  ids?: Ids;
  log?: Logger;
  fetch?: typeof fetch;
  store?: Store;
  rateLimiter?: RateLimiter;
  rateLimitPatienceMs?: number;
  sleep?: (ms: number) => Promise<void>;
  mediaTimeouts?: DownloadTimeouts;
  download?: typeof openDownload;
  maintainOnDemand?: boolean;
}

/** What everything else stands on: the database, the scheduler, and the rate limiter. */
async function openFoundation(config: Config, over: Overrides) {
  const log = over.log ?? createLogger(config.logLevel);
  const onBroken = (error: Error) => log.warn({ err: error }, "a database connection broke");
  const store = over.store ?? (await openStore(config, onBroken));
  const { database } = store;
  await migrate(database);
  const machineClock = over.machineClock ?? over.clock ?? systemClock;
  const sharedClock = databaseClock(machineClock);
  await sharedClock.look(() => timeOf(database));
  // The embedded database uses this machine's clock.
  const clock = over.clock ?? (store.alone ? systemClock : sharedClock.now);
  await maintenanceStore(database).doubtAfterGap(clock());
  const scheduler = openScheduler(database, { backend: config.databaseBackend }, clock, log);
  // No other process can be working on this database: its leases were left by a process that died.
  if (store.alone) await scheduler.freeLeases();
  const sleep = over.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const rateLimits = rateLimitStore(database, RATE_LIMITS);
  const patienceMs = over.rateLimitPatienceMs ?? 1_000;
  const rateLimiter = over.rateLimiter ?? createRateLimiter({ store: rateLimits, clock, sleep, patienceMs });
  const lastSign = database.answeredAt;
  const metrics = openMetrics({ work: workQueries(database), clock, skewMs: sharedClock.skewMs, lastSign });
  const { mediaTimeouts = DOWNLOAD_TIMEOUTS, download = openDownload } = over;
  const media = { mediaTimeouts, download, slots: transferSlots(TRANSFERS) };
  const outer = { fetch: over.fetch ?? fetch, meter: metrics.meter, lastSign, ...media };
  const clocks = { clock, machineClock, sharedClock, nodes: nodeStore(database) };
  return {
    log,
    ...clocks,
    ids: over.ids ?? randomIds,
    store,
    database,
    scheduler,
    rateLimits,
    rateLimiter,
    metrics,
    ...outer,
  };
}

/** Concurrent file transfers of a process. One connection has at most half of them. */
const TRANSFERS = 8;

const NO_WORK = { takeDue: async () => [], stopRefused: async () => undefined };

/** Both vendors, and the credentials of each connection. */
function openOutside(config: Config, foundation: Foundation) {
  const { database, store, clock, log } = foundation;
  const sealer = createSealer(store.keys);
  const connections = connectionStore(database, sealer, clock);
  const installs = installStore(database, sealer);
  const probes = reachProbes(database, sealer);
  const outward: VendorDeps = { config, ...foundation };
  const apps = oauthApps(outward);
  const kept = { connections, tokens: tokenStore(database, sealer), installs, alerts: alertStore(database) };
  const setup = setups(outward);
  const hurry = (connectionId: string) => maintenanceStore(database).hurry(connectionId, clock());
  const revocations = revocationStore(database, sealer);
  const fresh = { ...kept, revocations, gorgias: apps.gorgias, setup, hurry, clock, log };
  return {
    ...apps,
    sealer,
    connections,
    installs,
    probes,
    revocations,
    fresh,
    setup,
    helpDesks: helpDesks(outward, fresh),
    phones: phoneSystems(outward, connections, hurry),
  };
}

type Foundation = Awaited<ReturnType<typeof openFoundation>>;

function runStores({ database, scheduler: { notifyMarked } }: Pick<Foundation, "database" | "scheduler">) {
  return {
    writes: writeStore(database),
    memory: helpDeskCache(database),
    index: phoneIndex(database),
    ticketMemory: ticketMemory(database),
    activities: activityStore(database, notifyMarked),
    conversations: conversationSnapshots(database),
    threads: threadIndex(database),
  };
}

export async function buildServices(config: Config, over: Overrides = {}): Promise<Services> {
  const foundation = await openFoundation(config, over);
  const { clock, store, database, scheduler, rateLimits } = foundation;
  const inbox = openInbox(database, scheduler);
  const outside = openOutside(config, foundation);
  const { connections, setup, helpDesks, phones } = outside;
  const stores = runStores(foundation);
  const { activities, memory } = stores;
  const reader = deliveryReader;
  const compare = { activities, inbox, reader, phones, callsListedMs: CALLS_LISTED_MS, clock };
  const maintenance = maintenanceOf({ config, ...foundation, ...outside, ...stores, compare });
  const { webhooks, deliverEvent } = sending({ config, ...foundation, sealer: outside.sealer });
  const deps: RunWorkDeps = {
    ...stores,
    ...foundation,
    ...maintenance,
    ...compare,
    helpDesks,
    endTransfer: scheduler.endTransfer,
    deliverEvent,
    links: linksTo(config),
    maxCardBytes: MAX_CARD_BYTES,
  };
  const installation = installing({ config, ...foundation, ...outside, activities, memory });
  const swept = { scheduler, room: rateLimits.capacity };
  const replayOne: Services["replay"] = (...asked) => replay({ ...deps, connections }, ...asked);
  return {
    ...foundation,
    config,
    connections,
    installs: outside.installs,
    activities,
    setup,
    activity: activityLog(database),
    installing: installation,
    admin: adminServices({ config, ...foundation, ...outside, webhooks, installation, memory, replay: replayOne }),
    receive: receiveDeliveries({ connections, reader: deliveryReader, inbox, ...foundation }),
    replay: replayOne,
    inbox,
    run: (work) => runWork(deps, work),
    sweep: (maintained = !over.maintainOnDemand) =>
      sweep({ ...swept, maintenanceOf: maintained ? maintenance : NO_WORK }),
    maintenance,
    async close(patienceMs = 8_000) {
      await scheduler.rest(patienceMs);
      await store.close();
    },
  };
}
