/** `npm run dev`: the service with both simulators, and the console through Vite. Each reloads when its sources change. */
import { join, relative } from "node:path";
import { createServer, type Plugin, type ViteDevServer } from "vite";
import { onParentGone } from "../src/run/watch-parent.ts";
import { devService } from "./dev-service.ts";

const ROOT = join(import.meta.dirname, "..");
const HOST = "127.0.0.1";

/** The service and the two simulators take the three ports from `PORT` on. The console takes the next one. */
const PORT = Number(process.env["PORT"] || 3000);
const CONSOLE_PORT = PORT + 3;
const CONSOLE_URL = `http://${HOST}:${CONSOLE_PORT}`;

/** What the service runs. */
const SERVICE_FOLDERS = ["src", "sandbox", "migrations"].map((name) => join(ROOT, name));
/** Editors and Git write many files at once. */
const QUIET_MS = 100;

/** Vite hands these paths to the service. The console's own modules under `/api` end in `.ts`, which no route of the API does. */
const SERVICE_PATHS = [
  "^/api/(?!.*\\.tsx?(\\?|$))",
  "^/(install|oauth|webhooks|reach)/",
  "^/(install|healthz|readyz|metrics)(\\?|$)",
];

const say = (line: string) => void process.stdout.write(`${line}\n`);

const service = devService({
  root: ROOT,
  say,
  environment: {
    LOG_LEVEL: "warn",
    ...process.env,
    HOST,
    PORT: String(PORT),
    // The sign-in leads back to the console as Vite serves it.
    PUBLIC_URL: CONSOLE_URL,
    SANDBOX: "1",
    // Tells the service to stop when this process is gone, however it ended.
    npm_lifecycle_event: "dev",
  },
});

/** A plugin, because Vite replaces its watcher when its configuration changes. */
function restartOnChange(): Plugin {
  let waiting: NodeJS.Timeout | undefined;
  return {
    name: "restart-service",
    configureServer({ watcher }) {
      watcher.add(SERVICE_FOLDERS);
      watcher.on("all", (_event, file) => {
        const isService = SERVICE_FOLDERS.some((folder) => !relative(folder, file).startsWith(".."));
        if (!isService || !/\.(ts|sql)$/.test(file) || file.endsWith(".test.ts")) return;
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          say(`${relative(ROOT, file)} changed: the service restarts.`);
          service.restart();
        }, QUIET_MS);
      });
    },
  };
}

async function serveConsole(): Promise<ViteDevServer> {
  const toService = { target: `http://${HOST}:${PORT}` };
  const vite = await createServer({
    root: join(ROOT, "console"),
    logLevel: "warn",
    plugins: [restartOnChange()],
    server: {
      host: HOST,
      port: CONSOLE_PORT,
      strictPort: true,
      proxy: Object.fromEntries(SERVICE_PATHS.map((path) => [path, toService])),
    },
  });
  return vite.listen();
}

/** Tells `stop` once: a terminal sends Ctrl-C to this process and to the service, and may send it again. */
function onEnd(stop: () => Promise<void>): void {
  let isStopping = false;
  const once = () => {
    if (isStopping) return;
    isStopping = true;
    void stop().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, once);
  // npm ends at a signal and does not pass it on.
  if (process.env["npm_lifecycle_event"] !== undefined) onParentGone(once);
}

try {
  const vite = await serveConsole();
  onEnd(async () => void (await Promise.all([service.stop(), vite.close()])));
  say(`
  Open ${CONSOLE_URL}/ and sign in with the account "sandbox".

  console/                    reloads in the browser when you edit it
  src/, sandbox/, migrations/ restart the service when you edit them
  Ctrl-C                      stops everything
`);
  service.start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
