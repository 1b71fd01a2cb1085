/** Tests an API key once more and saves a final rejection, so that no work uses the key again. */
import type { Credential } from "../../domain/connection/connection.ts";
import type { TokenStore } from "../../domain/ports/install.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { Clock } from "../../kit/clock.ts";
import { RequestError, refusedWith } from "../../kit/request-error.ts";

export interface VerifyKeyDeps {
  setup: Pick<OpenSetup, "whoIsAt">;
  tokens: Pick<TokenStore, "judge">;
  clock: Clock;
}

/** True if Gorgias rejects the key. If Gorgias does not answer, the stored state stays. */
export async function keyIsRefused(
  { setup, tokens, clock }: VerifyKeyDeps,
  { id, account }: { id: string; account: string },
  credential: Credential,
): Promise<boolean> {
  try {
    await setup.whoIsAt(id, account, credential);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (refusedWith(error, 401)) {
      await tokens.judge(id, "gorgias", credential, { kind: "refused", why: null, since: clock() });
    }
    return true;
  }
  await tokens.judge(id, "gorgias", credential, null);
  return false;
}
