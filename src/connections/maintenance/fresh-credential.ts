/**
 * Keeps a connection's Gorgias credential valid: one node refreshes it early. Stops a connection that was removed (L6).
 */
import {
  authorizationOf,
  type Connection,
  type Credential,
  type RenewalTrouble,
  type Token,
} from "../../domain/connection/connection.ts";
import type { RevocationStore, TokenStore } from "../../domain/ports/install.ts";
import type { GorgiasOauth } from "../../domain/ports/oauth.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import { isWithin } from "../../kit/moments.ts";
import { RequestError } from "../../kit/request-error.ts";
import { autoDeactivate, type AutoDeactivateDeps } from "./auto-deactivate.ts";
import { keyIsRefused, type VerifyKeyDeps } from "../sign-in/verify-key.ts";

export interface FreshDeps extends AutoDeactivateDeps, VerifyKeyDeps {
  connections: Pick<ConnectionStore, "credential" | "unseal">;
  tokens: TokenStore;
  revocations: Pick<RevocationStore, "request">;
  /** Null without a configured Gorgias app. Then there are only API keys. */
  gorgias: GorgiasOauth | null;
  /** Schedules maintenance of the connection at once. */
  hurry(connectionId: string): Promise<void>;
}

/** Remaining lifetime below which a token is refreshed. */
const AHEAD_MS = 10 * 60_000;
/** A rejection of a token younger than this has another reason than its age. */
const RECENT_MS = 60_000;
/** Wait after a failed refresh. It doubles up to the longest wait. */
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** A rejected and refreshed token counts as verified for this time. It doubles up to `RECENT_MS`. */
const FIRST_VERIFIED_MS = 10_000;

/** The connection that needs a credential. A `sealedCredential` that the caller has read saves a query. */
export type OfConnection = Pick<Connection, "id" | "sealedCredential">;

/**
 * Rejects with fate `later` while an expired token cannot be refreshed. Rejects with `refused` if the authorisation is
 * gone or Gorgias rejects the API key.
 */
export async function freshCredential(deps: FreshDeps, connection: OfConnection): Promise<Credential> {
  const { id: connectionId, sealedCredential } = connection;
  const given = sealedCredential ? await deps.connections.unseal(sealedCredential) : null;
  if (given && msLeft(deps, given) > AHEAD_MS) return given;
  // Another node may have refreshed it meanwhile. Using an old refresh token would end the authorisation.
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
    throw refreshPending(account, Math.max(1_000, claim.until - deps.clock()));
  }
  // Another node may have refreshed it between the read and the claim.
  const latest = (await deps.connections.credential(connectionId, "gorgias")).credential;
  if (latest.kind !== "bearer" || msLeft(deps, latest) > AHEAD_MS) return latest;
  return refresh(deps, { connectionId, account, failures: claim.failures }, latest);
}

/** One node tests the key. An admin may have repaired it in Gorgias. */
async function tryKey(deps: FreshDeps, of: { id: string; account: string }, key: Credential): Promise<void> {
  const claim = await deps.tokens.claimRefresh(of.id, deps.clock());
  if (claim.kind === "taken" || (await keyIsRefused(deps, of, key))) throw keyRefused(of.account);
}

/** Remaining lifetime in ms. API keys do not expire. */
function msLeft({ clock }: FreshDeps, credential: Credential): number {
  return credential.kind === "bearer" && credential.expiresAt !== null ? credential.expiresAt - clock() : Infinity;
}

/**
 * Treats a rejected token as expired, whatever its age. The next run refreshes it, which shows whether the
 * authorisation is gone (docs/vendors/gorgias.md 2.4). A token verified by a refresh moments ago is not refreshed again
 * at once. Otherwise a token endpoint that renews what the API rejects would cause an endless loop. An API key cannot
 * be refreshed, so it is tested once more. Returns the ms until another attempt is useful, or null.
 */
export async function endToken(deps: FreshDeps, connectionId: string, refused: Credential): Promise<number | null> {
  const { account, credential } = await deps.connections.credential(connectionId, "gorgias");
  // The credential was replaced during the request.
  if (authorizationOf(credential) !== authorizationOf(refused)) return 0;
  if (refused.kind !== "bearer") {
    if (await keyIsRefused(deps, { id: connectionId, account }, refused)) await deps.hurry(connectionId);
    return null;
  }
  const now = deps.clock();
  const ageMs = now - refused.obtainedAt;
  const refusals = isWithin(refused.obtainedAt, now, RECENT_MS) ? (refused.refusals ?? 0) : 0;
  const verifiedForMs = refusals === 0 ? 0 : backOff(FIRST_VERIFIED_MS, RECENT_MS, refusals);
  if (refusals > 0) {
    const problem = { kind: "not renewed", why: "refused again", since: now } as const;
    await deps.tokens.judge(connectionId, "gorgias", refused, problem);
  }
  if (ageMs < verifiedForMs) return refusals === 1 ? verifiedForMs - ageMs : null;
  await deps.tokens.end(connectionId, { ...refused, refusals: refusals + 1 });
  await deps.hurry(connectionId);
  return 0;
}

