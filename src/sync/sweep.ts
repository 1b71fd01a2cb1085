/**
 * Runs each second in every process: queues connections whose maintenance is due, and resumes deferred work within the
 * rate limits.
 */
import type { Scheduler } from "../domain/ports/stores.ts";
import type { Priority } from "../domain/activity/work-item.ts";

type Room = (connectionId: string, priority: Priority, now: number) => number;

export interface SweepDeps {
  /** Finds connections that are due. Deactivates those whose vendor has answered with 429s for too long (L5). */
  maintenanceOf: { takeDue(limit: number): Promise<string[]>; stopRefused(): Promise<void> };
  scheduler: Scheduler & { resume(room: Room): Promise<number>; upkeep(): Promise<void> };
  /** How many requests of a connection the rate limits allow now at this priority. */
  room: Room;
}

const MOST_AT_ONCE = 500;

/**
 * Returns the number of deferred calls and conversations that it resumed. A step that fails keeps no other step from its
 * work (S3). Rejects with the first failure.
 */
export async function sweep({ maintenanceOf, scheduler, room }: SweepDeps): Promise<number> {
  const failures: unknown[] = [];
  const attempt = <T>(step: Promise<T>, otherwise: T): Promise<T> =>
    step.catch((error: unknown) => {
      failures.push(error);
      return otherwise;
    });
  await attempt(maintenanceOf.stopRefused(), undefined);
  const due = await attempt(maintenanceOf.takeDue(MOST_AT_ONCE), []);
  const items = due.map((connectionId) => ({ connectionId, kind: "connection" as const, ref: "", part: "" }));
  await attempt(scheduler.markDue(items), undefined);
  await attempt(scheduler.upkeep(), undefined);
  // Resumes only what the rate limits allow. The rest would ask in vain and be deferred again.
  const resumed = await attempt(scheduler.resume(room), 0);
  if (failures.length > 0) throw failures[0];
  return resumed;
}
