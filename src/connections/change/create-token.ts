/** Creates an API token. Its text is returned once, and stored nowhere. */
import { tokenFrom, type ApiToken, type TokenScope } from "../../domain/connection/api-token.ts";
import type { ChangedBy } from "../../domain/connection/audit.ts";
import type { ApiTokenStore } from "../../domain/ports/api-tokens.ts";
import { randomIds, type Ids } from "../../kit/ids.ts";

export interface CreateTokenDeps {
  tokens: Pick<ApiTokenStore, "add">;
  ids?: Ids;
}

export interface TokenRequest {
  name: string;
  scope: TokenScope;
  /** Null where it does not expire. */
  expiresInDays: number | null;
}

/** Among more tokens, an unused one would not be noticed. */
export const MOST_TOKENS = 50;
const DAY_MS = 86_400_000;

/** Null where the connection has `MOST_TOKENS` already. */
export async function createToken(
  { tokens, ids = randomIds }: CreateTokenDeps,
  connectionId: string,
  { name, scope, expiresInDays }: TokenRequest,
  change: ChangedBy,
): Promise<{ token: ApiToken; secret: string } | null> {
  const secret = tokenFrom(ids.secret());
  const expiresAt = expiresInDays === null ? null : change.now + expiresInDays * DAY_MS;
  const wanted = { id: ids.uuid(), name, scope, token: secret, expiresAt };
  const token = await tokens.add(connectionId, wanted, MOST_TOKENS, change);
  return token && { token, secret };
}
