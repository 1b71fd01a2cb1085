/** The result of one check, or the reason why it failed. The other checks continue. */
import { RequestError } from "../../kit/request-error.ts";

/** `refused`: the vendor rejected our credential. */
export type Attempted<T> = { kind: "seen"; value: T } | { kind: "failed"; why: string; refused: boolean };

/** Never rejects. */
export async function attempt<T>(check: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { kind: "seen", value: await check() };
  } catch (error) {
    const refused = error instanceof RequestError && (error.status === 401 || error.status === 403);
    return { kind: "failed", why: messageOf(error), refused };
  }
}

/** The message of any other error may quote the vendor's answer. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  return error.name === "ZodError" ? "the answer is not as documented" : error.message;
}
