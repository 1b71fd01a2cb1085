/** Runs the service as a process: alone, or with the sandbox where nothing is configured. */
import type { Config } from "../config.ts";
import { serveCommands } from "./serve-commands.ts";
import type { Database } from "../storage/database.ts";
import { openStore } from "../storage/open-store.ts";
import { isMarked, markSandbox, realAccounts } from "../storage/sandbox-mark.ts";
import { joinSandbox, SANDBOX_ACCOUNT, startService } from "./start-service.ts";
import { onParentGone } from "./watch-parent.ts";

/** After this a stop is no longer waited for. */
const STOP_MS = 10_000;
/** A proxy that asks `/readyz` every second or two has stopped sending by then. */
const DRAIN_MS = 3_000;

/**
 * Resolves once the service is ready; it then lives until a signal. `underNpm`: a script of npm started it, which a signal ends
 * without telling what it started.
 */
export async function startProcess(config: Config, say: (line: string) => void, underNpm = false): Promise<void> {
  // The data folder first: a second process on it is told so, and not that some port is taken.
  const store = await openStore(config, (error) =>
    process.stderr.write(`a database connection broke: ${error.message}\n`),
  );
  await keepApart(config, store.database);
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
          process.stderr.write(
            `the service did not stop in good order: ${error instanceof Error ? error.message : error}\n`,
          );
          process.exit(1);
        },
      );
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  if (underNpm) onParentGone(stop);
}

/** The sandbox begins anew at each start, with everything it kept: never where a real shop's connection is. */
async function keepApart({ sandbox, databaseUrl }: Config, database: Database): Promise<void> {
  const name = databaseUrl === null ? "DATA_DIR" : "DATABASE_URL";
  if (!sandbox) {
    if (await isMarked(database))
      throw new Error(`${name} holds what the sandbox made. Set another ${name}, or SANDBOX=1.`);
    return;
  }
  const accounts = await realAccounts(database);
  const [first] = accounts;
  if (first === undefined) return;
  const more = accounts.length > 1 ? ` and ${accounts.length - 1} more` : "";
  throw new Error(`${name} holds a real connection (${first}${more}). Set SANDBOX=0, or another ${name}.`);
}

/** The sandbox is no part of the service: it is loaded only when it is asked for. */
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
    "  The sandbox is ready: a little Aircall and a little Gorgias, joined by the service.",
    "",
    `  First page    ${url}/`,
    `  Phone panel   ${links.phonePanel}   place a call here`,
    `  Help desk     ${links.helpDesk}   its ticket appears here`,
    "",
    `  Or: curl -X POST ${links.phonePanel}_sandbox/scenarios/answered`,
    "",
  ].join("\n");
}
