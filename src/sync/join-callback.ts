/** Joins a request for a callback to the call that answered it, whichever of the two is looked at first (C13). */
import type { Dossier, RecordPlan, SubjectRecord, SubjectStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface JoinDeps {
  subjects: Pick<SubjectStore, "saveFacts" | "joinCallbacks">;
  clock: Clock;
}

/** What the other call is found by. */
const FACTS = ["direction", "answered", "callbackRequested", "caller", "startedAt"] as const;

/** A plan is for the facts it was made of: whoever has none may not have been joined as what it is by now. */
export function planUnlessNews(facts: SubjectRecord, before: SubjectRecord | null): RecordPlan | null {
  const isNews = mayHaveOther(facts) && FACTS.some((fact) => before?.[fact] !== facts[fact]);
  return isNews ? null : facts.plan;
}

function mayHaveOther({ direction, answered, callbackRequested }: SubjectRecord): boolean {
  return callbackRequested || (direction === "outbound" && answered);
}

/**
 * The facts are kept before the other call is looked for: see the store. Once both was done, it is the other call's turn
 * that finds this one; without a plan it may be that only the first was done.
 */
export async function joinCallback(
  { subjects, clock }: JoinDeps,
  { connection, servesCallback }: Dossier,
  facts: SubjectRecord,
): Promise<{ record: SubjectRecord; done: boolean }> {
  if (!mayHaveOther(facts)) return { record: facts, done: false };
  const answers = facts.direction === "outbound" && facts.answered;
  if (facts.plan !== null) return { record: facts, done: answers ? servesCallback : facts.callbackDoneBy !== null };
  await subjects.saveFacts(connection.id, facts, clock());
  const { done } = await subjects.joinCallbacks(connection.id, facts, clock());
  return { record: facts, done };
}
