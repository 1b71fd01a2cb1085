/** Signing in without an OAuth app: by a one-time link, or by a Gorgias admin's e-mail and API key (N2). */
import type { AccessProblem } from "../../domain/access/access-problem.ts";
import { BY_OPERATOR } from "../../domain/connection/audit.ts";
import type { OneTimeLinks, SetUpSessions } from "../../domain/ports/access.ts";
import type { SessionStore, SignedIn } from "../../domain/ports/oauth.ts";
import type { HelpDeskIdentity, OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import { boundedMap } from "../../kit/bounded-map.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Ids } from "../../kit/ids.ts";
import { readAccount } from "../access/read-account.ts";
import { tryGorgiasKey } from "../access/try-keys.ts";

export interface SignInDeps {
  links: OneTimeLinks;
  setUps: SetUpSessions;
  sessions: SessionStore;
  connections: Pick<ConnectionStore, "withAccount" | "credential">;
  setup: OpenSetup;
  ids: Ids;
  clock: Clock;
  /** The service's public URL. */
  publicUrl: string;
}

/** Long enough to copy a link from a terminal to a browser. */
const CONSOLE_LINK_MS = 15 * 60_000;
/** The operator of a fresh server may have to find the keys first. */
const SET_UP_LINK_MS = 60 * 60_000;
const SET_UP_SESSION_MS = 60 * 60_000;

/** The secret is behind the `#`, so that no server and no proxy writes it to a log, and no preview uses it up. */
export async function makeLink(
  { links, ids, clock, publicUrl }: Pick<SignInDeps, "links" | "ids" | "clock" | "publicUrl">,
  connectionId: string | null,
  by: string = BY_OPERATOR,
): Promise<{ url: string; expiresAt: string }> {
  const [secret, now] = [ids.secret(), clock()];
  const expiresAt = now + (connectionId === null ? SET_UP_LINK_MS : CONSOLE_LINK_MS);
  await links.make({ secret, connectionId, expiresAt }, { by, now });
  return { url: `${publicUrl}/link#${secret}`, expiresAt: new Date(expiresAt).toISOString() };
}

export type LinkUsed =
  | { kind: "signed in"; session: SignedIn }
  /** `secret` is for the browser's cookie. */
  | { kind: "set up"; secret: string }
  | { kind: "spent" };

export async function takeLink(deps: SignInDeps, secret: string): Promise<LinkUsed> {
  const now = deps.clock();
  const link = await deps.links.take(secret, now);
  if (!link) return { kind: "spent" };
  if (link.connectionId === null || link.account === null) {
    const browser = deps.ids.secret();
    await deps.setUps.open(browser, { now, expiresAt: now + SET_UP_SESSION_MS });
    return { kind: "set up", secret: browser };
  }
  const user = { id: null, name: BY_OPERATOR, email: null };
  return { kind: "signed in", session: await open(deps, { ...link, user, openedBy: "link" } as Opened) };
}

type Opened = Pick<SignedIn, "connectionId" | "account" | "user" | "openedBy">;

async function open({ sessions, ids, clock }: SignInDeps, opened: Opened): Promise<SignedIn> {
  const session = { ...opened, sessionId: ids.secret(), csrfToken: ids.secret() };
  await sessions.open(session, clock());
  return session;
}

export type KeySignIn =
  | { kind: "signed in"; session: SignedIn }
  /** The account is not connected, or Gorgias rejects the key: one answer for both, which reveals no account. */
  | { kind: "rejected" }
  | { kind: "too many" }
  | { kind: "refused"; problem: AccessProblem };

/** Rejected keys of one account, before further ones are not tried for a while. */
const MOST_REJECTED = 10;
const FORGET_MS = 15 * 60_000;
const MOST_ACCOUNTS = 1_000;

/** Counts rejected keys, so that this service is no way to guess keys or to use up an account's rate limit. */
export function keySignIn(
  deps: SignInDeps,
): (typed: { account: string; email: string; key: string }) => Promise<KeySignIn> {
  const rejected = boundedMap<string, { count: number; since: number }>(MOST_ACCOUNTS);
  /** Keys that Gorgias is being asked about: each may be rejected. */
  const beingTried = new Map<string, number>();
  const recent = (account: string) => {
    const known = rejected.get(account);
    return known && deps.clock() - known.since < FORGET_MS ? known : { count: 0, since: deps.clock() };
  };
  return async (typed) => {
    const account = readAccount(typed.account);
    if (account === null) return { kind: "refused", problem: { code: "bad_account", typed: typed.account } };
    const others = beingTried.get(account) ?? 0;
    if (recent(account).count + others >= MOST_REJECTED) return { kind: "too many" };
    beingTried.set(account, others + 1);
    try {
      const result = await tryKey(deps, account, typed);
      const before = recent(account);
      if (result.kind === "rejected") rejected.set(account, { ...before, count: before.count + 1 });
      return result;
    } finally {
      const left = (beingTried.get(account) ?? 1) - 1;
      if (left > 0) beingTried.set(account, left);
      else beingTried.delete(account);
    }
  };
}

async function tryKey(
  deps: SignInDeps,
  account: string,
  { email, key }: { email: string; key: string },
): Promise<KeySignIn> {
  const connection = await deps.connections.withAccount(account);
  // A disconnected account has no credential, so Gorgias could not confirm the admin later.
  const stored = connection && (await deps.connections.credential(connection.id, "gorgias").catch(() => null));
  if (!stored) return { kind: "rejected" };
  const credential = { kind: "basic" as const, user: email.trim(), password: key.trim() };
  const tried = await tryGorgiasKey(deps, connection.id, account, credential);
  if (tried.kind === "accepted")
    return { kind: "signed in", session: await openForOwner(deps, connection.id, account, tried.identity) };
  const { code } = tried.problem;
  return code === "gorgias_key_rejected" || code === "unknown_account" ? { kind: "rejected" } : tried;
}

/** A session of the owner of a Gorgias key that was just accepted. */
export function openForOwner(
  deps: SignInDeps,
  connectionId: string,
  account: string,
  { id, name, email }: HelpDeskIdentity,
): Promise<SignedIn> {
  return open(deps, { connectionId, account, user: { id, name, email }, openedBy: "key" });
}
