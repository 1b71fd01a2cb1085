/** Joins a Gorgias account to an Aircall company with a pair of API keys. */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { AccessProblem } from "../../domain/access/access-problem.ts";
import { findNumbers } from "../../domain/access/find-numbers.ts";
import { BY_OPERATOR } from "../../domain/connection/audit.ts";
import type { ChosenLine, Credential } from "../../domain/connection/connection.ts";
import type { Installation, InstallStore, JoinedBy } from "../../domain/ports/install.ts";
import type { CompanySetup, HelpDeskIdentity, OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Ids } from "../../kit/ids.ts";
import { RequestError } from "../../kit/request-error.ts";
import { makeWebhook } from "./make-webhook.ts";
import { readAccount } from "./read-account.ts";
import { tryAircallKey, tryGorgiasKey, unavailable } from "./try-keys.ts";

export interface AddDeps {
  connections: ConnectionStore;
  installs: Pick<InstallStore, "read" | "joinGorgias" | "joinAircall">;
  setup: OpenSetup;
  /** The service's public URL: `https://calls.example.com`. */
  publicUrl: string;
  ids: Ids;
  clock: Clock;
}

export interface NewConnection {
  /** As typed: `acme`, `acme.gorgias.com`, or a URL of the help desk. */
  account: string;
  gorgias: Credential;
  aircall: Credential;
  /** The Aircall numbers to follow, each by its id, digits or name. */
  lines: "all" | readonly string[];
  settings?: Partial<Settings>;
  /** Replaces a connection of the same account, with everything saved for it. */
  replace?: boolean;
  /** The person who does it, for the audit log. Left out: the operator. */
  by?: string;
}

export type Added =
  | {
      kind: "added";
      connectionId: string;
      account: string;
      webhookUrl: string;
      lines: ChosenLine[];
      /** The owner of the Gorgias key. */
      owner: HelpDeskIdentity;
    }
  | { kind: "refused"; problem: AccessProblem };

/** Checks everything first. A refusal leaves nothing behind, neither here nor at a vendor. */
export async function addConnection(deps: AddDeps, wanted: NewConnection): Promise<Added> {
  const account = readAccount(wanted.account);
  if (account === null) return { kind: "refused", problem: { code: "bad_account", typed: wanted.account } };
  const existing = await deps.connections.withAccount(account);
  // A disconnected account is joined again, with its settings and history.
  const former = existing && !wanted.replace ? await deps.installs.read(existing.id) : null;
  if (former && former.reason !== "disconnected")
    return { kind: "refused", problem: { code: "already_connected", account } };
  return addChecked(deps, { ...wanted, account }, existing?.id ?? null, former);
}

type Chosen = { kind: "chosen"; lines: ChosenLine[] } | Extract<Added, { kind: "refused" }>;

function chosenAmong(lines: readonly Omit<ChosenLine, "selected">[], wanted: NewConnection["lines"]): Chosen {
  if (wanted === "all") return { kind: "chosen", lines: lines.map((line) => ({ ...line, selected: true })) };
  const found = findNumbers(lines, wanted);
  if (found.kind === "refused") return found;
  return { kind: "chosen", lines: lines.map((line) => ({ ...line, selected: found.ids.includes(line.id) })) };
}

/** `former`: the disconnected installation of the account. `existing`: the connection that has the account. */
async function addChecked(
  deps: AddDeps,
  wanted: NewConnection,
  existing: string | null,
  former: Installation | null,
): Promise<Added> {
  const { account } = wanted;
  const id = former?.id ?? deps.ids.uuid();
  const helpDesk = await tryGorgiasKey(deps, id, account, wanted.gorgias);
  if (helpDesk.kind === "refused") return helpDesk;
  const phone = await tryAircallKey(deps, { id, account, except: existing }, wanted.aircall);
  if (phone.kind === "refused") return phone;
  const found = chosenAmong(phone.lines, wanted.lines);
  if (found.kind === "refused") return found;
  const { lines } = found;
  const joined = { helpDesk: helpDesk.identity, lines, id, webhookKey: former?.webhookKey ?? deps.ids.secret() };
  const company = deps.setup.company(id, account, wanted.aircall);
  const url = webhookUrl(deps.publicUrl, joined.webhookKey);
  const made = await makeOurWebhook(company, url);
  if (made.kind === "refused") return made;
  try {
    if (former) await joinAgain(deps, wanted, joined, made);
    else await addNew(deps, wanted, joined, { ...made, replaces: existing });
  } catch (error) {
    await company.removeWebhook(made.webhookId).catch(() => undefined);
    throw error;
  }
  return { kind: "added", connectionId: id, account, webhookUrl: url, lines, owner: helpDesk.identity };
}

interface Joined {
  id: string;
  webhookKey: string;
  helpDesk: HelpDeskIdentity;
  lines: ChosenLine[];
}

type Webhook = {
  webhookId: string;
  token: string;
  callbackTagIds: Awaited<ReturnType<CompanySetup["callbackTagIds"]>>;
};

/** Last of what Aircall is asked, so that nothing that fails leaves a webhook behind. */
async function makeOurWebhook(
  company: CompanySetup,
  url: string,
): Promise<(Webhook & { kind: "made" }) | { kind: "refused"; problem: AccessProblem }> {
  try {
    const callbackTagIds = await company.callbackTagIds();
    const webhook = await makeWebhook(company, url);
    if (webhook === "limit reached") return { kind: "refused", problem: { code: "webhook_limit" } };
    return { kind: "made", webhookId: webhook.webhookId, token: webhook.token, callbackTagIds };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { kind: "refused", problem: unavailable("aircall", error) };
  }
}

async function addNew(
  { connections, clock }: AddDeps,
  { account, gorgias, aircall, settings, by = BY_OPERATOR }: NewConnection,
  { id, webhookKey, helpDesk, lines }: Joined,
  { webhookId, token, callbackTagIds, replaces }: Webhook & { replaces: string | null },
): Promise<void> {
  if (replaces !== null) await connections.remove(replaces);
  const draft = {
    id,
    account,
    webhookKey,
    webhookToken: token,
    webhookId,
    callbackTagIds,
    lines,
    credentials: { aircall, gorgias },
    joinedBy: ownerOf(helpDesk, clock()),
    ...(settings ? { settings } : {}),
  };
  await connections.add(draft, clock(), by);
}

/** Keeps the settings, and everything that is stored of earlier calls. */
async function joinAgain(
  { connections, installs, clock }: AddDeps,
  { account, gorgias, aircall, by = BY_OPERATOR }: NewConnection,
  { id, webhookKey, helpDesk, lines }: Joined,
  { webhookId, token, callbackTagIds }: Webhook,
): Promise<void> {
  const owner = ownerOf(helpDesk, clock());
  await installs.joinGorgias({ id, account, webhookKey }, gorgias, owner);
  await installs.joinAircall(id, {
    companyId: null,
    credential: aircall,
    webhookId,
    webhookToken: token,
    callbackTagIds,
    lines,
    linked: null,
    by: owner,
  });
  const chosen = lines.filter(({ selected }) => selected).map((line) => line.id);
  await connections.selectLines(id, chosen, { by, now: clock() });
}

function ownerOf({ name, email }: HelpDeskIdentity, at: number): JoinedBy {
  return { name, email, at };
}
