/** Joins a request for a callback to the call that answered it, whichever of the two is looked at first (C13). */
import type { Dossier, SubjectRecord, SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface JoinDeps {
  subjects: Pick<SubjectStore, "save" | "joinCallbacks">;
  clock: Clock;
}

/** What the other call is found by. */
const FACTS = ["direction", "answered", "callbackRequested", "caller", "startedAt"] as const;

/**
 * The facts are kept before the other call is looked for: see the store. Once both was done, it is the other call's turn
 * that finds this one; without a plan it may be that only the first was done.
 */
export async function joinCallback(
  { subjects, clock }: JoinDeps,
  { connection, record: before, servesCallback }: Dossier,
  facts: SubjectRecord,
): Promise<{ record: SubjectRecord; done: boolean }> {
  const answers = facts.direction === "outbound" && facts.answered;
  if (!answers && !facts.callbackRequested) return { record: facts, done: false };
  if (before && before.plan !== null && FACTS.every((fact) => before[fact] === facts[fact]))
    return { record: facts, done: answers ? servesCallback : facts.callbackDoneBy !== null };
  const record = { ...facts, plan: null };
  await subjects.save(connection.id, record, new Map(), clock());
  const { done } = await subjects.joinCallbacks(connection.id, record, clock());
  return { record: { ...record, wakeAtRead: record.wakeAt }, done };
}
