/** Joins a callback request to the call that answered it, in whichever order the two calls run (C13). */
import type { Snapshot, RecordPlan, ActivityRecord, ActivityStore } from "../../domain/ports/stores.ts";
import type { Clock } from "../../kit/clock.ts";

export interface JoinDeps {
  activities: Pick<ActivityStore, "saveFacts" | "joinCallbacks">;
  clock: Clock;
}

/** The facts that find the other call. */
const FACTS = ["direction", "answered", "callbackRequested", "caller", "startedAt"] as const;

/**
 * A plan is valid only for the facts that it was made from. Without a plan, the join may be missing for the present
 * facts.
 */
export function planUnlessNews(facts: ActivityRecord, before: ActivityRecord | null): RecordPlan | null {
  const isNews = mayHaveOther(facts) && FACTS.some((fact) => before?.[fact] !== facts[fact]);
  return isNews ? null : facts.plan;
}

function mayHaveOther({ direction, answered, callbackRequested }: ActivityRecord): boolean {
  return callbackRequested || (direction === "outbound" && answered);
}

/**
 * Stores the facts before it looks for the other call. `joinCallbacks` of the store explains why. With a plan, both
 * steps are done, and the other call's run finds this call. Without a plan, perhaps only the first step is done.
 */
export async function joinCallback(
  { activities, clock }: JoinDeps,
  { connection, servesCallback }: Snapshot,
  facts: ActivityRecord,
): Promise<{ record: ActivityRecord; done: boolean }> {
  if (!mayHaveOther(facts)) return { record: facts, done: false };
  const answers = facts.direction === "outbound" && facts.answered;
  if (facts.plan !== null) return { record: facts, done: answers ? servesCallback : facts.callbackDoneBy !== null };
  await activities.saveFacts(connection.id, facts, clock());
  const { done } = await activities.joinCallbacks(connection.id, facts, clock());
  return { record: facts, done };
}
