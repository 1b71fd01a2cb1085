/** What every process does each second: connections whose maintenance is due, and deferred work that there is capacity for. */
import type { Scheduler } from "../domain/ports/stores.ts";
import type { Lane } from "../domain/ports/help-desk.ts";

type Room = (connectionId: string, lane: Lane, now: number) => number;

export interface SweepDeps {
  /** Connections whose maintenance is due. Stops those that are refused for too long (L5). */
  caring: { takeDue(limit: number): Promise<string[]>; stopRefused(): Promise<void> };
  scheduler: Scheduler & { resume(room: Room): Promise<number>; upkeep(): Promise<void> };
  /** How many requests of a connection could go now in this lane. */
  room: Room;
}

const MOST_AT_ONCE = 500;

/** How many deferred calls and conversations were resumed. */
export async function sweep({ caring, scheduler, room }: SweepDeps): Promise<number> {
  await caring.stopRefused();
  const due = await caring.takeDue(MOST_AT_ONCE);
  await scheduler.markDue(due.map((connectionId) => ({ connectionId, kind: "connection", ref: "", part: "" })));
  await scheduler.upkeep();
  // No more than there is capacity for: the rest would only ask and be deferred again.
  return scheduler.resume(room);
}
