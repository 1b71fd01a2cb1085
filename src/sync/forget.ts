/** What we remember of Gorgias may be out of date: a refused ticket is a reason to forget it and to ask again, once. */
import { RequestError, refusedWith } from "../kit/request-error.ts";
import type { PhoneIndex } from "../domain/ports/stores.ts";
import type { KnowledgeDeps } from "./desk-knowledge.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";

export interface ForgetDeps extends KnowledgeDeps {
  index: PhoneIndex;
}

const FORGOTTEN = "forgotten";

/** The memory of customer and tags was thrown away before, for this ticket. */
export function hasForgotten(turn: Pick<Turn, "writes" | "era">): boolean {
  return turn.writes.some((write) => write.key === FORGOTTEN && write.round === turn.era);
}

/** From now on what this work found out of the customer counts no more, and is found out under another name. */
export async function noteForgotten(deps: WriteDeps, turn: Turn, why: string, requests: number): Promise<void> {
  await settleNow(deps, turn, { round: turn.era, key: FORGOTTEN, outcome: { why }, requests });
}

/** Sends; at the first refusal of the call forgets the caller's customer, the tags' ids and the users, and asks for another turn. */
export async function orForget<T>(
  deps: ForgetDeps,
  turn: Turn,
  tags: readonly string[],
  send: () => Promise<T>,
): Promise<T> {
  const before = turn.desk.spent();
  try {
    return await send();
  } catch (error) {
    if (!refusedWith(error, 400, 404, 409, 422) || hasForgotten(turn)) throw error;
    const known = await deps.index.known(turn.connectionId, turn.callerKey);
    if (known) await deps.index.forget(turn.connectionId, turn.callerKey, known.customer.id);
    await deps.memory.forgetTags(turn.connectionId, tags);
    await deps.memory.forgetUsers(turn.connectionId);
    await noteForgotten(deps, turn, error.message, turn.desk.spent() - before);
    throw new RequestError(`${error.message}; customer, tags and users are looked up once more`, {
      fate: "later",
      retryAfterMs: 0,
    });
  }
}
