/** Connects a new account from the set-up page: each part is checked at once, and nothing is stored before the end. */
import type { AccessProblem } from "../../domain/access/access-problem.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import type { Line } from "../../domain/call/call.ts";
import type { InstallStore } from "../../domain/ports/install.ts";
import type { SignedIn } from "../../domain/ports/oauth.ts";
import type { ReachProbes } from "../../domain/ports/reach.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import { addConnection } from "../access/add-connection.ts";
import { checkReach } from "../access/check-reach.ts";
import { readAccount } from "../access/read-account.ts";
import { openForOwner, type SignInDeps } from "./sign-in.ts";
import { tryAircallKey, tryGorgiasKey } from "../access/try-keys.ts";

export interface SetUpDeps extends SignInDeps {
  connections: ConnectionStore;
  installs: InstallStore;
  probes: ReachProbes;
  aircallApiUrl: string;
  /** Where the sandbox places calls. Null outside the sandbox. */
  phonePanel: string | null;
}

type Refused = { kind: "refused"; problem: AccessProblem };

export interface TypedGorgias {
  /** `acme`, `acme.gorgias.com`, or a URL. */
  account: string;
  email: string;
  key: string;
}

export interface TypedAircall {
  id: string;
  token: string;
}

export async function checkTypedGorgias(
  deps: SetUpDeps,
  typed: TypedGorgias,
): Promise<{ kind: "accepted"; account: string; name: string | null; email: string | null } | Refused> {
  const account = readAccount(typed.account);
  if (account === null) return { kind: "refused", problem: { code: "bad_account", typed: typed.account } };
  const existing = await deps.connections.withAccount(account);
  const former = existing && (await deps.installs.read(existing.id));
  if (former && former.reason !== "disconnected")
    return { kind: "refused", problem: { code: "already_connected", account } };
  const tried = await tryGorgiasKey(deps, existing?.id ?? deps.ids.uuid(), account, gorgiasCredential(typed));
  if (tried.kind === "refused") return tried;
  const { name, email } = tried.identity;
  return { kind: "accepted", account, name, email };
}

export async function checkTypedAircall(
  deps: SetUpDeps,
  typed: TypedAircall,
): Promise<{ kind: "accepted"; lines: Line[] } | Refused> {
  return tryAircallKey(deps, { id: deps.ids.uuid(), account: "new" }, aircallCredential(typed));
}

/** Whether Aircall could deliver to PUBLIC_URL. Null if so. */
export function checkAddress({ probes, ids, publicUrl, aircallApiUrl }: SetUpDeps): Promise<AccessProblem | null> {
  return checkReach({ probes, ids, publicUrl, aircallApiUrl, fetch });
}

export interface TypedConnection {
  gorgias: TypedGorgias;
  aircall: TypedAircall;
  /** Ids. */
  numbers: readonly string[];
  language: Settings["language"];
}

/** Makes the webhook, stores the connection, and signs in the owner of the Gorgias key. */
export async function connectTyped(
  deps: SetUpDeps,
  { gorgias, aircall, numbers, language }: TypedConnection,
): Promise<{ kind: "connected"; session: SignedIn } | Refused> {
  const problem = await checkAddress(deps);
  if (problem !== null) return { kind: "refused", problem };
  const added = await addConnection(deps, {
    account: gorgias.account,
    gorgias: gorgiasCredential(gorgias),
    aircall: aircallCredential(aircall),
    lines: numbers,
    settings: { language },
    by: gorgias.email.trim(),
  });
  if (added.kind === "refused") return added;
  const session = await openForOwner(deps, added.connectionId, added.account, added.owner);
  return { kind: "connected", session };
}

/** Spaces come from copying. */
export function gorgiasCredential({ email, key }: Pick<TypedGorgias, "email" | "key">): Credential {
  return { kind: "basic", user: email.trim(), password: key.trim() };
}

export function aircallCredential({ id, token }: TypedAircall): Credential {
  return { kind: "basic", user: id.trim(), password: token.trim() };
}
