/** Chooses the lines that make tickets. The next turn on a call goes by them (N4), and unfinished calls of the last day get one (S1). */
import type { ChangedBy } from "../domain/audit.ts";
import type { LineQueries } from "../domain/ports/admin.ts";
import type { ConnectionStore } from "../domain/ports/stores.ts";

export interface ChooseLinesDeps {
  lines: Pick<LineQueries, "list">;
  connections: Pick<ConnectionStore, "selectLines">;
}

export type LinesChosen = { kind: "chosen" } | { kind: "unknown line"; id: string };

/** All, some or none of the known lines; every other line is no longer selected. */
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
