/** Tells new alerts to the address of the admin's choice: a text in the shape that Slack takes. */
import { sayAlert } from "../domain/alerts/say-alert.ts";
import type { AlertStore } from "../domain/ports/care.ts";
import type { InstallStore } from "../domain/ports/install.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";

/** Posts JSON to an address from outside; rejects when it was not taken, or may not be reached. */
type PostOut = (url: string, body: unknown) => Promise<void>;

export interface TellDeps {
  alerts: AlertStore;
  installs: Pick<InstallStore, "read">;
  connections: Pick<ConnectionStore, "withAccount">;
  postOut: PostOut;
  publicUrl: string;
  clock: Clock;
  log: Logger;
}

/** What is older and over is no news. */
const NEWS_MS = 86_400_000;

export async function tellAlerts(deps: TellDeps, connectionId: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  const settings = installation && (await deps.connections.withAccount(installation.account))?.settings;
  if (!installation || !settings || settings.alertUrl === "") return;
  const untold = await deps.alerts.untold(connectionId, deps.clock() - NEWS_MS);
  if (untold.length === 0) return;
  const sentences = untold.map((alert) => {
    const { what, remedy } = sayAlert(alert, settings.language);
    return `*${installation.account}*: ${what} ${remedy}`;
  });
  try {
    await deps.postOut(settings.alertUrl, { text: [...sentences, deps.publicUrl].join("\n") });
  } catch (error) {
    // Its address may hold a secret: only why is logged, never where.
    const why = error instanceof Error ? error.message : "failed";
    deps.log.warn({ connectionId, why }, "alerts could not be told to the admin's address; tried again in minutes");
    return;
  }
  const ids = untold.map(({ id }) => id);
  await deps.alerts.markTold(connectionId, ids, deps.clock());
}
