/** Puts back to work what nothing else would: calls whose time has come, and deliveries that no turn has looked at. */
import type { CallStore, Jobs } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface SweepDeps {
  calls: Pick<CallStore, "takeDue">;
  inbox: { requeueUnread(before: number, limit: number): Promise<number> };
  jobs: Jobs;
  clock: Clock;
}

/** Long enough for a delivery's own job to have started. */
const UNREAD_AFTER_MS = 3_000;
const MOST_AT_ONCE = 500;

/** How many pieces of work were put back. */
export async function sweep({ calls, inbox, jobs, clock }: SweepDeps): Promise<number> {
  const now = clock();
  const due = await calls.takeDue(now, MOST_AT_ONCE);
  await jobs.add(due.map((work) => ({ queue: "call", ...work })));
  return due.length + (await inbox.requeueUnread(now - UNREAD_AFTER_MS, MOST_AT_ONCE));
}
