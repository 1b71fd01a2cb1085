/** The dependencies of a connection's maintenance, and the results of its checks. */
import type { AlertKind, AlertsDue } from "../../domain/alerts/alert.ts";
import type { AlertStore, MaintenanceStore } from "../../domain/ports/maintenance.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { InstallStore, TokenStore } from "../../domain/ports/install.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { TimeZoneStore } from "../../domain/ports/time-zone.ts";
import type { HelpDeskCache } from "../../domain/ports/help-desk-cache.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import type { FollowDeps } from "./follow-customers.ts";
import type { PostAlertsDeps } from "./post-alerts.ts";
import type { AutoDeactivateDeps } from "./auto-deactivate.ts";

export interface MaintenanceDeps extends PostAlertsDeps, AutoDeactivateDeps, FollowDeps {
  timeZones: Pick<TimeZoneStore, "readAt" | "keep">;
  installs: InstallStore;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  tokens: Pick<TokenStore, "judge">;
  helpDesks: OpenHelpDesk;
  memory: Pick<HelpDeskCache, "users" | "rememberUsers" | "tagsComplete" | "rememberTagList">;
  setup: OpenSetup;
  maintenance: MaintenanceStore;
  alerts: AlertStore;
  /** Renews a Gorgias authorisation that is about to expire. Rejects if that fails. */
  freshen(connectionId: string): Promise<unknown>;
  /** Checks the Gorgias authorisation and saves the result. */
  verifyGorgias(connectionId: string): Promise<void>;
  /** Epoch ms since when Gorgias has answered every request with 429. Null if it does not. */
  refusedSince(connectionId: string): Promise<number | null>;
  compare(
    connectionId: string,
    window: { from: number; to: number },
    onProgress?: (startedAt: number) => Promise<void>,
  ): Promise<{ unheard: number }>;
  publicUrl: string;
  clock: Clock;
  log: Logger;
}

/** The alerts that apply, and the kinds that were checked. Other kinds stay as they are. */
export interface CheckResults {
  due: AlertsDue;
  known: Set<AlertKind>;
}
