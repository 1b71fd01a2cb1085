/** Starts the service: web server, workers and sweeps by role. Stops them in order. */
import { join } from "node:path";
import { setTimeout as waitFor } from "node:timers/promises";
import { addConnection } from "../connections/access/add-connection.ts";
import type { Config } from "../config.ts";
import { sayAccessProblem } from "../domain/access/say-access-problem.ts";
import type { FailedRequest } from "../http/open-server.ts";
import { createServer } from "../http/server.ts";
import { createWorkerServer } from "../http/worker-server.ts";
import type { StartPageLinks } from "../http/start-page.ts";
import { whileAnswering } from "../kit/within.ts";
import { buildServices, type Overrides, type Services } from "../services.ts";
import { checkKeys } from "../storage/connection/check-keys.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { startWork } from "./start-work.ts";

export interface RunningService {
  services: Services;
  url: string;
  /** Reports "not ready" for `drainMs` and waits at most `timeoutMs` for running work. Then stops everything else. */
  stop(timeoutMs?: number, drainMs?: number): Promise<void>;
}

/** Longest wait for running work, and longest wait for open answers. */
const WORK_MS = 8_000;
const CLOSE_MS = 1_000;
/** A health check waits no longer. */
const READY_MS = 2_000;
const CONSOLE_DIR = join(import.meta.dirname, "../../console/dist");

export async function startService(
  config: Config,
  over: Overrides & { links?: StartPageLinks } = {},
): Promise<RunningService> {
  const services = await buildServices(config, over);
  const { log } = services;
  await checkKeys(services.database, services.store.keys);
  const heartbeat = startHeartbeat(services, { id: services.ids.uuid(), role: config.role });
  // Announces this service to others on the database before its first request.
  await heartbeat.beat();
  const lifecycle = { stopping: false };
  const server = serverOf(config, services, { links: over.links ?? null, heartbeat, lifecycle });
  await listen(server, config, log);
  const stopSweeps = config.role === "web" ? () => undefined : await startWork(services);
  return {
    services,
    url: config.publicUrl,
    async stop(patienceMs = WORK_MS, drainMs = 0) {
      lifecycle.stopping = true;
      stopSweeps();
      // Work ends while the proxy stops sending. Deliveries that still arrive are stored.
      await Promise.all([services.scheduler.rest(patienceMs), waitFor(drainMs).then(() => closeServer(server))]);
      await heartbeat.stop();
      await services.close(CLOSE_MS);
    },
  };
}

type Server = ReturnType<typeof createServer>;

interface ServerParts {
  links: StartPageLinks | null;
  heartbeat: Heartbeat;
  lifecycle: { stopping: boolean };
}

function serverOf(config: Config, services: Services, { links, heartbeat, lifecycle }: ServerParts): Server {
  const watched = {
    isStopping: () => lifecycle.stopping,
    async ready() {
      // A full disk may accept a heartbeat and still no delivery.
      if (services.store.alone && services.inbox.isFailing()) throw new Error("deliveries cannot be stored");
      await whileAnswering(READY_MS, heartbeat.beat(), services.lastSign ?? (() => performance.now()));
    },
    metrics: { metrics: services.metrics, token: config.metricsToken },
    onError: (error: Error, request: FailedRequest) => services.log.error({ err: error, ...request }, "request failed"),
  };
  if (config.role === "worker") return createWorkerServer(watched);
  return createServer({
    ...watched,
    receive: services.receive,
    lastSign: services.lastSign,
    links,
    install: { ...services.installing, clock: services.clock },
    api: services.admin,
    consoleDir: CONSOLE_DIR,
    publicUrl: config.publicUrl,
  });
}

/** A worker on the same machine as a web process finds the port taken. It works without a web server. */
async function listen(server: Server, { role, port, host }: Config, log: Services["log"]): Promise<void> {
  try {
    await server.listen({ port, host });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (role !== "worker" || !isTaken) throw error;
    log.warn({ port }, "port in use: this worker serves neither /healthz nor /metrics");
  }
}

/** Lets open answers finish. A request that never ends must not block the stop. */
async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), CLOSE_MS);
  await server.close();
  clearTimeout(cut);
}

/** The simulators' keys for the prepared connection. */
export interface SandboxKeys {
  gorgias: { email: string; apiKey: string };
  aircall: { apiId: string; apiToken: string };
}

/** The account of the sandbox's connection. */
export const SANDBOX_ACCOUNT = "sandbox";

/** Creates the prepared connection. The simulators start empty each time, so it replaces the earlier one. */
export async function joinSandbox({ services }: RunningService, keys: SandboxKeys): Promise<void> {
  const { connections, installs, setup, ids, clock, config } = services;
  const joined = await addConnection(
    { connections, installs, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: SANDBOX_ACCOUNT,
      gorgias: { kind: "basic", user: keys.gorgias.email, password: keys.gorgias.apiKey },
      aircall: { kind: "basic", user: keys.aircall.apiId, password: keys.aircall.apiToken },
      lines: "all",
      replace: true,
    },
  );
  if (joined.kind === "refused")
    throw new Error(`The sandbox's connection was rejected: ${sayAccessProblem("en", joined.problem)}`);
}
