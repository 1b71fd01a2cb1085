/** Runs the service as a process: alone, or with the sandbox where nothing is configured. */
import type { Config } from "../config.ts";
import { serveCommands } from "./serve-commands.ts";
import { openStore } from "../storage/open-store.ts";
import { joinSandbox, startService } from "./start-service.ts";

/** After this a stop is no longer waited for. */
const STOP_MS = 10_000;

/** Resolves once the service is ready; it then lives until a signal. */
export async function startProcess(config: Config, say: (line: string) => void): Promise<void> {
  // The data folder first: a second process on it is told so, and not that some port is taken.
  const store = await openStore(config, (error) =>
    process.stderr.write(`a database connection broke: ${error.message}\n`),
  );
  const sandbox = config.sandbox ? await startVendors(config) : null;
  const service = await startService(config, sandbox ? { store, links: sandbox.links } : { store });
  service.services.store.lock?.serve(serveCommands(service.services));
  if (sandbox) await joinSandbox(service, sandbox.keys);
  say(sandbox ? sandboxGreeting(service.url, sandbox.links) : `Ready at ${service.url}`);
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void service
      .stop()
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
