/** The Gorgias credential of a connection, refreshed ahead of its end by one node only; where it was removed, the connection stops (L6). */
import {
  authorizationOf,
  type Connection,
  type Credential,
  type RenewalTrouble,
  type Token,
} from "../domain/connection.ts";
import type { RevocationStore, TokenStore } from "../domain/ports/install.ts";
import type { GorgiasOauth } from "../domain/ports/oauth.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";
import { isWithin } from "../kit/moments.ts";
import { RequestError } from "../kit/request-error.ts";
import { stopConnection, type StopByItselfDeps } from "./stop-by-itself.ts";
import { keyIsRefused, type VerifyKeyDeps } from "./verify-key.ts";

export interface FreshDeps extends StopByItselfDeps, VerifyKeyDeps {
  connections: Pick<ConnectionStore, "credential" | "unseal">;
  tokens: TokenStore;
  revocations: Pick<RevocationStore, "request">;
  /** Null where no Gorgias app is configured: then there are only API keys. */
  gorgias: GorgiasOauth | null;
  /** Has the connection looked after at once. */
  hurry(connectionId: string): Promise<void>;
}

/** A token is refreshed when it has less than this left. */
const AHEAD_MS = 10 * 60_000;
/** A token younger than this was refused for another reason than its age. */
const YOUNG_MS = 60_000;
/** A refresh that failed is tried again after this, doubling up to the longest wait. */
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** A token that was refused and refreshed counts as verified for so long, doubling up to `YOUNG_MS`. */
const FIRST_DOUBT_MS = 10_000;

/** The connection that a credential is wanted for; what was read of it along with something else need not be read again. */
export type OfConnection = Pick<Connection, "id" | "sealedCredential">;

/**
 * Rejects `later` while a token that has ended cannot be refreshed, and `refused` when the authorisation is gone or an API
 * key is known to be refused.
 */
export async function freshCredential(deps: FreshDeps, connection: OfConnection): Promise<Credential> {
  const { id: connectionId, sealedCredential } = connection;
  const atHand = sealedCredential ? await deps.connections.unseal(sealedCredential) : null;
  if (atHand && msLeft(deps, atHand) > AHEAD_MS) return atHand;
  // Another node may have refreshed it since: an old refresh token would end the authorisation.
  const { account, credential, problem } = await deps.connections.credential(connectionId, "gorgias");
  if (credential.kind === "basic") {
    if (problem?.kind === "refused") await tryKey(deps, { id: connectionId, account }, credential);
    return credential;
  }
  const left = msLeft(deps, credential);
  if (left > AHEAD_MS) return credential;
  const claim = await deps.tokens.claimRefresh(connectionId, deps.clock());
  if (claim.kind === "taken") {
    if (left > 0) return credential;
    throw notNow(account, Math.max(1_000, claim.until - deps.clock()));
  }
  // Between the reading and the claim another node may have done it, and given its claim back.
  const latest = (await deps.connections.credential(connectionId, "gorgias")).credential;
  if (latest.kind !== "bearer" || msLeft(deps, latest) > AHEAD_MS) return latest;
  return refresh(deps, { connectionId, account, failures: claim.failures }, latest);
}

/** By one node: the key may have been put right in Gorgias. */
async function tryKey(deps: FreshDeps, of: { id: string; account: string }, key: Credential): Promise<void> {
  const claim = await deps.tokens.claimRefresh(of.id, deps.clock());
  if (claim.kind === "taken" || (await keyIsRefused(deps, of, key))) throw keyRefused(of.account);
}

/** How long it lasts from now on; API keys last for ever. */
function msLeft({ clock }: FreshDeps, credential: Credential): number {
  return credential.kind === "bearer" && credential.expiresAt !== null ? credential.expiresAt - clock() : Infinity;
}

/**
 * A refused token counts as ended, however young it is: the next turn refreshes it, which tells whether the authorisation
 * is gone (Gorgias contract 2.4). A token that a refresh has verified moments ago is not verified again at once: where the
 * token endpoint goes on renewing what the API refuses, that would never end. An API key cannot be refreshed: it is asked
 * with once more. Answers after how many ms another try is worth it; null: it is not.
 */
export async function endToken(deps: FreshDeps, connectionId: string, refused: Credential): Promise<number | null> {
  const { account, credential } = await deps.connections.credential(connectionId, "gorgias");
  // Replaced while the request was under way.
  if (authorizationOf(credential) !== authorizationOf(refused)) return 0;
  if (refused.kind !== "bearer") {
    if (await keyIsRefused(deps, { id: connectionId, account }, refused)) await deps.hurry(connectionId);
    return null;
  }
  const now = deps.clock();
  const ageMs = now - refused.obtainedAt;
  const refusals = isWithin(refused.obtainedAt, now, YOUNG_MS) ? (refused.refusals ?? 0) : 0;
  const verifiedForMs = refusals === 0 ? 0 : backOff(FIRST_DOUBT_MS, YOUNG_MS, refusals);
  if (refusals > 0) {
    const problem = { kind: "not renewed", why: "refused again", since: now } as const;
    await deps.tokens.judge(connectionId, "gorgias", refused, problem);
  }
  if (ageMs < verifiedForMs) return refusals === 1 ? verifiedForMs - ageMs : null;
  await deps.tokens.end(connectionId, { ...refused, refusals: refusals + 1 });
  await deps.hurry(connectionId);
  return 0;
}

