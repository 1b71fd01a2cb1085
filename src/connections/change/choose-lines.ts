/** Selects the lines that get tickets for their calls (N4). Unfinished calls of the last day get one too (S1). */
import type { ChangedBy } from "../../domain/connection/audit.ts";
import type { LineQueries } from "../../domain/ports/admin.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";

export interface ChooseLinesDeps {
  lines: Pick<LineQueries, "list">;
  connections: Pick<ConnectionStore, "selectLines">;
}

export type LinesChosen = { kind: "chosen" } | { kind: "unknown line"; id: string };

/** Selects exactly these of the known lines. */
export async function chooseLines(
  { lines, connections }: ChooseLinesDeps,
  connectionId: string,
  selected: readonly string[],
  change?: ChangedBy,
): Promise<LinesChosen> {
  const known = new Set((await lines.list(connectionId)).map((line) => line.id));
  const unknown = selected.find((id) => !known.has(id));
  if (unknown !== undefined) return { kind: "unknown line", id: unknown };
  await connections.selectLines(connectionId, selected, change);
  return { kind: "chosen" };
}
