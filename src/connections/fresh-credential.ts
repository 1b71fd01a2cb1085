/** The Gorgias credential of a connection, refreshed ahead of its end by one node only; when it cannot be, the connection stops (L6). */
import type { Connection, Credential, Token } from "../domain/connection.ts";
import type { TokenStore } from "../domain/ports/install.ts";
import type { GorgiasOauth } from "../domain/ports/oauth.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";
import { RequestError } from "../kit/request-error.ts";
import { stopConnection, type StopByItselfDeps } from "./stop-by-itself.ts";

export interface FreshDeps extends StopByItselfDeps {
  connections: Pick<ConnectionStore, "credential" | "unseal">;
  tokens: TokenStore;
  /** Null where no Gorgias app is configured: then there are only API keys. */
  gorgias: GorgiasOauth | null;
}

/** A token is refreshed when it has less than this left. */
const AHEAD_MS = 10 * 60_000;
/** How soon somebody who needs the token looks whether another node has refreshed it. */
const POLL_MS = 1_000;
/** A token younger than this is not refused for its age. */
const YOUNG_MS = 60_000;

/** The connection that a credential is wanted for; what was read of it along with something else need not be read again. */
export type OfConnection = Pick<Connection, "id" | "sealedCredential">;

/** Rejects `later` while another node refreshes a token that is dead already, and `refused` when the authorisation is gone. */
export async function freshCredential(deps: FreshDeps, connection: OfConnection): Promise<Credential> {
  const { id: connectionId, sealedCredential } = connection;
  const atHand = sealedCredential ? await deps.connections.unseal(sealedCredential) : null;
  if (atHand && msLeft(deps, atHand) > AHEAD_MS) return atHand;
  // Another node may have refreshed it since: an old refresh token would end the authorisation.
  const { account, credential } = await deps.connections.credential(connectionId, "gorgias");
  const left = msLeft(deps, credential);
  if (credential.kind !== "bearer" || left > AHEAD_MS) return credential;
  if (!(await deps.tokens.claimRefresh(connectionId, deps.clock()))) {
    if (left > 0) return credential;
    throw new RequestError(`gorgias (${account}): its token is being refreshed`, {
      fate: "later",
      retryAfterMs: POLL_MS,
    });
  }
  // Between the reading and the claim another node may have done it, and given its claim back.
  const latest = (await deps.connections.credential(connectionId, "gorgias")).credential;
  if (latest.kind !== "bearer" || msLeft(deps, latest) > AHEAD_MS) return latest;
  return refresh(deps, connectionId, account, latest);
}

/** How long it lasts from now on; API keys last for ever. */
function msLeft({ clock }: FreshDeps, credential: Credential): number {
  return credential.kind === "bearer" && credential.expiresAt !== null ? credential.expiresAt - clock() : Infinity;
}

/**
 * A refused token may only be old: it counts as ended, so that the next turn refreshes it (Gorgias contract 2.4). True
 * where that turn has another token, or will. False for an API key, and for a token that was refreshed a moment ago: then
 * it is not its age.
 */
export async function endToken(deps: FreshDeps, connectionId: string, refused: Credential): Promise<boolean> {
  if (refused.kind !== "bearer") return false;
  const { credential } = await deps.connections.credential(connectionId, "gorgias");
  // Refreshed while the request was under way.
  if (!isSame(credential, refused)) return true;
  if (deps.clock() - refused.obtainedAt < YOUNG_MS) return false;
  await deps.tokens.end(connectionId, refused);
  return true;
}

function isSame(kept: Credential, token: Token): boolean {
  return kept.kind === "bearer" && kept.accessToken === token.accessToken;
}

async function refresh(deps: FreshDeps, connectionId: string, account: string, old: Token): Promise<Credential> {
  const kept = async () => (await deps.connections.credential(connectionId, "gorgias")).credential;
  const gone = async (): Promise<Credential> => {
    // It was installed again meanwhile, or another node was slow and yet faster: then it says nothing of what is kept.
    const now = await kept();
    if (!isSame(now, old)) return now;
    await stopConnection(deps, connectionId, "authorisation removed");
    throw new RequestError(`gorgias (${account}): the authorisation was removed. It must be installed again.`, {
      fate: "refused",
      status: 401,
    });
  };
  if (!deps.gorgias) {
    // A gap in this node's configuration says nothing of the authorisation.
    throw new RequestError(
      `gorgias (${account}): GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET are not set on this node`,
      {
        fate: "later",
        retryAfterMs: 60_000,
      },
    );
  }
  if (old.refreshToken === null) return gone();
  try {
    const tokens = await deps.gorgias.refresh(account, old.refreshToken);
    const token: Token = { kind: "bearer", ...tokens, obtainedAt: deps.clock() };
    return (await deps.tokens.replace(connectionId, old, token)) ? token : await kept();
  } catch (error) {
    if (error instanceof RequestError && error.fate === "refused") return gone();
    throw error;
  }
}
