/** Something that was looked at, or why it could not be: looking goes on either way. */
import { RequestError } from "../../kit/request-error.ts";

/** `refused`: whoever was asked said no to us, rather than nothing. */
export type Looked<T> = { kind: "seen"; value: T } | { kind: "failed"; why: string; refused: boolean };

/** Resolves whatever happens. */
export async function attempt<T>(look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { kind: "seen", value: await look() };
  } catch (error) {
    const refused = error instanceof RequestError && (error.status === 401 || error.status === 403);
    return { kind: "failed", why: sayWhy(error), refused };
  }
}

/** Errors of other kinds come from reading an answer: what was in it is nobody's business. */
function sayWhy(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  return error.name === "ZodError" ? "the answer is not as documented" : error.message;
}
