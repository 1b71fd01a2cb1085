/** Revokes replaced and wiped tokens and deletes old webhooks at the vendors (N5, N6). */
import type { Installation, InstallStore, Revocation, RevocationStore } from "../../domain/ports/install.ts";
import type { GorgiasOauth } from "../../domain/ports/oauth.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";

export interface RevocationDeps {
  revocations: RevocationStore;
  installs: Pick<InstallStore, "read" | "withCompany">;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  setup: Pick<OpenSetup, "company">;
  gorgias: GorgiasOauth | null;
  clock: Clock;
  log: Logger;
}

/** Logs a failure. The next run tries again. */
export async function completeRevocations(deps: RevocationDeps, connectionId: string): Promise<void> {
  for (const revocation of await deps.revocations.take(connectionId, deps.clock()))
    await completeRevocation(deps, revocation);
}

export async function completeRevocation(deps: RevocationDeps, revocation: Revocation): Promise<void> {
  try {
    await undo(deps, revocation);
    await deps.revocations.done(revocation.id);
  } catch (error) {
    const { connectionId, account, vendor } = revocation;
    const about = { connectionId, account, vendor, err: error };
    deps.log.warn(about, "could not revoke a token or delete a webhook, will retry");
  }
}

async function undo(deps: RevocationDeps, revocation: Revocation): Promise<void> {
  const now = await deps.installs.read(revocation.connectionId);
  await (revocation.vendor === "gorgias" ? undoGorgias(deps, revocation) : undoAircall(deps, revocation, now));
}

/** Only its owner can revoke an API key. */
async function undoGorgias(deps: RevocationDeps, { account, credential }: Revocation): Promise<void> {
  if (credential.kind !== "bearer" || credential.refreshToken === null) return;
  const connection = await deps.connections.withAccount(account);
  const stored = connection && (await deps.connections.credential(connection.id, "gorgias").catch(() => null));
  const inUse = stored?.credential.kind === "bearer" && stored.credential.refreshToken === credential.refreshToken;
  if (inUse) return;
  if (!deps.gorgias) throw new Error("GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET are not set on this node");
  await deps.gorgias.revoke(account, credential.refreshToken);
}

/** Leaves the app on for a company that is joined, or was joined again meanwhile. */
async function undoAircall(deps: RevocationDeps, revocation: Revocation, now: Installation | null): Promise<void> {
  const { connectionId, account, credential, webhookId, appOff } = revocation;
  const company = deps.setup.company(connectionId, account, credential);
  if (webhookId !== null && webhookId !== now?.webhookId) await company.removeWebhook(webhookId);
  if (!appOff || credential.kind !== "bearer") return;
  const { companyId } = now?.hasAircall ? await company.about() : { companyId: null };
  if (companyId === null || (await deps.installs.withCompany(companyId)) === null) await company.disableApp();
}
