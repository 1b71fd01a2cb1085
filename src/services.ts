/** The composition root: builds the service from its configuration. Tests and the sandbox may replace any part. */
import { deliveryReader } from "./aircall/deliveries.ts";
import { CALLS_LISTED_MS, MAX_CARD_BYTES } from "./aircall/vendor.ts";
import { caring, type Caring } from "./caring.ts";
import { adminServices, type AdminServices } from "./admin-services.ts";
import type { Config } from "./config.ts";
import { installing, type Installing } from "./installing.ts";
import type { ActivityLog } from "./domain/ports/activity.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { InstallStore } from "./domain/ports/install.ts";
import type { ConnectionStore, SubjectStore } from "./domain/ports/stores.ts";
import { systemClock, type Clock } from "./kit/clock.ts";
import { randomIds, type Ids } from "./kit/ids.ts";
import { createLogger, type Logger } from "./kit/logger.ts";
import type { LastSign } from "./kit/within.ts";
import { DOWNLOAD_TIMEOUTS, type DownloadTimeouts } from "./outbound/open-download.ts";
import { createRateLimiter } from "./rate-limit/limiter.ts";
import type { RateLimiter } from "./rate-limit/port.ts";
import { activityLog } from "./storage/activity.ts";
import { conversationDossiers } from "./storage/conversations.ts";
import { subjectStore } from "./storage/subjects.ts";
import { alertStore } from "./storage/alerts.ts";
import { careStore } from "./storage/care.ts";
import { databaseClock, timeOf, type DatabaseClock } from "./storage/database-clock.ts";
import { connectionStore } from "./storage/connections.ts";
import { openMetrics, type Metrics } from "./http/metrics.ts";
import type { Database } from "./storage/database.ts";
import { deskMemory } from "./storage/desk-memory.ts";
import { openInbox, type InboxHealth } from "./storage/inbox.ts";
import { migrate } from "./storage/migrate.ts";
import { nodeStore, type NodeStore } from "./storage/nodes.ts";
import { workQueries } from "./storage/metrics-queries.ts";
import { openStore, type Store } from "./storage/open-store.ts";
import { phoneIndex } from "./storage/phone-index.ts";
import { rateLimitStore } from "./storage/rate-limit/store.ts";
import { reachProbes } from "./storage/reach-probes.ts";
import { createSealer } from "./storage/seal.ts";
import { installStore } from "./storage/installs.ts";
import { revocationStore } from "./storage/revocations.ts";
import { tokenStore } from "./storage/tokens.ts";
import { threadIndex } from "./storage/threads.ts";
import { openScheduler, type WorkScheduler } from "./storage/work/scheduler.ts";
import type { Run } from "./storage/work/worker-pool.ts";
import { writeStore } from "./storage/writes.ts";
import { receiveDeliveries, type ReceiveDelivery } from "./sync/receive-delivery.ts";
import { replay } from "./sync/replay.ts";
import { sweep } from "./sync/sweep.ts";
import { runWork, type RunWorkDeps } from "./sync/run-work.ts";
import { transferSlots } from "./sync/transfer-slots.ts";
import { helpDesks, linksTo, oauthApps, phoneSystems, RATE_LIMITS, setups, type VendorDeps } from "./vendors.ts";

export interface Services {
  config: Config;
  log: Logger;
  database: Database;
  connections: ConnectionStore;
  installs: InstallStore;
  subjects: SubjectStore;
  setup: OpenSetup;
  activity: ActivityLog;
  installing: Installing;
  admin: AdminServices;
  receive: ReceiveDelivery;
  replay(account: string, subject: string, by?: string): Promise<boolean>;
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
  sweep(): Promise<number>;
  care: Caring;
  metrics: Metrics;
  store: Store;
  close(patienceMs?: number): Promise<void>;
}

/** Replacements for tests and the sandbox. */
export interface Overrides {
  clock?: Clock;
  ids?: Ids;
  log?: Logger;
  fetch?: typeof fetch;
  store?: Store;
  rateLimiter?: RateLimiter;
  rateLimitPatienceMs?: number;
  sleep?: (ms: number) => Promise<void>;
  /** Time limits of downloads. */
  mediaTimeouts?: DownloadTimeouts;
  /** Maintains connections only on request. */
  careOnDemand?: boolean;
}

