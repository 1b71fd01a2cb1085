/** The only file that knows every adapter: builds the service from its configuration, with anything replaced on demand. */
import { openAircall } from "./aircall/phone-system.ts";
import { companySetup } from "./aircall/company-setup.ts";
import { deliveryReader } from "./aircall/deliveries.ts";
import type { Config } from "./config.ts";
import { authorizationOf } from "./domain/connection.ts";
import type { ActivityLog } from "./domain/ports/activity.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { OpenPhoneSystem } from "./domain/ports/phone-system.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import { openGorgias } from "./gorgias/help-desk.ts";
import { whoIsAt } from "./gorgias/who-is-at.ts";
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
import { writeStore } from "./storage/writes.ts";
import { carryMedia } from "./sync/carry-media.ts";
import { receiveDeliveries, type ReceiveDelivery } from "./sync/receive-delivery.ts";
import { replayCall } from "./sync/replay-call.ts";
import { sweep } from "./sync/sweep.ts";
import { syncCall, type SyncDeps } from "./sync/sync-call.ts";

export interface Services {
  config: Config;
  log: Logger;
  database: Database;
  connections: ConnectionStore;
  setup: OpenSetup;
  activity: ActivityLog;
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

export async function buildServices(config: Config, over: Overrides = {}): Promise<Services> {
  const log = over.log ?? createLogger(config.logLevel);
  const clock = over.clock ?? systemClock;
  const ids = over.ids ?? randomIds;
  const store =
    over.store ?? (await openStore(config, (error) => log.warn({ err: error }, "a database connection broke")));
  const { database } = store;
  await migrate(database);
  const { databaseUrl, databaseBackend: backend } = config;
  const queue = await startJobQueue(database, { backend, databaseUrl: store.alone ? null : databaseUrl }, log);
  // Nobody else can be working on this database: what is under way there was left by a process that died.
  if (store.alone) await queue.releaseAbandoned();
  const inbox = openInbox(database, queue);
  const connections = connectionStore(database, createSealer(store.keys));
  const sleep = over.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const gate =
    over.gate ?? createGate({ budgets: budgetStore(database), clock, sleep, patienceMs: over.gatePatienceMs ?? 1_000 });
  const outward: Outward = { config, gate, clock, connections, fetch: over.fetch ?? fetch };
  const deps: SyncDeps = {
    writes: writeStore(database),
    memory: deskMemory(database),
    index: phoneIndex(database),
    calls: callStore(database),
    jobs: queue,
    reader: deliveryReader,
    desks: helpDesks(outward),
    phones: phoneSystems(outward),
    dashboardUrl: config.dashboardUrl,
    ids,
    clock,
    log,
  };
  return {
    config,
    log,
    database,
    connections,
    setup: setups(outward),
    activity: activityLog(database),
    receive: receiveDeliveries({ connections, reader: deliveryReader, inbox, clock }),
    replay: (account, callId) => replayCall({ ...deps, connections }, account, callId),
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

interface Outward {
  config: Config;
  gate: Gate;
  clock: Clock;
  fetch: typeof fetch;
  connections: ConnectionStore;
}

function helpDesks({ config, connections, ...outbound }: Outward): OpenHelpDesk {
  const deps = { ...outbound, gorgiasUrl: config.gorgiasUrl };
  return async (connectionId, lane) => {
    const { account, credential } = await connections.credential(connectionId, "gorgias");
    return openGorgias(deps, { connectionId, account, authorization: authorizationOf(credential), lane });
  };
}

function phoneSystems({ config, connections, ...outbound }: Outward): OpenPhoneSystem {
  const deps = { ...outbound, aircallApiUrl: config.aircallApiUrl, mediaHosts: config.mediaHosts };
  return async (connectionId) => {
    const { account, credential } = await connections.credential(connectionId, "aircall");
    return openAircall(deps, { connectionId, account, authorization: authorizationOf(credential) });
  };
}

/** A connection that is not stored yet has no budget; joining it takes a handful of requests. */
function setups({ config, ...outbound }: Outward): OpenSetup {
  const gate: Gate = { pass: async () => undefined, report: async () => undefined };
  const deps = { ...outbound, gate, gorgiasUrl: config.gorgiasUrl, aircallApiUrl: config.aircallApiUrl };
  return {
    company: (connectionId, account, credential) =>
      companySetup(deps, { connectionId, account, authorization: authorizationOf(credential) }),
    whoIsAt: (connectionId, account, credential) =>
      whoIsAt(deps, { connectionId, account, authorization: authorizationOf(credential), lane: "catch-up" }),
  };
}
