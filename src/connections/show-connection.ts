/** How a connection stands, and which steps of the install are done (N3). */
import type { ConnectionQueries, Standing } from "../domain/ports/admin.ts";

export type StepName = "gorgias" | "aircall" | "lines";
export type StepState = "done" | "next" | "waiting";

export interface ConnectionShown extends Standing {
  steps: { name: StepName; state: StepState }[];
}

/** Null when there is no such connection any more. */
export async function showConnection(
  { connections }: { connections: ConnectionQueries },
  connectionId: string,
): Promise<ConnectionShown | null> {
  const standing = await connections.standing(connectionId);
  return standing && { ...standing, steps: stepsOf(standing) };
}

/** The first step that is not done is the next one; those behind it wait, unless they are done already. */
export function stepsOf(
  standing: Pick<Standing, "gorgiasJoined" | "aircallJoined" | "lines">,
): ConnectionShown["steps"] {
  const done: [StepName, boolean][] = [
    ["gorgias", standing.gorgiasJoined],
    ["aircall", standing.aircallJoined],
    ["lines", standing.lines.selected > 0],
  ];
  const next = done.find(([, isDone]) => !isDone)?.[0];
  return done.map(([name, isDone]) => ({ name, state: isDone ? "done" : name === next ? "next" : "waiting" }));
}
