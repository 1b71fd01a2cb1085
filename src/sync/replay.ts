/** Does what is missing of a call once more; what is done stays done. */
import type { ConnectionStore, Jobs, WriteStore } from "../domain/ports/stores.ts";

export interface ReplayDeps {
  connections: Pick<ConnectionStore, "withAccount">;
  writes: Pick<WriteStore, "forgetRefused">;
  jobs: Jobs;
}

/** False when the account is not connected. What Gorgias refused before is tried again. */
export async function replay(deps: ReplayDeps, account: string, subject: string): Promise<boolean> {
  const connection = await deps.connections.withAccount(account);
  if (!connection) return false;
  await deps.writes.forgetRefused(connection.id, subject);
  await deps.jobs.add([{ queue: "turn", connectionId: connection.id, subject }]);
  return true;
}
