/** A node of the service: it starts, receives deliveries, works, crashes, and starts again on the same database. */
import type { Config } from "../../src/config.ts";
import { createServer } from "../../src/http/server.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { startHeartbeat } from "../../src/run/heartbeat.ts";
import { startWork } from "../../src/run/start-work.ts";
import { buildServices, type Services } from "../../src/services.ts";
import type { Database } from "../../src/storage/db/database.ts";
import type { LogWatch } from "./log-watch.ts";
import { answerInProcess, type PlainRequest } from "./in-process-fetch.ts";
import { mortalDatabase } from "./mortal-database.ts";
import { beginLife, type Mortal } from "./mortal.ts";
import { openOutside, type OutsideParts } from "./outside.ts";

export interface Node {
  readonly name: string;
  /** How far its machine's clock is ahead of the true time. */
  skewMs: number;
  isReady(): boolean;
  /** The services of the life that is under way. */
  services(): Services;
  /** Null where the node dies over it. */
  answer(request: PlainRequest): Promise<Response | null>;
  /** A sweep of the service with maintenance. The usual sweep is without it. */
  maintain(): void;
  start(): Promise<void>;
  crash(): void;
  /** Why it did not start. */
  readonly failures: string[];
}

export interface NodeParts extends OutsideParts {
  logs: LogWatch;
  database: Database;
  config: Config;
  name: string;
}

const KEYS = [{ id: "simulation", bytes: new Uint8Array(32).fill(7) }];
const LONGEST_STATEMENT_MS = 4;
const LONGEST_REQUEST_MS = 150;
/** In a minute. More than admins make. */
const MOST_INSTALLS = 1_000;

interface Running {
  life: Mortal;
  services: Services;
  server: ReturnType<typeof createServer>;
}

export function openNode(parts: NodeParts): Node {
  const { kernel, conditions, random, name } = parts;
  let running: Running | null = null;
  const node: Node = {
    name,
    skewMs: 0,
    failures: [],
    isReady: () => running !== null && !running.life.isDead,
    services() {
      if (!running) throw new Error(`${name} does not run`);
      return running.services;
    },
    async answer(request) {
      if (!running) return null;
      const { life, server } = running;
      const died = new Promise<null>((resolve) => life.onDeath(() => resolve(null)));
      return Promise.race([kernel.as(life, () => answerInProcess(server.inject.bind(server), request)), died]);
    },
    maintain() {
      if (!running || running.life.isDead) return;
      const { life, services } = running;
      // The next one finds what a fault hid from this one.
      void kernel.as(life, () => services.sweep(true).catch(() => undefined));
    },
    async start() {
      const life = beginLife({
        kernel,
        name,
        latencyMs: (port) => random.int(0, port === "database" ? LONGEST_STATEMENT_MS : LONGEST_REQUEST_MS),
        faultOf: conditions.stepFault,
      });
      life.onDeath(() => conditions.died(node));
      const started = kernel.as(life, () => startLife(parts, node, life));
      const died = new Promise<null>((resolve) => life.onDeath(() => resolve(null)));
      try {
        running = await Promise.race([started, died]);
      } catch (error) {
        // The process ends with an error, and its supervisor starts the next.
        life.die();
        node.failures.push(String(error));
      }
    },
    crash: () => running?.life.die(),
  };
  return node;
}

async function startLife(parts: NodeParts, node: Node, life: Mortal): Promise<Running> {
  const { kernel, config, name } = parts;
  const database = mortalDatabase(parts.database, life);
  const services = await buildServices(config, {
    ...openOutside(parts, life),
    machineClock: () => kernel.now() + node.skewMs,
    maintainOnDemand: true,
    log: createLogger("info", parts.logs),
    store: { database, keys: KEYS, alone: false, lock: null, close: async () => undefined },
  });
  const heartbeat = startHeartbeat(services, { id: `${name} ${services.ids.uuid()}`, role: "all" });
  await heartbeat.beat();
  const server = createServer({
    receive: services.receive,
    ready: heartbeat.beat,
    links: null,
    install: { ...services.installing, clock: services.clock, floodLimit: MOST_INSTALLS },
    api: services.admin,
    consoleDir: "nowhere",
    publicUrl: config.publicUrl,
    onError: () => undefined,
  });
  await startWork(services);
  return { life, services, server };
}
