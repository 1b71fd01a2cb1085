/** Deactivating, reactivating and disconnecting by hand (N6, L7). */
import type { InstallStore } from "../domain/ports/install.ts";
import type { SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";
import { settleRevocations, type RevocationDeps } from "./settle-revocations.ts";

export interface StopDeps extends RevocationDeps {
  installs: InstallStore;
  subjects: Pick<SubjectStore, "wakeAll">;
  clock: Clock;
  log: Logger;
}

/** Deliveries are still accepted and kept; nothing is written until it is active again (L8). */
export async function deactivate({ installs, clock }: StopDeps, connectionId: string, by: string): Promise<void> {
  const before = await installs.read(connectionId);
  if (!before) return;
  await installs.setStatus(connectionId, "deactivated", "by_hand", clock(), by);
}

/** `not joined`: a side is missing, so it has to be installed again. Calls that waited are taken up in their order. */
export async function reactivate(deps: StopDeps, connectionId: string, by: string): Promise<"active" | "not joined"> {
  const installation = await deps.installs.read(connectionId);
  if (!installation?.hasAircall || installation.reason === "authorisation_removed") return "not joined";
  await deps.installs.setStatus(connectionId, "active", null, deps.clock(), by);
  await deps.subjects.wakeAll(connectionId, deps.clock());
  return "active";
}

/**
 * Our door, the secrets and the sessions are gone at once, on every node. What has to be undone at the vendors is kept with
 * that, done now, and tried again where a vendor does not answer: webhook deleted, app switched off, tokens revoked.
 */
export async function disconnect(deps: StopDeps, connectionId: string, by: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  if (!installation) return;
  await deps.installs.wipe(connectionId, deps.clock(), by);
  await settleRevocations(deps, connectionId);
}
