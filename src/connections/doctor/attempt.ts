/** The result of one check, or the reason why it failed. The other checks continue. */
import { RequestError } from "../../kit/request-error.ts";

/** `refused`: the vendor rejected our credential. */
export type Looked<T> = { kind: "seen"; value: T } | { kind: "failed"; why: string; refused: boolean };

/** Never rejects. */
export async function attempt<T>(look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { kind: "seen", value: await look() };
  } catch (error) {
    const refused = error instanceof RequestError && (error.status === 401 || error.status === 403);
    return { kind: "failed", why: sayWhy(error), refused };
  }
}

/** The message of any other error may quote the vendor's answer. */
function sayWhy(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  return error.name === "ZodError" ? "the answer is not as documented" : error.message;
}
