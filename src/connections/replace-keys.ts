/** Puts new API keys in the place of those that a vendor refuses, checked at once; what waited goes on (L6, L7). */
import { webhookUrl } from "../aircall/vendor.ts";
import { BY_OPERATOR } from "../domain/connection/audit.ts";
import type { Credential, Vendor } from "../domain/connection/connection.ts";
import type { Installation, InstallStore } from "../domain/ports/install.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import type { ConnectionStore, ActivityStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface ReplaceKeysDeps {
  connections: Pick<ConnectionStore, "withAccount" | "credential" | "holderOfLines">;
  installs: Pick<InstallStore, "read" | "keepKeys" | "keepWebhook" | "setStatus">;
  activities: Pick<ActivityStore, "wakeAll">;
  setup: OpenSetup;
  publicUrl: string;
  clock: Clock;
}

export interface NewKeys {
  account: string;
  /** If left out, the key stays. */
  gorgias?: Credential | undefined;
  aircall?: Credential | undefined;
}

export type KeysReplaced =
  { kind: "replaced"; vendors: Vendor[]; status: string } | { kind: "refused"; reason: string };

/** Rejects with a RequestError if a vendor does not answer or rejects the key. Then nothing changes. */
export async function replaceKeys(deps: ReplaceKeysDeps, keys: NewKeys): Promise<KeysReplaced> {
  const { account } = keys;
  const connection = await deps.connections.withAccount(account);
  const installation = connection && (await deps.installs.read(connection.id));
  if (!installation) return { kind: "refused", reason: `no connection has the Gorgias account ${account}` };
  const vendors = (["gorgias", "aircall"] as const).filter((vendor) => keys[vendor]);
  if (vendors.length === 0) return { kind: "refused", reason: "neither a Gorgias key nor an Aircall key is given" };
  for (const vendor of vendors) {
    const problem = await problemOf(deps, installation, vendor, keys[vendor]);
    if (problem !== null) return { kind: "refused", reason: problem };
  }
  for (const vendor of vendors) {
    const credential = keys[vendor];
    const change = { by: BY_OPERATOR, now: deps.clock() };
    if (credential) await deps.installs.keepKeys(installation.id, vendor, credential, change);
  }
  if (keys.aircall) await keepWebhook(deps, installation, keys.aircall);
  await resume(deps, installation);
  const now = await deps.installs.read(installation.id);
  return { kind: "replaced", vendors, status: now?.status ?? installation.status };
}

/** The reason why the key cannot replace the stored one, or null. */
async function problemOf(
  deps: ReplaceKeysDeps,
  { id, account }: Installation,
  vendor: Vendor,
  credential: Credential | undefined,
): Promise<string | null> {
  if (!credential) return null;
  const name = vendor === "gorgias" ? "Gorgias" : "Aircall";
  const stored = await deps.connections.credential(id, vendor).catch(() => null);
  if (!stored) return `${name} is not connected. Connect the account again`;
  if (stored.credential.kind !== "basic") return `${name} was connected by OAuth. Sign in and connect it again instead`;
  if (vendor === "gorgias") {
    const helpDesk = await deps.setup.whoIsAt(id, account, credential);
    return helpDesk.admin ? null : `${helpDesk.email ?? "this user"} is not an admin of Gorgias ${account}`;
  }
  const lines = (await deps.setup.company(id, account, credential).lines()).map((line) => line.id);
  const holder = await deps.connections.holderOfLines(lines, id);
  if (holder) return `this Aircall company is connected to the Gorgias account ${holder}`;
  const isSame = await deps.connections.holderOfLines(lines, null);
  return isSame === account ? null : "the key belongs to another Aircall company";
}

/** Any key of the company sees all its webhooks. Finds ours, or creates it. */
async function keepWebhook(
  { setup, installs, publicUrl }: ReplaceKeysDeps,
  { id, account, webhookKey, webhookId }: Installation,
  credential: Credential,
): Promise<void> {
  const webhook = await setup.company(id, account, credential).createWebhook(webhookUrl(publicUrl, webhookKey));
  // Where there is no room for one, looking after the connection says so.
  if (webhook !== "limit reached") await installs.keepWebhook(id, webhookId, webhook);
}

/** Reactivates only a connection that stopped for a removed authorisation, once both sides work. */
async function resume(deps: ReplaceKeysDeps, { id, status, reason }: Installation): Promise<void> {
  const { installs, activities, connections, clock } = deps;
  const sides = await Promise.all([connections.credential(id, "gorgias"), connections.credential(id, "aircall")]);
  const isOpen = sides.every(({ problem }) => problem?.kind !== "removed");
  if (status === "deactivated" && reason === "authorisation_removed" && isOpen) {
    await installs.setStatus(id, "active", null, clock(), BY_OPERATOR);
  }
  await activities.wakeAll(id, clock());
}
