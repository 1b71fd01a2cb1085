/** What looking after a connection needs, and what it has seen. */
import type { AlertKind, AlertsDue } from "../domain/alerts/alert.ts";
import type { AlertStore, CareStore } from "../domain/ports/care.ts";
import type { OpenHelpDesk } from "../domain/ports/help-desk.ts";
import type { InstallStore, TokenStore } from "../domain/ports/install.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import type { ConnectionStore, DeskMemory } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";
import type { PostAlertsDeps } from "./post-alerts.ts";
import type { AutoDeactivateDeps } from "./auto-deactivate.ts";

export interface MaintenanceDeps extends PostAlertsDeps, AutoDeactivateDeps {
  installs: InstallStore;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  tokens: Pick<TokenStore, "judge">;
  desks: OpenHelpDesk;
  memory: Pick<DeskMemory, "users" | "rememberUsers">;
  setup: OpenSetup;
  care: CareStore;
  alerts: AlertStore;
  /** Renews the authorisation of Gorgias where its end is near; rejects when that fails. */
  freshen(connectionId: string): Promise<unknown>;
  /** Asks whether the authorisation of Gorgias still stands, and keeps the answer. */
  verifyGorgias(connectionId: string): Promise<void>;
  /** Since when, epoch ms, Gorgias has refused every request of the connection for its limit; null when it does not. */
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

/** What should stand, and of which kinds that is known: the others stay as they are. */
export interface Seen {
  due: AlertsDue;
  known: Set<AlertKind>;
}
