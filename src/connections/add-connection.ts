/** Joins a Gorgias account to an Aircall company with a pair of API keys. */
import { webhookUrl } from "../aircall/vendor.ts";
import { BY_OPERATOR } from "../domain/connection/audit.ts";
import type { Ids } from "../kit/ids.ts";
import type { Clock } from "../kit/clock.ts";
import type { ChosenLine, Credential } from "../domain/connection/connection.ts";
import type { OpenSetup } from "../domain/ports/setup.ts";
import { makeWebhook } from "./make-webhook.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";
import type { Settings } from "../domain/settings/settings.ts";

export interface AddDeps {
  connections: ConnectionStore;
  setup: OpenSetup;
  /** The service's public URL: `https://calls.example.com`. */
  publicUrl: string;
  ids: Ids;
  clock: Clock;
}

export interface NewConnection {
  account: string;
  gorgias: Credential;
  aircall: Credential;
  /** Ids of the Aircall numbers to follow. */
  lines: "all" | readonly string[];
  settings?: Partial<Settings>;
  /** Replaces a connection of the same account, with everything saved for it. */
  replace?: boolean;
}

export type Added =
  | { kind: "added"; connectionId: string; webhookUrl: string; lines: ChosenLine[] }
  | { kind: "refused"; reason: string };

/** Rejects with a RequestError if a vendor does not answer or rejects the credential. */
export async function addConnection(deps: AddDeps, wanted: NewConnection): Promise<Added> {
  const { account } = wanted;
  const existing = await deps.connections.withAccount(account);
  if (existing && !wanted.replace)
    return { kind: "refused", reason: `the Gorgias account ${account} is connected already` };
  const id = deps.ids.uuid();
  const webhookKey = deps.ids.secret();
  const helpDesk = await deps.setup.whoIsAt(id, account, wanted.gorgias);
  if (!helpDesk.admin)
    return { kind: "refused", reason: `${helpDesk.email ?? "this user"} is not an admin of Gorgias ${account}` };
  const company = deps.setup.company(id, account, wanted.aircall);
  const lines = (await company.lines()).map((line) => ({ ...line, selected: isWanted(line.id, wanted.lines) }));
  const unknown = unknownLines(lines, wanted.lines);
  if (unknown.length > 0) return { kind: "refused", reason: `Aircall has no line ${unknown.join(", ")}` };
  const holder = await deps.connections.holderOfLines(
    lines.map((line) => line.id),
    existing?.id ?? null,
  );
  if (holder) return { kind: "refused", reason: `this Aircall company is connected to the Gorgias account ${holder}` };
  const callbackTagIds = await company.callbackTagIds();
  const url = webhookUrl(deps.publicUrl, webhookKey);
  // Last of what Aircall is asked, so that nothing that fails leaves a webhook behind.
  const webhook = await makeWebhook(company, url);
  if (webhook === "limit reached")
    return { kind: "refused", reason: "Aircall allows no more webhooks. Remove one of its 100" };
  const draft = {
    id,
    account,
    webhookKey,
    webhookToken: webhook.token,
    webhookId: webhook.webhookId,
    callbackTagIds,
    lines,
    credentials: { aircall: wanted.aircall, gorgias: wanted.gorgias },
    ...(wanted.settings ? { settings: wanted.settings } : {}),
  };
  try {
    if (existing) await deps.connections.remove(existing.id);
    await deps.connections.add(draft, deps.clock(), BY_OPERATOR);
  } catch (error) {
    await company.removeWebhook(webhook.webhookId).catch(() => undefined);
    throw error;
  }
  return { kind: "added", connectionId: id, webhookUrl: url, lines };
}

function isWanted(lineId: string, wanted: NewConnection["lines"]): boolean {
  return wanted === "all" || wanted.includes(lineId);
}

function unknownLines(lines: readonly ChosenLine[], wanted: NewConnection["lines"]): string[] {
  return wanted === "all" ? [] : wanted.filter((id) => !lines.some((line) => line.id === id));
}
