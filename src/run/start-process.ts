/** Runs the service as a process, with the sandbox if nothing is configured. */
import type { Config } from "../config.ts";
import { createLogger } from "../kit/logger.ts";
import { VERSION } from "../kit/version.ts";
import { serveCommands } from "./serve-commands.ts";
import type { Database } from "../storage/db/database.ts";
import { openStore } from "../storage/db/open-store.ts";
import { isMarked, markSandbox, realAccounts } from "../storage/db/sandbox-mark.ts";
import { joinSandbox, SANDBOX_ACCOUNT, startService } from "./start-service.ts";
import { accessLinks } from "./access-links.ts";
import { onParentGone } from "./watch-parent.ts";

/** Longest duration of a stop. */
const STOP_MS = 10_000;
/** By then a proxy that asks `/readyz` every second or two has stopped sending. */
const DRAIN_MS = 3_000;

/**
 * Resolves once the service is ready. The service then runs until a signal. `underNpm`: an npm script started it, and
 * npm does not pass signals on.
 */
export async function startProcess(config: Config, say: (line: string) => void, underNpm = false): Promise<void> {
  const log = createLogger(config.logLevel);
  logProcess(log);
  // The SDK is loaded only on request: it takes some megabytes.
  const stopTraces = config.sendsTraces ? (await import("./send-traces.ts")).sendTraces(log) : null;
  // Opens the data folder first, so that a second process learns about the first and not about a taken port.
  const store = await openStore(config, (error) => log.warn({ err: error }, "a database connection broke"));
  await checkSeparation(config, store.database);
  const sandbox = config.sandbox ? await startVendors(config) : null;
  const service = await startService(
    config,
    sandbox ? { log, store, links: { account: SANDBOX_ACCOUNT, ...sandbox.links } } : { log, store },
  );
  service.services.store.lock?.serve(serveCommands(service.services));
  if (sandbox) {
    await markSandbox(store.database);
    await joinSandbox(service, sandbox.keys);
  }
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void service
      .stop(undefined, config.sandbox || config.role === "worker" ? 0 : DRAIN_MS)
      .then(() => sandbox?.close())
      .then(() => stopTraces?.())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, "the service did not stop cleanly");
          process.exit(1);
        },
      );
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  if (underNpm) onParentGone(stop);
  if (sandbox) return say(sandboxGreeting(service.url, sandbox.links));
  // At any level: what starts the service may wait for these lines, and a person needs the links.
  const always = createLogger("info");
  always.info({ version: VERSION, role: config.role }, `Ready at ${service.url}`);
  for (const line of await accessLinks(service.services)) always.info(line);
}

/** What Node would print on several lines becomes one line of the log. */
function logProcess(log: ReturnType<typeof createLogger>): void {
  process.removeAllListeners("warning").on("warning", (warning) => log.warn({ err: warning }, "warning of Node"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an error that nothing handled ended the process");
    process.exit(1);
  });
}

/** Each start of the sandbox replaces its data, so its database must not hold a real connection. */
async function checkSeparation({ sandbox, databaseUrl }: Config, database: Database): Promise<void> {
  const name = databaseUrl === null ? "DATA_DIR" : "DATABASE_URL";
  if (!sandbox) {
    if (await isMarked(database)) throw new Error(`${name} holds sandbox data. Set another ${name}, or SANDBOX=1.`);
    return;
  }
  const accounts = await realAccounts(database);
  const [first] = accounts;
  if (first === undefined) return;
  const more = accounts.length > 1 ? ` and ${accounts.length - 1} more` : "";
  throw new Error(`${name} holds a real connection (${first}${more}). Set SANDBOX=0, or another ${name}.`);
}

/** The sandbox is not part of the service, so it is loaded only on request. */
async function startVendors(config: Config) {
  const { startSandbox } = await import("../../sandbox/start.ts");
  const { publicUrl, gorgiasApp, aircallApp } = config;
  const gorgias = {
    ...gorgiasApp,
    appUrl: `${publicUrl}/install?account={gorgias_account}`,
    redirectUrls: [`${publicUrl}/oauth/gorgias/callback`],
  };
  const aircall = {
    ...aircallApp,
    installUri: `${publicUrl}/install/aircall`,
    redirectUri: `${publicUrl}/oauth/aircall/callback`,
  };
  return startSandbox({
    account: SANDBOX_ACCOUNT,
    aircallPort: config.port + 1,
    gorgiasPort: config.port + 2,
    gorgias: { apps: [gorgias] },
    aircall: { apps: [aircall] },
  });
}

function sandboxGreeting(url: string, links: { phonePanel: string; helpDesk: string }): string {
  return [
    "",
    `  The sandbox of aircall-gorgias ${VERSION} is ready: an Aircall simulator and a Gorgias simulator, joined by the service.`,
    "",
    `  First page    ${url}/`,
    `  Phone panel   ${links.phonePanel}   place a call here`,
    `  Help desk     ${links.helpDesk}   its ticket appears here`,
    "",
    `  Or: curl -X POST ${links.phonePanel}_sandbox/scenarios/answered`,
    "",
  ].join("\n");
}
