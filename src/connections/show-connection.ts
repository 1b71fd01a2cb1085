/** How a connection stands, whether it works, and which steps of the install are done (N3). */
import { checksOf, isHealthy, removedSide, type Check, type CheckCode } from "../domain/health.ts";
import type { ConnectionQueries, Standing } from "../domain/ports/admin.ts";

export type StepName = "gorgias" | "aircall" | "lines";
type StepState = "done" | "next" | "waiting";

export interface ConnectionShown extends Standing {
  side: ReturnType<typeof removedSide>;
  healthy: boolean;
  checks: Check[];
  steps: { name: StepName; state: StepState }[];
}

/** What must be true for a step to be done. */
const NEEDS: Record<StepName, readonly CheckCode[]> = {
  gorgias: ["gorgias_access", "admin"],
  aircall: ["aircall_access", "webhook"],
  lines: ["lines_selected", "lines_linked"],
};

/** Null when there is no such connection any more. */
export async function showConnection(
  { connections }: { connections: ConnectionQueries },
  connectionId: string,
): Promise<ConnectionShown | null> {
  const standing = await connections.standing(connectionId);
  if (!standing) return null;
  const checks = checksOf(standing);
  const healthy = isHealthy(standing.status, checks);
  return { ...standing, side: removedSide(standing), healthy, checks, steps: stepsOf(checks) };
}

/** The first step that is not done is the next one; those behind it wait, unless they are done already. */
export function stepsOf(checks: readonly Check[]): ConnectionShown["steps"] {
  const isOk = (code: CheckCode) => checks.some((check) => check.code === code && check.ok);
  const names = ["gorgias", "aircall", "lines"] as const;
  const done = names.map((name) => ({ name, isDone: NEEDS[name].every((code) => isOk(code)) }));
  const next = done.find(({ isDone }) => !isDone)?.name;
  return done.map(({ name, isDone }) => ({ name, state: isDone ? "done" : name === next ? "next" : "waiting" }));
}
