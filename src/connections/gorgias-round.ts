/** The Gorgias round: it installs, and it signs in. Both ends of it, and what may go wrong between (N1, N2). */
import type { GorgiasOauth, OauthRounds, SessionStore, SignedIn } from "../domain/ports/oauth.ts";
import type { Installation, InstallStore } from "../domain/ports/install.ts";
import type { Token } from "../domain/connection.ts";
import type { DeskIdentity, OpenSetup } from "../domain/ports/setup.ts";
import type { ConnectionStore, SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";
import type { Ids } from "../kit/ids.ts";
import { RequestError, refusedWith } from "../kit/request-error.ts";
import type { Refusal } from "./refusal.ts";
import { settleOne, settleRevocations, type RevocationDeps } from "./settle-revocations.ts";

export interface GorgiasRoundDeps extends RevocationDeps {
  gorgias: GorgiasOauth;
  rounds: OauthRounds;
  installs: InstallStore;
  sessions: SessionStore;
  setup: OpenSetup;
  connections: Pick<ConnectionStore, "credential" | "withAccount">;
  subjects: Pick<SubjectStore, "wakeAll">;
  ids: Ids;
  clock: Clock;
}

const ACCOUNT = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Where the browser goes, and the secret it must bring back. `next` is a path of ours. */
export async function startGorgiasRound(
  deps: GorgiasRoundDeps,
  given: { account: string; next: string },
): Promise<{ kind: "go"; url: string; browser: string } | Refusal> {
  const account = given.account.trim().toLowerCase();
  // Anything else would become part of a host: the credential would go to a stranger's server (Gorgias contract 1).
  if (!ACCOUNT.test(account)) return { kind: "refused", why: "bad subdomain" };
  try {
    if (!(await deps.gorgias.knows(account))) return { kind: "refused", why: "unknown account" };
  } catch {
    return { kind: "refused", why: "gorgias unreachable" };
  }
  const [state, nonce, browser] = [deps.ids.secret(), deps.ids.secret(), deps.ids.secret()];
  const round = { vendor: "gorgias" as const, account, connectionId: null, next: given.next };
  await deps.rounds.begin(round, { state, browser }, deps.clock());
  return { kind: "go", url: deps.gorgias.authorizeUrl(account, { state, nonce }), browser };
}

export interface Callback {
  code: string | null;
  state: string | null;
  error: string | null;
  /** What the browser brought back. */
  browser: string | null;
}

/** Signed in, and where to go on. Whatever is refused leaves nothing behind, the round included. */
export async function finishGorgiasRound(
  deps: GorgiasRoundDeps,
  { code, state, error, browser }: Callback,
): Promise<{ kind: "signed in"; session: SignedIn; next: string } | Refusal> {
  const round = state && browser ? await deps.rounds.take("gorgias", { state, browser }, deps.clock()) : null;
  if (!round) return { kind: "refused", why: "spent state" };
  if (error !== null || code === null) return { kind: "refused", why: "consent denied" };
  try {
    const { account } = round;
    const tokens = await deps.gorgias.exchange(account, code);
    const credential = { kind: "bearer" as const, ...tokens, obtainedAt: deps.clock() };
    const installation = await install(deps, account, credential);
    if (installation.kind === "refused") return installation;
    const { desk } = installation;
    await wake(deps, installation.made);
    const session = {
      sessionId: deps.ids.secret(),
      connectionId: installation.made.id,
      account,
      user: { id: desk.id, name: desk.name, email: desk.email },
      csrfToken: deps.ids.secret(),
    };
    await deps.sessions.open(session, deps.clock());
    return { kind: "signed in", session, next: round.next };
  } catch (failure) {
    if (!(failure instanceof RequestError)) throw failure;
    return { kind: "refused", why: failure.fate === "refused" ? "code refused" : "gorgias unreachable" };
  }
}

/** Longer than the end of a round takes: a token that was not used by then was left by a process that died. */
const ROUND_PATIENCE_MS = 5 * 60_000;

type Installed = { kind: "installed"; made: Installation; desk: DeskIdentity } | Refusal;

/**
 * Whatever comes of it, no token is left alive that is not used: that this one is to be revoked is kept before anything else
 * is asked, and holds unless it is what the connection has by then (N6).
 */
async function install(deps: GorgiasRoundDeps, account: string, credential: Token): Promise<Installed> {
  const { revocations, installs, ids, clock } = deps;
  const revocation = {
    connectionId: account,
    account,
    vendor: "gorgias",
    credential,
    webhookId: null,
    appOff: false,
  } as const;
  const id = await revocations.request(revocation, clock() + ROUND_PATIENCE_MS);
  let made: Installation | null = null;
  try {
    const desk = await deps.setup.whoIsAt(account, account, credential);
    if (!desk.admin) return { kind: "refused", why: "not an admin" };
    const by = { name: desk.name, email: desk.email, at: clock() };
    made = await installs.joinGorgias({ id: ids.uuid(), account, webhookKey: ids.secret() }, credential, by);
    return { kind: "installed", made, desk };
  } finally {
    if (made) {
      await revocations.done(id);
      // Of the token that was replaced.
      await settleRevocations(deps, made.id);
    } else await settleOne(deps, { ...revocation, id });
  }
}

/** A new authorisation ends what its absence began; a deactivation by hand stays until somebody ends it by hand (L6, L7). */
async function wake(deps: GorgiasRoundDeps, installation: Installation): Promise<void> {
  const { installs, subjects, clock } = deps;
  const { id, status, reason, hasAircall } = installation;
  if (status !== "deactivated" || reason === "by_hand" || reason === "rate_limit") return;
  if (hasAircall && !(await aircallLetsUsIn(deps, installation))) return;
  await installs.setStatus(id, hasAircall ? "active" : "installing", null, clock());
  await subjects.wakeAll(id, clock());
}

/** The app may have been taken off in Aircall: then it has to be joined there again, and signing in is only signing in. */
async function aircallLetsUsIn(
  { connections, setup }: GorgiasRoundDeps,
  { id, account }: Installation,
): Promise<boolean> {
  const { credential } = await connections.credential(id, "aircall");
  try {
    await setup.company(id, account, credential).lines();
    return true;
  } catch (error) {
    if (refusedWith(error, 401, 403)) return false;
    // Whether it does is seen once Aircall answers again.
    if (error instanceof RequestError) return true;
    throw error;
  }
}
