/** Deactivates a connection because it cannot go on (L5, L6): said to its admin, recorded, and nothing is lost meanwhile (L8). */
import { BY_SERVICE } from "../domain/audit.ts";
import type { Vendor } from "../domain/connection.ts";
import type { AlertStore } from "../domain/ports/care.ts";
import type { InstallStore } from "../domain/ports/install.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";

/** `side`: who ended the authorisation. */
export type StopReason = { reason: "rate_limit" } | { reason: "authorisation_removed"; side: Vendor };

export interface StopByItselfDeps {
  installs: Pick<InstallStore, "read" | "setStatus">;
  alerts: Pick<AlertStore, "raise">;
  clock: Clock;
  log: Logger;
}

/** Does nothing to a connection that is not active: the first reason stays. */
export async function stopConnection(deps: StopByItselfDeps, connectionId: string, why: StopReason): Promise<void> {
  const before = await deps.installs.read(connectionId);
  if (before?.status !== "active") return;
  const now = deps.clock();
  await deps.installs.setStatus(connectionId, "deactivated", why.reason, now, BY_SERVICE);
  await deps.alerts.raise(connectionId, "deactivated", { ...why }, now);
  deps.log.warn({ connectionId, ...why }, "the connection was deactivated; what arrives is kept");
}
