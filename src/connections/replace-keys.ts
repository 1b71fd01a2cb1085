/** Puts new API keys in the place of those that a vendor refuses, checked at once; what waited goes on (L6, L7). */
import { BY_OPERATOR } from "../domain/audit.ts";
import type { Credential, Vendor } from "../domain/connection.ts";
import type { Installation, InstallStore } from "../domain/ports/install.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import type { ConnectionStore, SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface ReplaceKeysDeps {
  connections: Pick<ConnectionStore, "withAccount" | "credential" | "holderOfLines">;
  installs: Pick<InstallStore, "read" | "keepKeys" | "keepWebhook" | "setStatus">;
  subjects: Pick<SubjectStore, "wakeAll">;
  setup: OpenSetup;
  publicUrl: string;
  clock: Clock;
}

export interface NewKeys {
  account: string;
  /** Left out: the key stays. */
  gorgias?: Credential | undefined;
  aircall?: Credential | undefined;
}

export type KeysReplaced =
  { kind: "replaced"; vendors: Vendor[]; status: string } | { kind: "refused"; reason: string };

/** Rejects with a RequestError when one of the vendors cannot be asked or refuses the key; nothing is changed then. */
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
  await wake(deps, installation);
  const now = await deps.installs.read(installation.id);
  return { kind: "replaced", vendors, status: now?.status ?? installation.status };
}

/** Why the key may not take the place of the one that is kept; null: it may. */
async function problemOf(
  deps: ReplaceKeysDeps,
  { id, account }: Installation,
  vendor: Vendor,
  credential: Credential | undefined,
): Promise<string | null> {
  if (!credential) return null;
  const name = vendor === "gorgias" ? "Gorgias" : "Aircall";
  const kept = await deps.connections.credential(id, vendor).catch(() => null);
  if (!kept) return `${name} is not connected; connect the account anew`;
  if (kept.credential.kind !== "basic") return `${name} was connected by OAuth; sign in and connect it again instead`;
  if (vendor === "gorgias") {
    const desk = await deps.setup.whoIsAt(id, account, credential);
    return desk.admin ? null : `${desk.email ?? "this user"} is not an admin of Gorgias ${account}`;
  }
  const lines = (await deps.setup.company(id, account, credential).lines()).map((line) => line.id);
  const holder = await deps.connections.holderOfLines(lines, id);
  if (holder) return `this Aircall company is connected to the Gorgias account ${holder}`;
  const isSame = await deps.connections.holderOfLines(lines, null);
  return isSame === account ? null : "the key belongs to another Aircall company";
}

/** A key sees the webhooks of all keys of the company: ours is found again, or made where it is gone. */
async function keepWebhook(
  { setup, installs, publicUrl }: ReplaceKeysDeps,
  { id, account, webhookKey, webhookId }: Installation,
  credential: Credential,
): Promise<void> {
  const webhook = await setup
    .company(id, account, credential)
    .createWebhook(`${publicUrl}/webhooks/aircall/${webhookKey}`);
  // Where there is no room for one, looking after the connection says so.
  if (webhook !== "limit reached") await installs.keepWebhook(id, webhookId, webhook);
}

/** A deactivation by hand, or for the rate limit, stays until an admin ends it; and so does one for the other side. */
async function wake(deps: ReplaceKeysDeps, { id, status, reason }: Installation): Promise<void> {
  const { installs, subjects, connections, clock } = deps;
  const sides = await Promise.all([connections.credential(id, "gorgias"), connections.credential(id, "aircall")]);
  const isOpen = sides.every(({ problem }) => problem?.kind !== "removed");
  if (status === "deactivated" && reason === "authorisation_removed" && isOpen) {
    await installs.setStatus(id, "active", null, clock(), BY_OPERATOR);
  }
  await subjects.wakeAll(id, clock());
}
