/** Everything that one simulation consists of: virtual time, both simulators, the database, the nodes, the companies. */
import { openAsBlob } from "node:fs";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom, type Config } from "../../src/config.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { seeded, type Seeded } from "../chaos/seeded.ts";
import { APP_VARIABLES, registerApps } from "../helpers/world.ts";
import { makeEmbeddedImage } from "../helpers/make-embedded-image.ts";
import { openConditions, type Conditions } from "./conditions.ts";
import { openBrowserFetch } from "./browser-fetch.ts";
import { openInlet, type Inlet } from "./inlet.ts";
import { createKernel, type Kernel } from "./kernel.ts";
import { watchLogs, type LogWatch } from "./log-watch.ts";
import { startMaintenance } from "./maintenance.ts";
import { openNode, type Node } from "./node.ts";
import { openSimulatedPostgres } from "./postgres-database.ts";
import { openPreparedDatabase } from "./prepared-database.ts";
import { openTrace, type Trace } from "./trace.ts";
import { quietUntil } from "./quiet-until.ts";
import { virtualizeProcess } from "./virtual-process.ts";
import { watchVendors, type VendorWatch } from "./vendor-watch.ts";

/** A Monday at midnight, in UTC. */
export const START = Date.UTC(2026, 2, 2);

export const SERVICE_URL = "https://service.test";
const WEBHOOKS = `${SERVICE_URL}/webhooks/`;
const AIRCALL_URL = "https://aircall.test";
const GORGIAS_URL = "https://gorgias.test";

export interface World {
  kernel: Kernel;
  random: Seeded;
  sandbox: Sandbox;
  database: Database;
  conditions: Conditions;
  inlet: Inlet;
  nodes: readonly Node[];
  trace: Trace;
  watch: VendorWatch;
  logs: LogWatch;
}

export interface WorldOptions {
  seed: number;
  nodes: number;
  /** A PostgreSQL database with every migration. The embedded database where it is missing. */
  databaseUrl?: string | undefined;
  onTrace?(line: string): void;
}

/** Approvals need no click, and tokens end several times a day. */
const GORGIAS_SETTINGS = { keepBytes: 0, consent: "approve", accessTokenTtlSeconds: 3 * 3_600 } as const;

/** Takes over the process. See virtual-process.ts. */
export async function openWorld({ seed, nodes: count, databaseUrl, onTrace }: WorldOptions): Promise<World> {
  const random = seeded(seed);
  const kernel = createKernel({ start: START, quietUntil: (lookedAt) => quietUntil(database, lookedAt) });
  const database = await openDatabase(databaseUrl, kernel.now);
  virtualizeProcess(kernel, random.fork("process"));
  const sandbox = await startSandbox({
    now: kernel.now,
    gorgias: { origin: GORGIAS_URL, settings: GORGIAS_SETTINGS, random: random.fork("gorgias").next },
    aircall: {
      origin: AIRCALL_URL,
      settings: { speed: 1, keepEventsWhileDisabled: true, lateNotesSeconds: 0, webhookUrls: "any", cardLinks: "any" },
      random: random.fork("aircall").next,
    },
  });
  registerApps(sandbox, SERVICE_URL);
  const trace = openTrace(onTrace);
  const conditions = openConditions(random.fork("conditions"));
  const watch = watchVendors(sandbox, kernel.now);
  const logs = watchLogs(sandbox);
  const outside = { kernel, sandbox, conditions, trace, watch, random: random.fork("latency") };
  const config = simulatedConfig();
  const nodes = Array.from({ length: count }, (_, index) =>
    openNode({ ...outside, logs, database, config, name: `node-${index + 1}` }),
  );
  const inlet = openInlet({ kernel, nodes, conditions, random: random.fork("inlet") });
  const browse = openBrowserFetch({ kernel, sandbox, nodes, random: random.fork("browsers") });
  globalThis.fetch = (input, init) => (String(input).startsWith(WEBHOOKS) ? inlet.fetch : browse)(input, init);
  startMaintenance(kernel, nodes, random.fork("maintenance"));
  return { kernel, random, sandbox, database, conditions, inlet, nodes, trace, watch, logs };
}

/** Without a URL, the embedded one. */
async function openDatabase(url: string | undefined, now: () => number): Promise<Database> {
  if (url !== undefined) return openSimulatedPostgres(url, now);
  const database = await openPreparedDatabase(await openAsBlob(await makeEmbeddedImage()));
  await migrate(database);
  return database;
}

function simulatedConfig(): Config {
  return configFrom({
    SANDBOX: "1",
    LOG_LEVEL: "silent",
    ...APP_VARIABLES,
    PUBLIC_URL: SERVICE_URL,
    AIRCALL_API_URL: AIRCALL_URL,
    GORGIAS_URL: `${GORGIAS_URL}/{account}`,
    MEDIA_HOSTS: new URL(AIRCALL_URL).host,
  });
}
