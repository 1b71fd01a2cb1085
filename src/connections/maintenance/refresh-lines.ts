/** Reads the company's lines from Aircall, and which of them are linked to our app. */
import type { OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import type { InstallStore } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";

export interface RefreshLinesDeps {
  connections: Pick<ConnectionStore, "credential">;
  installs: Pick<InstallStore, "keepLines" | "keepLinks">;
  setup: OpenSetup;
}

/**
 * By line id, whether it is linked. Null if Aircall does not answer or does not tell. New lines are saved unselected.
 */
export async function refreshLines(
  deps: RefreshLinesDeps,
  connectionId: string,
): Promise<Record<string, boolean> | null> {
  try {
    const { account, credential } = await deps.connections.credential(connectionId, "aircall");
    const company = deps.setup.company(connectionId, account, credential);
    const lines = await company.lines();
    await deps.installs.keepLines(connectionId, lines);
    const { linkedLines } = await company.about();
    if (linkedLines) await deps.installs.keepLinks(connectionId, linkedLines);
    return linkedLines && Object.fromEntries(lines.map(({ id }) => [id, linkedLines.includes(id)]));
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}
