/** Posts new alerts to the admin's URL, as a text message that Slack accepts. */
import { sayAlert } from "../../domain/alerts/say-alert.ts";
import type { AlertStore } from "../../domain/ports/maintenance.ts";
import type { InstallStore } from "../../domain/ports/install.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";

/** Posts JSON to an external URL. Rejects if the URL is not allowed or does not accept it. */
type PostJson = (url: string, body: unknown) => Promise<void>;

export interface PostAlertsDeps {
  alerts: AlertStore;
  installs: Pick<InstallStore, "read">;
  connections: Pick<ConnectionStore, "withAccount">;
  postJson: PostJson;
  publicUrl: string;
  clock: Clock;
  log: Logger;
}

/** A resolved alert older than this is not posted. */
const MAX_AGE_MS = 86_400_000;

export async function postAlerts(deps: PostAlertsDeps, connectionId: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  const settings = installation && (await deps.connections.withAccount(installation.account))?.settings;
  if (!installation || !settings || settings.alertUrl === "") return;
  const untold = await deps.alerts.untold(connectionId, deps.clock() - MAX_AGE_MS);
  if (untold.length === 0) return;
  const sentences = untold.map((alert) => {
    const { what, remedy } = sayAlert(alert, settings.language);
    return `*${installation.account}*: ${what} ${remedy}`;
  });
  try {
    await deps.postJson(settings.alertUrl, { text: [...sentences, deps.publicUrl].join("\n") });
  } catch (error) {
    // The URL may contain a secret, so the log has the reason only.
    const why = error instanceof Error ? error.message : "failed";
    deps.log.warn({ connectionId, why }, "could not post alerts to the admin's URL, will retry in minutes");
    return;
  }
  const ids = untold.map(({ id }) => id);
  await deps.alerts.markTold(connectionId, ids, deps.clock());
}
