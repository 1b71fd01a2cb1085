/** Does what is missing of a call once more; what is done stays done. */
import { BY_OPERATOR } from "../domain/audit.ts";
import type { ConnectionStore, Scheduler, WriteStore } from "../domain/ports/stores.ts";
import { kindOf } from "../domain/subject.ts";
import { workOf } from "../domain/work-item.ts";
import type { Clock } from "../kit/clock.ts";

export interface ReplayDeps {
  connections: Pick<ConnectionStore, "withAccount">;
  writes: Pick<WriteStore, "forgetRefused">;
  scheduler: Scheduler;
  clock: Clock;
}

/** False when the account is not connected. What Gorgias refused before is tried again. `by` wants it, and is recorded (N7). */
export async function replay(
  deps: ReplayDeps,
  account: string,
  subject: string,
  by: string = BY_OPERATOR,
): Promise<boolean> {
  const connection = await deps.connections.withAccount(account);
  if (!connection) return false;
  await deps.writes.forgetRefused(connection.id, subject, { by, now: deps.clock() });
  // A card is shown when its call begins, or never (I2).
  if (kindOf(subject) !== "card") await deps.scheduler.markDue([workOf(connection.id, subject)]);
  return true;
}
