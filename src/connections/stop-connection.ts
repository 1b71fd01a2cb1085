/** Deactivating, reactivating and disconnecting by hand (N6, L7). */
import type { InstallStore } from "../domain/ports/install.ts";
import type { GorgiasOauth } from "../domain/ports/oauth.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import type { SubjectStore, ConnectionStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/logger.ts";

export interface StopDeps {
  installs: InstallStore;
  connections: Pick<ConnectionStore, "credential">;
  subjects: Pick<SubjectStore, "wakeAll">;
  setup: OpenSetup;
  gorgias: GorgiasOauth | null;
  clock: Clock;
  log: Logger;
}

/** Deliveries are still accepted and kept; nothing is written until it is active again (L8). */
export async function deactivate({ installs, clock }: StopDeps, connectionId: string, by: string): Promise<void> {
  const before = await installs.read(connectionId);
  if (!before) return;
  await installs.setStatus(connectionId, "deactivated", "by hand", clock(), by);
}

/** `not joined`: a side is missing, so it has to be installed again. Calls that waited are taken up in their order. */
export async function reactivate(deps: StopDeps, connectionId: string, by: string): Promise<"active" | "not joined"> {
  const installation = await deps.installs.read(connectionId);
  if (!installation?.hasAircall || installation.reason === "authorisation removed") return "not joined";
  await deps.installs.setStatus(connectionId, "active", null, deps.clock(), by);
  await deps.subjects.wakeAll(connectionId, deps.clock());
  return "active";
}

/**
 * Webhook deleted, app switched off, token revoked, secrets wiped. A vendor who does not answer cannot keep us: what could
 * not be undone there is logged, and our door and our secrets are gone all the same.
 */
export async function disconnect(deps: StopDeps, connectionId: string, by: string): Promise<void> {
  const installation = await deps.installs.read(connectionId);
  if (!installation) return;
  const { account, webhookId } = installation;
  const tried = async (what: string, undo: () => Promise<void>) => {
    await undo().catch((error: unknown) => {
      deps.log.warn({ connectionId, err: error }, `${what} could not be undone while disconnecting`);
    });
  };
  await tried("the Aircall webhook", async () => {
    const { credential } = await deps.connections.credential(connectionId, "aircall");
    const company = deps.setup.company(connectionId, account, credential);
    if (webhookId) await company.removeWebhook(webhookId);
    await company.disableApp();
  });
  await tried("the Gorgias authorisation", async () => {
    const { credential } = await deps.connections.credential(connectionId, "gorgias");
    if (credential.kind === "bearer" && credential.refreshToken)
      await deps.gorgias?.revoke(account, credential.refreshToken);
  });
  await deps.installs.wipe(connectionId, deps.clock(), by);
}