/** Asks at once whether the authorisation still stands, by a refresh; keeps what comes of it. */
export async function verifyToken(deps: FreshDeps, connectionId: string): Promise<void> {
  const { credential } = await deps.connections.credential(connectionId, "gorgias");
  if (credential.kind !== "bearer") return;
  await deps.tokens.end(connectionId, credential);
  await freshCredential(deps, { id: connectionId, sealedCredential: null }).catch((error: unknown) => {
    if (!(error instanceof RequestError)) throw error;
  });
}

interface Renewal {
  connectionId: string;
  account: string;
  /** Refreshes that failed in a row until now. */
  failures: number;
}

async function refresh(deps: FreshDeps, renewal: Renewal, old: Token): Promise<Credential> {
  const { connectionId, account } = renewal;
  if (!deps.gorgias) {
    // A gap in this node's configuration says nothing of the authorisation.
    throw new RequestError(
      `gorgias (${account}): GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET are not set on this node`,
      { fate: "later", retryAfterMs: 60_000, obstacle: "oauth_not_configured" },
    );
  }
  if (old.refreshToken === null) return msLeft(deps, old) > 0 ? old : gone(deps, renewal, old);
  try {
    const tokens = await deps.gorgias.refresh(account, old.refreshToken);
    // Only a token that was refused before its time says something of the next one.
    const refusals = old.expiresAt === 0 ? (old.refusals ?? 0) : 0;
    const token: Token = { kind: "bearer", ...tokens, obtainedAt: deps.clock(), refusals };
    if (await deps.tokens.replace(connectionId, old, token)) return token;
    // Installed again, or disconnected, meanwhile: nobody would ever end this one.
    const unused = {
      connectionId,
      account,
      vendor: "gorgias",
      credential: token,
      webhookId: null,
      appOff: false,
    } as const;
    if (token.refreshToken !== old.refreshToken) await deps.revocations.request(unused, deps.clock());
    return await keptNow(deps, connectionId);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.fate === "refused" ? gone(deps, renewal, old) : postpone(deps, renewal, old, error);
  }
}

async function keptNow({ connections }: FreshDeps, connectionId: string): Promise<Credential> {
  return (await connections.credential(connectionId, "gorgias")).credential;
}

/** It was installed again meanwhile, or another node was slow and yet faster: then it says nothing of what is kept. */
async function gone(deps: FreshDeps, { connectionId, account }: Renewal, old: Token): Promise<Credential> {
  const problem = { kind: "removed", why: null, since: deps.clock() } as const;
  if (!(await deps.tokens.judge(connectionId, "gorgias", old, problem))) return keptNow(deps, connectionId);
  await stopConnection(deps, connectionId, { reason: "authorisation_removed", side: "gorgias" });
  throw new RequestError(`gorgias (${account}): the authorisation was removed. It must be installed again.`, {
    fate: "refused",
    status: 401,
    vendor: "gorgias",
  });
}

/** The token is used until it ends, and its refresh is tried again, later and later. */
async function postpone(deps: FreshDeps, renewal: Renewal, old: Token, error: RequestError): Promise<Credential> {
  const { connectionId, account, failures } = renewal;
  const now = deps.clock();
  const waitMs = Math.max(error.retryAfterMs ?? 0, backOff(FIRST_WAIT_MS, LONGEST_WAIT_MS, failures + 1));
  const why = troubleOf(error);
  await deps.tokens.postpone(connectionId, { why, until: now + waitMs, now });
  deps.log.warn({ connectionId, why, err: error }, "the token of Gorgias could not be refreshed; tried again later");
  if (failures === 0) await deps.hurry(connectionId);
  if (msLeft(deps, old) > 0) return old;
  throw notNow(account, waitMs);
}

function backOff(first: number, longest: number, attempt: number): number {
  return Math.min(first * 2 ** Math.min(attempt - 1, 20), longest);
}

function troubleOf({ status, body }: RequestError): RenewalTrouble {
  const { error } = (body ?? {}) as { error?: unknown };
  if (status === 401 || status === 403 || error === "invalid_client" || error === "unauthorized_client")
    return "client refused";
  if (status === 429) return "limit";
  if (status === null || status >= 500 || status === 408 || error === "temporarily_unavailable") return "unavailable";
  return "not understood";
}

function notNow(account: string, retryAfterMs: number): RequestError {
  return new RequestError(`gorgias (${account}): its token is being refreshed`, {
    fate: "later",
    retryAfterMs,
    obstacle: "token_refreshing",
  });
}

function keyRefused(account: string): RequestError {
  return new RequestError(
    `gorgias (${account}): refuses the API key. Enter a new one: aircall-gorgias connection keys ${account}`,
    { fate: "refused", status: 401, vendor: "gorgias" },
  );
}
