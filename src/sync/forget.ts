/** Clears cached Gorgias data after a rejection, because it may be outdated. Asks Gorgias again, once. */
import type { PhoneIndex } from "../domain/ports/stores.ts";
import { failureOf } from "../domain/reasons/failure-of.ts";
import type { Reason } from "../domain/reasons/reason.ts";
import type { KnowledgeDeps } from "./desk-knowledge.ts";
import type { Told } from "./ticket/leave-out.ts";
import { settleNow, type Turn, type WriteDeps } from "./turn.ts";

export interface ForgetDeps extends KnowledgeDeps {
  index: PhoneIndex;
}

/** What to forget: all (customer, tag ids and users), or only the tags or the users. */
export type Memory = "all" | "tags" | "users";

const FORGOTTEN = "forgotten";

/** True if this cache generation has already forgotten the customer and the tags. */
export function hasForgotten(turn: Pick<Turn, "writes" | "era">): boolean {
  return turn.writes.some((write) => write.key === FORGOTTEN && write.round === turn.era);
}

/** Marks the customer that this work item found as outdated. The next search uses another key. */
export async function noteForgotten(deps: WriteDeps, turn: Turn, reason: Reason, requests: number): Promise<void> {
  await settleNow(deps, turn, { round: turn.era, key: FORGOTTEN, outcome: { reason }, requests });
}

/** Forgets at most once for each ticket. False if that was done before. `requests` is the number used to find out. */
export async function forgetOnce(
  deps: ForgetDeps,
  turn: Turn,
  { memory, tags }: { memory: Memory; tags: readonly string[] },
  told: Told,
): Promise<boolean> {
  const key = memory === "all" ? FORGOTTEN : `${FORGOTTEN}:${memory}`;
  if (hasForgotten(turn) || isNoted(turn, key)) return false;
  if (memory === "all") await forgetCustomer(deps, turn);
  if (memory !== "users") await deps.memory.forgetTags(turn.connectionId, tags);
  if (memory !== "tags") await deps.memory.forgetUsers(turn.connectionId);
  // Changes the object in place, because other views of this run share it.
  if (memory !== "tags") turn.surroundings.users = null;
  if (memory === "all") turn.surroundings.remembered = null;
  await note(deps, turn, key, told);
  return true;
}

async function forgetCustomer({ index }: ForgetDeps, { connectionId, callerKey }: Turn): Promise<void> {
  const known = await index.known(connectionId, callerKey);
  if (known) await index.forget(connectionId, callerKey, known.customer.id);
}

/** Forgets one named tag, once. Each tag counts on its own. */
export async function forgetTagOnce(deps: ForgetDeps, turn: Turn, name: string, told: Told): Promise<boolean> {
  const key = `${FORGOTTEN}:tag:${name}`;
  if (isNoted(turn, key)) return false;
  await deps.memory.forgetTags(turn.connectionId, [name]);
  await note(deps, turn, key, told);
  return true;
}

function isNoted({ writes, era }: Turn, key: string): boolean {
  return writes.some((write) => write.key === key && write.round === era);
}

async function note(deps: ForgetDeps, turn: Turn, key: string, { error, requests }: Told): Promise<void> {
  await settleNow(deps, turn, { round: turn.era, key, outcome: { reason: failureOf(error) }, requests });
}
