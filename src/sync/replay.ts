/** Runs a call or conversation again on request. Completed writes stay completed. */
import { BY_OPERATOR } from "../domain/connection/audit.ts";
import type { ConnectionStore, Scheduler, WriteStore } from "../domain/ports/stores.ts";
import { kindOf, workOf } from "../domain/activity/work-item.ts";
import type { Clock } from "../kit/clock.ts";

export interface ReplayDeps {
  connections: Pick<ConnectionStore, "withAccount">;
  writes: Pick<WriteStore, "forgetRefused">;
  scheduler: Scheduler;
  clock: Clock;
}

/**
 * False if the account is not connected. Retries what Gorgias rejected before. Records `by` as the person who asked
 * (N7).
 */
export async function replay(
  deps: ReplayDeps,
  account: string,
  activityId: string,
  by: string = BY_OPERATOR,
): Promise<boolean> {
  const connection = await deps.connections.withAccount(account);
  if (!connection) return false;
  await deps.writes.forgetRefused(connection.id, activityId, { by, now: deps.clock() });
  // An insight card is shown when its call begins, or never (I2).
  if (kindOf(activityId) !== "card") await deps.scheduler.markDue([workOf(connection.id, activityId)]);
  return true;
}
