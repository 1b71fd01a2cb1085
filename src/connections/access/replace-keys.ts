/** Puts new API keys in the place of those that a vendor refuses, checked at once; what waited goes on (L6, L7). */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { AccessProblem } from "../../domain/access/access-problem.ts";
import { BY_OPERATOR } from "../../domain/connection/audit.ts";
import type { ConnectionStatus, Credential, Vendor } from "../../domain/connection/connection.ts";
import type { Installation, InstallStore } from "../../domain/ports/install.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore, ActivityStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import { RequestError } from "../../kit/request-error.ts";
import { readAccount } from "./read-account.ts";
import { tryAircallKey, tryGorgiasKey, unavailable } from "./try-keys.ts";

export interface ReplaceKeysDeps {
  connections: Pick<ConnectionStore, "withAccount" | "credential" | "holderOfLines">;
  installs: Pick<InstallStore, "read" | "keepKeys" | "keepWebhook" | "setStatus">;
  activities: Pick<ActivityStore, "wakeAll">;
  setup: OpenSetup;
  publicUrl: string;
  clock: Clock;
}

export interface NewKeys {
  /** As typed. */
  account: string;
  /** If left out, the key stays. */
  gorgias?: Credential | undefined;
  aircall?: Credential | undefined;
  /** The person who does it, for the audit log. Left out: the operator. */
  by?: string;
}

export type KeysReplaced =
  { kind: "replaced"; vendors: Vendor[]; status: ConnectionStatus } | { kind: "refused"; problem: AccessProblem };

/** Nothing changes if any of the keys is refused. */
export async function replaceKeys(deps: ReplaceKeysDeps, keys: NewKeys): Promise<KeysReplaced> {
  const account = readAccount(keys.account) ?? keys.account;
  const connection = await deps.connections.withAccount(account);
  const installation = connection && (await deps.installs.read(connection.id));
  if (!installation) return { kind: "refused", problem: { code: "not_connected", account } };
  const vendors = (["gorgias", "aircall"] as const).filter((vendor) => keys[vendor]);
  if (vendors.length === 0) return { kind: "refused", problem: { code: "no_keys" } };
  for (const vendor of vendors) {
    const problem = await problemOf(deps, installation, vendor, keys[vendor]);
    if (problem !== null) return { kind: "refused", problem };
  }
  const by = keys.by ?? BY_OPERATOR;
  for (const vendor of vendors) {
    const credential = keys[vendor];
    if (credential) await deps.installs.keepKeys(installation.id, vendor, credential, { by, now: deps.clock() });
  }
  if (keys.aircall) {
    const problem = await keepWebhook(deps, installation, keys.aircall);
    if (problem) return { kind: "refused", problem };
  }
  await resume(deps, installation, by);
  const now = await deps.installs.read(installation.id);
  return { kind: "replaced", vendors, status: now?.status ?? installation.status };
}

/** The reason why the key cannot replace the stored one, or null. */
async function problemOf(
  deps: ReplaceKeysDeps,
  { id, account }: Installation,
  vendor: Vendor,
  credential: Credential | undefined,
): Promise<AccessProblem | null> {
  if (!credential) return null;
  const stored = await deps.connections.credential(id, vendor).catch(() => null);
  if (!stored) return { code: "side_not_connected", vendor };
  if (stored.credential.kind !== "basic") return { code: "connected_by_oauth", vendor };
  if (vendor === "gorgias") {
    const helpDesk = await tryGorgiasKey(deps, id, account, credential);
    return helpDesk.kind === "refused" ? helpDesk.problem : null;
  }
  const phone = await tryAircallKey(deps, { id, account, except: id }, credential);
  if (phone.kind === "refused") return phone.problem;
  const isSame = await deps.connections.holderOfLines(
    phone.lines.map((line) => line.id),
    null,
  );
  return isSame === account ? null : { code: "another_company", account };
}

/** Any key of the company sees all its webhooks. Finds ours, or creates it. */
async function keepWebhook(
  { setup, installs, publicUrl }: ReplaceKeysDeps,
  { id, account, webhookKey, webhookId }: Installation,
  credential: Credential,
): Promise<AccessProblem | null> {
  try {
    const webhook = await setup.company(id, account, credential).createWebhook(webhookUrl(publicUrl, webhookKey));
    // Where there is no room for one, maintenance reports it.
    if (webhook !== "limit reached") await installs.keepWebhook(id, webhookId, webhook);
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return unavailable("aircall", error);
  }
}

/** Reactivates only a connection that stopped for a removed authorisation, once both sides work. */
async function resume(deps: ReplaceKeysDeps, { id, status, reason }: Installation, by: string): Promise<void> {
  const { installs, activities, connections, clock } = deps;
  const sides = await Promise.all([connections.credential(id, "gorgias"), connections.credential(id, "aircall")]);
  const isOpen = sides.every(({ problem }) => problem?.kind !== "removed");
  if (status === "deactivated" && reason === "authorisation_removed" && isOpen) {
    await installs.setStatus(id, "active", null, clock(), by);
  }
  await activities.wakeAll(id, clock());
}
