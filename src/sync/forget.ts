/** What we remember of Gorgias may be out of date: a refused ticket is a reason to forget it and to ask again, once. */
import { RequestError, refusedWith } from "../kit/request-error.ts";
import type { PhoneIndex } from "../domain/ports/stores.ts";
import type { KnowledgeDeps } from "./desk-knowledge.ts";
import { settleNow, type Turn } from "./turn.ts";

export interface ForgetDeps extends KnowledgeDeps {
  index: PhoneIndex;
}

const FORGOTTEN = "forgotten";

/** The memory of customer and tags was thrown away before, for this ticket. */
export function hasForgotten(turn: Pick<Turn, "writes" | "era">): boolean {
  return turn.writes.some((write) => write.key === FORGOTTEN && write.round === turn.era);
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
    await deps.index.forget(turn.connectionId, turn.callerKey);
    await deps.memory.forgetTags(turn.connectionId, tags);
    await deps.memory.forgetUsers(turn.connectionId);
    const requests = turn.desk.spent() - before;
    await settleNow(deps, turn, { round: turn.era, key: FORGOTTEN, outcome: { why: error.message }, requests });
    throw new RequestError(`${error.message}; customer, tags and users are looked up once more`, {
      fate: "later",
      retryAfterMs: 0,
    });
  }
}
