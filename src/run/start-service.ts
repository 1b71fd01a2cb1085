/** Starts the service: web, workers and sweeps as the role asks, and stops them in good order. */
import { join } from "node:path";
import { addConnection } from "../connections/add-connection.ts";
import type { Config } from "../config.ts";
import { createServer } from "../http/server.ts";
import { createWorkerServer } from "../http/worker-server.ts";
import type { FirstPageLinks } from "../http/first-page.ts";
import { buildServices, type Overrides, type Services } from "../services.ts";

export interface RunningService {
  services: Services;
  url: string;
  /** Ends work under way, at most `patienceMs`, then everything else. */
  stop(patienceMs?: number): Promise<void>;
}

/** How often what nothing else would wake is looked for. */
const SWEEP_MS = 1_000;
/** What is left of a stop is for the work under way. */
const CLOSE_MS = 1_000;
const CONSOLE_DIR = join(import.meta.dirname, "../../console/dist");

export async function startService(
  config: Config,
  over: Overrides & { links?: FirstPageLinks } = {},
): Promise<RunningService> {
  const services = await buildServices(config, over);
  const { log } = services;
  const server = serverOf(config, services, over.links ?? null);
  await listen(server, config, log);
  const endSweeps = config.role === "web" ? () => undefined : await startWork(services);
  log.info({ role: config.role, publicUrl: config.publicUrl }, "the service is ready");
  return {
    services,
    url: config.publicUrl,
    async stop(patienceMs) {
      endSweeps();
      await closeDoors(server);
      await services.close(patienceMs);
    },
  };
}

type Server = ReturnType<typeof createServer>;

function serverOf(config: Config, services: Services, links: FirstPageLinks | null): Server {
  const watched = {
    ready: async () => void (await services.database.query("select 1")),
    metrics: { metrics: services.metrics, token: config.metricsToken },
  };
  if (config.role === "worker") return createWorkerServer(watched);
  return createServer({
    ...watched,
    receive: services.receive,
    links,
    install: { ...services.installing, clock: services.clock },
    api: services.admin,
    consoleDir: CONSOLE_DIR,
    publicUrl: config.publicUrl,
    onError: (error) => services.log.error({ err: error }, "a request could not be answered"),
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
  await services.queue.work(services.handle);
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

/** The ready connection `acme`. The little vendors begin anew at each start, so what was kept of the last ones goes. */
export async function joinSandbox({ services }: RunningService, keys: SandboxKeys): Promise<void> {
  const { connections, setup, ids, clock, config } = services;
  const joined = await addConnection(
    { connections, setup, ids, clock, publicUrl: config.publicUrl },
    {
      account: "acme",
      gorgias: { kind: "basic", user: keys.gorgias.email, password: keys.gorgias.apiKey },
      aircall: { kind: "basic", user: keys.aircall.apiId, password: keys.aircall.apiToken },
      lines: "all",
      replace: true,
    },
  );
  if (joined.kind === "refused") throw new Error(`The sandbox's connection was refused: ${joined.reason}`);
}
