/** Deactivates, reactivates and disconnects a connection by hand (N6, L7). */
import type { InstallStore } from "../../domain/ports/install.ts";
import type { ActivityStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import { completeRevocations, type RevocationDeps } from "../maintenance/complete-revocations.ts";

export interface StopDeps extends RevocationDeps {
  installs: InstallStore;
  activities: Pick<ActivityStore, "wakeAll">;
  clock: Clock;
  log: Logger;
}

/** The service still stores deliveries. It writes nothing until the connection is active again (L8). */
export async function deactivate({ installs, clock }: StopDeps, connectionId: string, by: string): Promise<void> {
  const before = await installs.read(connectionId);
  if (!before) return;
  await installs.setStatus(connectionId, "deactivated", "by_hand", clock(), by);
}

/** `not joined`: a side is missing, and the app must be installed again. Deferred work resumes in its order. */
export async function reactivate(deps: StopDeps, connectionId: string, by: string): Promise<"active" | "not joined"> {
  const installation = await deps.installs.read(connectionId);
  if (!installation?.hasAircall || installation.reason === "authorisation_removed") return "not joined";
  await deps.installs.setStatus(connectionId, "active", null, deps.clock(), by);
  await deps.activities.wakeAll(connectionId, deps.clock());
  return "active";
}

/**
 * Removes our webhook endpoint, the secrets and the sessions at once, on every node. The work at the vendors (webhook,
 * app, tokens) is stored in the same transaction and tried until they answer.
 */
export async function disconnect(deps: StopDeps, connectionId: string, by: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  if (!installation) return;
  await deps.installs.wipe(connectionId, deps.clock(), by);
  await completeRevocations(deps, connectionId);
}