/** Refreshes the token now to learn whether the authorisation still exists, and saves the result. */
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
  /** Number of failed refreshes in a row. */
  failures: number;
}

async function refresh(deps: FreshDeps, renewal: Renewal, old: Token): Promise<Credential> {
  const { connectionId, account } = renewal;
  if (!deps.gorgias) {
    // A missing setting on this node says nothing about the authorisation.
    throw new RequestError(
      `gorgias (${account}): GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET are not set on this node`,
      { fate: "later", retryAfterMs: 60_000, obstacle: "oauth_not_configured" },
    );
  }
  if (old.refreshToken === null) return msLeft(deps, old) > 0 ? old : handleRemoval(deps, renewal, old);
  try {
    const tokens = await deps.gorgias.refresh(account, old.refreshToken);
    // Only an early rejection of the old token says something about the new one.
    const refusals = old.expiresAt === 0 ? (old.refusals ?? 0) : 0;
    const token: Token = { kind: "bearer", ...tokens, obtainedAt: deps.clock(), refusals };
    if (await deps.tokens.replace(connectionId, old, token)) return token;
    // The account was installed again or disconnected meanwhile. Without a revocation this token would live on.
    const unused = {
      connectionId,
      account,
      vendor: "gorgias",
      credential: token,
      webhookId: null,
      appOff: false,
    } as const;
    if (token.refreshToken !== old.refreshToken) await deps.revocations.request(unused, deps.clock());
    return await storedCredential(deps, connectionId);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.fate === "refused" ? handleRemoval(deps, renewal, old) : postpone(deps, renewal, old, error);
  }
}

async function storedCredential({ connections }: FreshDeps, connectionId: string): Promise<Credential> {
  return (await connections.credential(connectionId, "gorgias")).credential;
}

/** If the stored token has changed (new install, faster node), the answer is about the old one only. */
async function handleRemoval(deps: FreshDeps, { connectionId, account }: Renewal, old: Token): Promise<Credential> {
  const problem = { kind: "removed", why: null, since: deps.clock() } as const;
  if (!(await deps.tokens.judge(connectionId, "gorgias", old, problem))) return storedCredential(deps, connectionId);
  await autoDeactivate(deps, connectionId, { reason: "authorisation_removed", side: "gorgias" });
  throw new RequestError(`gorgias (${account}): the authorisation was removed. Install the app again from Gorgias.`, {
    fate: "refused",
    status: 401,
    vendor: "gorgias",
  });
}

/** Uses the token until it expires and tries the refresh again, with growing waits. */
async function postpone(deps: FreshDeps, renewal: Renewal, old: Token, error: RequestError): Promise<Credential> {
  const { connectionId, account, failures } = renewal;
  const now = deps.clock();
  const waitMs = Math.max(error.retryAfterMs ?? 0, backOff(FIRST_WAIT_MS, LONGEST_WAIT_MS, failures + 1));
  const why = problemOf(error);
  await deps.tokens.postpone(connectionId, { why, until: now + waitMs, now });
  deps.log.warn({ connectionId, why, err: error }, "could not refresh the Gorgias token, will retry");
  if (failures === 0) await deps.hurry(connectionId);
  if (msLeft(deps, old) > 0) return old;
  throw refreshPending(account, waitMs);
}

function backOff(first: number, longest: number, attempt: number): number {
  return Math.min(first * 2 ** Math.min(attempt - 1, 20), longest);
}

function problemOf({ status, body }: RequestError): RenewalTrouble {
  const { error } = (body ?? {}) as { error?: unknown };
  if (status === 401 || status === 403 || error === "invalid_client" || error === "unauthorized_client")
    return "client refused";
  if (status === 429) return "limit";
  if (status === null || status >= 500 || status === 408 || error === "temporarily_unavailable") return "unavailable";
  return "not understood";
}

function refreshPending(account: string, retryAfterMs: number): RequestError {
  return new RequestError(`gorgias (${account}): its token is being refreshed`, {
    fate: "later",
    retryAfterMs,
    obstacle: "token_refreshing",
  });
}

function keyRefused(account: string): RequestError {
  return new RequestError(
    `gorgias (${account}): the API key was rejected. Enter a new one: aircall-gorgias connection keys ${account}`,
    { fate: "refused", status: 401, vendor: "gorgias" },
  );
}
