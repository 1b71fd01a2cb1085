/** The OAuth flow with Gorgias: installs the app and signs admins in (N1, N2). */
import type { CustomerFeed } from "../../domain/ports/customer-feed.ts";
import type { GorgiasOauth, OauthFlows, SessionStore, SignedIn } from "../../domain/ports/oauth.ts";
import type { Installation, InstallStore } from "../../domain/ports/install.ts";
import type { Token } from "../../domain/connection/connection.ts";
import type { HelpDeskIdentity, OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore, ActivityStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Ids } from "../../kit/ids.ts";
import { RequestError, refusedWith } from "../../kit/request-error.ts";
import type { InstallError } from "./install-error.ts";
import { readAccount } from "../access/read-account.ts";
import { completeRevocation, completeRevocations, type RevocationDeps } from "../maintenance/complete-revocations.ts";

export interface GorgiasFlowDeps extends RevocationDeps {
  gorgias: GorgiasOauth;
  flows: OauthFlows;
  installs: InstallStore;
  sessions: SessionStore;
  setup: OpenSetup;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  activities: Pick<ActivityStore, "wakeAll">;
  feed: Pick<CustomerFeed, "state" | "allow">;
  ids: Ids;
  clock: Clock;
}

/**
 * Where the browser goes, and the secret it must bring back. `next` is a path of ours. `events`: asks for the permission
 * to read events. Once allowed, every sign-in asks for it again, because the new token replaces the old one.
 */
export async function startGorgiasFlow(
  deps: GorgiasFlowDeps,
  given: { account: string; next: string; events: boolean },
): Promise<{ kind: "go"; url: string; browser: string } | InstallError> {
  // Anything else would become part of a host: the credential would go to a foreign server (Gorgias contract 1).
  const account = readAccount(given.account);
  if (account === null) return { kind: "refused", why: "bad subdomain" };
  try {
    if (!(await deps.gorgias.knows(account))) return { kind: "refused", why: "unknown account" };
  } catch {
    return { kind: "refused", why: "gorgias unreachable" };
  }
  const [state, nonce, browser] = [deps.ids.secret(), deps.ids.secret(), deps.ids.secret()];
  const events = given.events || (await mayReadEvents(deps, account));
  const flow = { vendor: "gorgias" as const, account, connectionId: null, next: given.next, events };
  await deps.flows.begin(flow, { state, browser }, deps.clock());
  return { kind: "go", url: deps.gorgias.authorizeUrl(account, { state, nonce, events }), browser };
}

async function mayReadEvents({ connections, feed }: GorgiasFlowDeps, account: string): Promise<boolean> {
  const known = await connections.withAccount(account);
  return known !== null && (await feed.state(known.id)).allowed;
}

export interface Callback {
  code: string | null;
  state: string | null;
  error: string | null;
  /** The secret from the browser's cookie. */
  browser: string | null;
}

/** Returns the session and the next page. A failed flow leaves nothing behind. */
export async function finishGorgiasFlow(
  deps: GorgiasFlowDeps,
  { code, state, error, browser }: Callback,
): Promise<{ kind: "signed in"; session: SignedIn; next: string } | InstallError> {
  const flow = state && browser ? await deps.flows.take("gorgias", { state, browser }, deps.clock()) : null;
  if (!flow) return { kind: "refused", why: "spent state" };
  if (error !== null || code === null) return { kind: "refused", why: "consent denied" };
  try {
    const { account } = flow;
    const tokens = await deps.gorgias.exchange(account, code);
    const credential = { kind: "bearer" as const, ...tokens, obtainedAt: deps.clock() };
    const installation = await install(deps, account, credential);
    if (installation.kind === "refused") return installation;
    const { helpDesk } = installation;
    await deps.feed.allow(installation.made.id, flow.events);
    await resume(deps, installation.made);
    const session = {
      sessionId: deps.ids.secret(),
      connectionId: installation.made.id,
      account,
      user: { id: helpDesk.id, name: helpDesk.name, email: helpDesk.email },
      csrfToken: deps.ids.secret(),
    };
    await deps.sessions.open(session, deps.clock());
    return { kind: "signed in", session, next: flow.next };
  } catch (failure) {
    if (!(failure instanceof RequestError)) throw failure;
    return { kind: "refused", why: failure.fate === "refused" ? "code refused" : "gorgias unreachable" };
  }
}

/** Longer than a flow takes to end. A token unused after this time was left by a process that died. */
const FLOW_TIMEOUT_MS = 5 * 60_000;

type Installed = { kind: "installed"; made: Installation; helpDesk: HelpDeskIdentity } | InstallError;

/**
 * No unused token stays valid. Before any other request, the service stores that this token is to be revoked. The
 * revocation is dropped only if the connection uses the token (N6).
 */
async function install(deps: GorgiasFlowDeps, account: string, credential: Token): Promise<Installed> {
  const { revocations, installs, ids, clock } = deps;
  const revocation = {
    connectionId: account,
    account,
    vendor: "gorgias",
    credential,
    webhookId: null,
    appOff: false,
  } as const;
  const id = await revocations.request(revocation, clock() + FLOW_TIMEOUT_MS).catch(async (error: unknown) => {
    // Nothing remembers this token, so it is revoked now.
    if (credential.refreshToken !== null)
      await deps.gorgias.revoke(account, credential.refreshToken).catch(() => undefined);
    throw error;
  });
  let made: Installation | null = null;
  try {
    const helpDesk = await deps.setup.whoIsAt(account, account, credential);
    if (!helpDesk.admin) return { kind: "refused", why: "not an admin" };
    const by = { name: helpDesk.name, email: helpDesk.email, at: clock() };
    made = await installs.joinGorgias({ id: ids.uuid(), account, webhookKey: ids.secret() }, credential, by);
    return { kind: "installed", made, helpDesk };
  } finally {
    if (made) {
      await revocations.done(id);
      // Revokes the replaced token.
      await completeRevocations(deps, made.id);
    } else await completeRevocation(deps, { ...revocation, id });
  }
}

/**
 * A new authorisation reactivates a connection that stopped for lack of one. One deactivated by hand stays so (L6, L7).
 */
async function resume(deps: GorgiasFlowDeps, installation: Installation): Promise<void> {
  const { installs, activities, clock } = deps;
  const { id, status, reason, hasAircall } = installation;
  if (status !== "deactivated" || reason === "by_hand" || reason === "rate_limit") return;
  if (hasAircall && !(await aircallAccepts(deps, installation))) return;
  await installs.setStatus(id, hasAircall ? "active" : "installing", null, clock());
  await activities.wakeAll(id, clock());
}

/** False if the app was removed in Aircall. It must be joined there again, and signing in changes nothing. */
async function aircallAccepts(
  { connections, setup }: GorgiasFlowDeps,
  { id, account }: Installation,
): Promise<boolean> {
  const { credential } = await connections.credential(id, "aircall");
  try {
    await setup.company(id, account, credential).lines();
    return true;
  } catch (error) {
    if (refusedWith(error, 401, 403)) return false;
    // Any other failure proves nothing. Maintenance checks again.
    if (error instanceof RequestError) return true;
    throw error;
  }
}
