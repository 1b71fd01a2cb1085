/** The status of a connection, its health, and the steps of the install (N3). */
import { checksOf, isHealthy, removedSide, type Check, type CheckCode } from "../../domain/connection/health.ts";
import type { ConnectionQueries, ConnectionState } from "../../domain/ports/admin.ts";

export type StepName = "gorgias" | "aircall" | "lines";
type StepState = "done" | "next" | "waiting";

export interface ConnectionShown extends ConnectionState {
  side: ReturnType<typeof removedSide>;
  healthy: boolean;
  checks: Check[];
  steps: { name: StepName; state: StepState }[];
}

/** The checks that each step requires. */
const NEEDS: Record<StepName, readonly CheckCode[]> = {
  gorgias: ["gorgias_access", "admin"],
  aircall: ["aircall_access", "webhook"],
  lines: ["lines_selected", "lines_linked"],
};

/** Null if the connection does not exist any more. */
export async function showConnection(
  { connections }: { connections: ConnectionQueries },
  connectionId: string,
): Promise<ConnectionShown | null> {
  const state = await connections.status(connectionId);
  if (!state) return null;
  const checks = checksOf(state);
  const healthy = isHealthy(state.status, checks);
  return { ...state, side: removedSide(state), healthy, checks, steps: stepsOf(checks) };
}

/** The first incomplete step is next. Later incomplete steps wait. */
export function stepsOf(checks: readonly Check[]): ConnectionShown["steps"] {
  const isOk = (code: CheckCode) => checks.some((check) => check.code === code && check.ok);
  const names = ["gorgias", "aircall", "lines"] as const;
  const done = names.map((name) => ({ name, isDone: NEEDS[name].every((code) => isOk(code)) }));
  const next = done.find(({ isDone }) => !isDone)?.name;
  return done.map(({ name, isDone }) => ({ name, state: isDone ? "done" : name === next ? "next" : "waiting" }));
}
