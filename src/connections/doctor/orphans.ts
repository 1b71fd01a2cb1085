/** Webhooks in Aircall at our address that no connection uses: what a failed or interrupted installation leaves behind (N5). */
import { webhookUrl } from "../../aircall/vendor.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import type { DoctorQueries, ExaminedConnection } from "../../domain/ports/doctor.ts";
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import { RequestError } from "../../kit/request-error.ts";

export interface OrphanDeps {
  queries: Pick<DoctorQueries, "connections" | "webhooks">;
  connections: Pick<ConnectionStore, "credential">;
  setup: OpenSetup;
  publicUrl: string;
}

/** The webhook ids that this credential can see. */
export async function findOrphans(
  { queries, setup, publicUrl }: Omit<OrphanDeps, "connections">,
  { id, account }: Pick<ExaminedConnection, "id" | "account">,
  credential: Credential,
): Promise<string[]> {
  const start = webhookUrl(publicUrl, "");
  const there = await setup.company(id, account, credential).webhooksAt(start);
  const used = await queries.webhooks();
  const isUsed = ({ url, webhookId }: { url: string; webhookId: string }) =>
    // A connection from an earlier version has no stored webhook id.
    used.some((one) => url === `${start}${one.key}` && (one.webhookId === null || one.webhookId === webhookId));
  return there.filter((webhook) => !isUsed(webhook)).map(({ webhookId }) => webhookId);
}

/** Returns the number of removed webhooks. `preview`: only counts them. Skips a company that does not answer. */
export async function removeOrphans(deps: OrphanDeps, account: string | null, preview = false): Promise<number> {
  let removed = 0;
  for (const connection of await deps.queries.connections(account)) {
    if (!connection.hasAircall) continue;
    try {
      const { credential } = await deps.connections.credential(connection.id, "aircall");
      const company = deps.setup.company(connection.id, connection.account, credential);
      for (const webhookId of await findOrphans(deps, connection, credential)) {
        if (!preview) await company.removeWebhook(webhookId);
        removed += 1;
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }
  return removed;
}
