/** Starts the service: web, workers and sweeps as the role asks, and stops them in good order. */
import { join } from "node:path";
import { setTimeout as waitFor } from "node:timers/promises";
import { addConnection } from "../connections/add-connection.ts";
import type { Config } from "../config.ts";
import { createServer } from "../http/server.ts";
import { createWorkerServer } from "../http/worker-server.ts";
import type { StartPageLinks } from "../http/start-page.ts";
import { whileAnswering } from "../kit/within.ts";
import { buildServices, type Overrides, type Services } from "../services.ts";
import { checkKeys } from "../storage/check-keys.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";

export interface RunningService {
  services: Services;
  url: string;
  /** Says that it is not ready for `drainMs`, and ends work under way, at most `patienceMs`; then everything else. */
  stop(patienceMs?: number, drainMs?: number): Promise<void>;
}

/** How often what nothing else would wake is looked for. */
const SWEEP_MS = 1_000;
/** A stop waits so long for the work under way, and so long for answers under way. */
const WORK_MS = 8_000;
const CLOSE_MS = 1_000;
/** A proxy and its health check wait for no longer. */
const READY_MS = 2_000;
const CONSOLE_DIR = join(import.meta.dirname, "../../console/dist");

export async function startService(
  config: Config,
  over: Overrides & { links?: StartPageLinks } = {},
): Promise<RunningService> {
  const services = await buildServices(config, over);
  const { log } = services;
  await checkKeys(services.database, services.store.keys);
  const heart = startHeartbeat(services, { id: services.ids.uuid(), role: config.role });
  // Those who look for services on this database find this one from its first request on.
  await heart.beat();
  const life = { stopping: false };
  const server = serverOf(config, services, { links: over.links ?? null, heart, life });
  await listen(server, config, log);
  const endSweeps = config.role === "web" ? () => undefined : await startWork(services);
  log.info({ role: config.role, publicUrl: config.publicUrl }, "the service is ready");
  return {
    services,
    url: config.publicUrl,
    async stop(patienceMs = WORK_MS, drainMs = 0) {
      life.stopping = true;
      endSweeps();
      // Work ends while a proxy learns to send no more; what comes until then is kept.
      await Promise.all([services.scheduler.rest(patienceMs), waitFor(drainMs).then(() => closeDoors(server))]);
      await heart.stop();
      await services.close(CLOSE_MS);
    },
  };
}

type Server = ReturnType<typeof createServer>;

interface Surroundings {
  links: StartPageLinks | null;
  heart: Heartbeat;
  life: { stopping: boolean };
}

function serverOf(config: Config, services: Services, { links, heart, life }: Surroundings): Server {
  const watched = {
    isStopping: () => life.stopping,
    async ready() {
      // A disk that is full may take a heartbeat and no delivery.
      if (services.store.alone && services.inbox.isFailing()) throw new Error("deliveries cannot be kept");
      await whileAnswering(READY_MS, heart.beat(), services.lastSign ?? (() => performance.now()));
    },
    metrics: { metrics: services.metrics, token: config.metricsToken },
    onError: (error: Error) => services.log.error({ err: error }, "a request could not be answered"),
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

/** A worker beside a web process on one machine finds the port taken; it works all the same, unwatched. */
async function listen(server: Server, { role, port, host }: Config, log: Services["log"]): Promise<void> {
  try {
    await server.listen({ port, host });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (role !== "worker" || !isTaken) throw error;
    log.warn({ port }, "the port is taken: this worker shows neither /healthz nor /metrics");
  }
}

/** Lets answers under way go out; a request that never ends must not keep the work from ending well. */
async function closeDoors(server: Server): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), CLOSE_MS);
  await server.close();
  clearTimeout(cut);
}

async function startWork(services: Services): Promise<() => void> {
  await services.scheduler.work(services.run);
  let sweeping = false;
  const timer = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    void services
      .sweep()
      .catch((error: unknown) => services.log.error({ err: error }, "a sweep failed; the next one follows"))
      .finally(() => (sweeping = false));
  }, SWEEP_MS);
  return () => clearInterval(timer);
}

/** What the sandbox's two vendors gave for the ready connection. */
export interface SandboxKeys {
  gorgias: { email: string; apiKey: string };
  aircall: { apiId: string; apiToken: string };
}

/** The account of the sandbox's connection. */
export const SANDBOX_ACCOUNT = "sandbox";

/** The ready connection. The little vendors begin anew at each start, so what was kept of the last ones goes. */
export async function joinSandbox({ services }: RunningService, keys: SandboxKeys): Promise<void> {
  const { connections, setup, ids, clock, config } = services;
  const joined = await addConnection(
    { connections, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: SANDBOX_ACCOUNT,
      gorgias: { kind: "basic", user: keys.gorgias.email, password: keys.gorgias.apiKey },
      aircall: { kind: "basic", user: keys.aircall.apiId, password: keys.aircall.apiToken },
      lines: "all",
      replace: true,
    },
  );
  if (joined.kind === "refused") throw new Error(`The sandbox's connection was refused: ${joined.reason}`);
}