/** What everything else stands on: the database, the scheduler, and the rate limiter. */
async function openGround(config: Config, over: Overrides) {
  const log = over.log ?? createLogger(config.logLevel);
  const onBroken = (error: Error) => log.warn({ err: error }, "a database connection broke");
  const store = over.store ?? (await openStore(config, onBroken));
  const { database } = store;
  await migrate(database);
  const machineClock = over.clock ?? systemClock;
  const sharedClock = databaseClock(machineClock);
  await sharedClock.look(() => timeOf(database));
  // The embedded database uses this machine's clock.
  const clock = over.clock ?? (store.alone ? systemClock : sharedClock.now);
  await careStore(database).doubtAfterGap(clock());
  const scheduler = openScheduler(database, { backend: config.databaseBackend }, clock, log);
  // No other process can be working on this database: its leases were left by a process that died.
  if (store.alone) await scheduler.freeLeases();
  const sleep = over.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const rateLimits = rateLimitStore(database, RATE_LIMITS);
  const patienceMs = over.rateLimitPatienceMs ?? 1_000;
  const rateLimiter = over.rateLimiter ?? createRateLimiter({ store: rateLimits, clock, sleep, patienceMs });
  const lastSign = database.answeredAt;
  const metrics = openMetrics({ work: workQueries(database), clock, skewMs: sharedClock.skewMs, lastSign });
  const { mediaTimeouts = DOWNLOAD_TIMEOUTS } = over;
  const media = { mediaTimeouts, slots: transferSlots(TRANSFERS) };
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

const NO_CARE = { takeDue: async () => [], stopRefused: async () => undefined };

/** Both vendors, and the credentials of each connection. */
function openOutside(config: Config, ground: Ground) {
  const { database, store, clock, log } = ground;
  const sealer = createSealer(store.keys);
  const connections = connectionStore(database, sealer, clock);
  const installs = installStore(database, sealer);
  const probes = reachProbes(database, sealer);
  const outward: VendorDeps = { config, ...ground };
  const apps = oauthApps(outward);
  const kept = { connections, tokens: tokenStore(database, sealer), installs, alerts: alertStore(database) };
  const setup = setups(outward);
  const hurry = (connectionId: string) => careStore(database).hurry(connectionId, clock());
  const revocations = revocationStore(database, sealer);
  const fresh = { ...kept, revocations, gorgias: apps.gorgias, setup, hurry, clock, log };
  return {
    ...apps,
    connections,
    installs,
    probes,
    revocations,
    fresh,
    setup,
    desks: helpDesks(outward, fresh),
    phones: phoneSystems(outward, connections, hurry),
  };
}

type Ground = Awaited<ReturnType<typeof openGround>>;

/** The stores of a run. */
function turnStores({ database, scheduler: { notifyMarked } }: Pick<Ground, "database" | "scheduler">) {
  return {
    writes: writeStore(database),
    memory: deskMemory(database),
    index: phoneIndex(database),
    subjects: subjectStore(database, notifyMarked),
    conversations: conversationDossiers(database),
    threads: threadIndex(database),
  };
}

export async function buildServices(config: Config, over: Overrides = {}): Promise<Services> {
  const ground = await openGround(config, over);
  const { clock, store, database, scheduler, rateLimits } = ground;
  const inbox = openInbox(database, scheduler);
  const outside = openOutside(config, ground);
  const { connections, setup, desks, phones } = outside;
  const stores = turnStores(ground);
  const { subjects } = stores;
  const reader = deliveryReader;
  const compare = { subjects, inbox, reader, phones, callsListedMs: CALLS_LISTED_MS, clock };
  const { memory } = stores;
  const care = caring({ config, ...ground, ...outside, memory, compare });
  const deps: RunWorkDeps = {
    ...stores,
    ...ground,
    ...care,
    ...compare,
    desks,
    endTransfer: scheduler.endTransfer,
    links: linksTo(config),
    maxCardBytes: MAX_CARD_BYTES,
  };
  const installation = installing({ config, ...ground, ...outside, subjects, memory });
  const swept = { caring: over.careOnDemand ? NO_CARE : care, scheduler, room: rateLimits.capacity };
  const replayOne: Services["replay"] = (...asked) => replay({ ...deps, connections }, ...asked);
  return {
    ...ground,
    config,
    connections,
    installs: outside.installs,
    subjects,
    setup,
    activity: activityLog(database),
    installing: installation,
    admin: adminServices({ config, database, connections, installation, desks, memory, replay: replayOne, clock }),
    receive: receiveDeliveries({ connections, reader: deliveryReader, inbox, ...ground }),
    replay: replayOne,
    inbox,
    run: (work) => runWork(deps, work),
    sweep: () => sweep(swept),
    care,
    async close(patienceMs = 8_000) {
      await scheduler.rest(patienceMs);
      await store.close();
    },
  };
}
