/** Runs the service as a process, with the sandbox if nothing is configured. */
import type { Config } from "../config.ts";
import { serveCommands } from "./serve-commands.ts";
import type { Database } from "../storage/db/database.ts";
import { openStore } from "../storage/db/open-store.ts";
import { isMarked, markSandbox, realAccounts } from "../storage/db/sandbox-mark.ts";
import { joinSandbox, SANDBOX_ACCOUNT, startService } from "./start-service.ts";
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
  // Opens the data folder first, so that a second process learns about the first and not about a taken port.
  const store = await openStore(config, (error) =>
    process.stderr.write(`a database connection broke: ${error.message}\n`),
  );
  await checkSeparation(config, store.database);
  const sandbox = config.sandbox ? await startVendors(config) : null;
  const service = await startService(
    config,
    sandbox ? { store, links: { account: SANDBOX_ACCOUNT, ...sandbox.links } } : { store },
  );
  service.services.store.lock?.serve(serveCommands(service.services));
  if (sandbox) {
    await markSandbox(store.database);
    await joinSandbox(service, sandbox.keys);
  }
  say(sandbox ? sandboxGreeting(service.url, sandbox.links) : `Ready at ${service.url}`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void service
      .stop(undefined, config.sandbox || config.role === "worker" ? 0 : DRAIN_MS)
      .then(() => sandbox?.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`the service did not stop cleanly: ${error instanceof Error ? error.message : error}\n`);
          process.exit(1);
        },
      );
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  if (underNpm) onParentGone(stop);
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
    "  The sandbox is ready: an Aircall simulator and a Gorgias simulator, joined by the service.",
    "",
    `  First page    ${url}/`,
    `  Phone panel   ${links.phonePanel}   place a call here`,
    `  Help desk     ${links.helpDesk}   its ticket appears here`,
    "",
    `  Or: curl -X POST ${links.phonePanel}_sandbox/scenarios/answered`,
    "",
  ].join("\n");
}
