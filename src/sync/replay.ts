/** Does what is missing of a call once more; what is done stays done. */
import { BY_OPERATOR } from "../domain/audit.ts";
import type { ConnectionStore, Jobs, WriteStore } from "../domain/ports/stores.ts";
import type { Clock } from "../kit/clock.ts";

export interface ReplayDeps {
  connections: Pick<ConnectionStore, "withAccount">;
  writes: Pick<WriteStore, "forgetRefused">;
  jobs: Jobs;
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
  await deps.jobs.add([{ queue: "turn", connectionId: connection.id, subject }]);
  return true;
}
