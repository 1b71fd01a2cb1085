/** Deactivates a connection that cannot continue (L5, L6): raises an alert, records the change, loses nothing (L8). */
import { BY_SERVICE } from "../../domain/connection/audit.ts";
import type { Vendor } from "../../domain/connection/connection.ts";
import type { AlertStore } from "../../domain/ports/maintenance.ts";
import type { InstallStore } from "../../domain/ports/install.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";

/** `side` is the vendor that ended the authorisation. */
export type StopReason = { reason: "rate_limit" } | { reason: "authorisation_removed"; side: Vendor };

export interface AutoDeactivateDeps {
  installs: Pick<InstallStore, "read" | "setStatus">;
  alerts: Pick<AlertStore, "raise">;
  clock: Clock;
  log: Logger;
}

/** An inactive connection keeps its first reason. */
export async function autoDeactivate(deps: AutoDeactivateDeps, connectionId: string, why: StopReason): Promise<void> {
  const before = await deps.installs.read(connectionId);
  if (before?.status !== "active") return;
  const now = deps.clock();
  // First, because a connection that is inactive already gets no alert.
  await deps.alerts.raise(connectionId, "deactivated", { ...why }, now);
  await deps.installs.setStatus(connectionId, "deactivated", why.reason, now, BY_SERVICE);
  deps.log.warn({ connectionId, ...why }, "connection deactivated, deliveries are still stored");
}
