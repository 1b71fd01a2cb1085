/** What a run amounted to: how much was simulated, which faults came about, and which fault met which step. */
import type { Matrix } from "./conditions.ts";
import type { FaultCounts } from "./play-faults.ts";

export interface Total {
  days: number;
  calls: number;
  messages: number;
  requests: number;
  seconds: number;
}

export function sayTotal({ days, calls, messages, requests, seconds }: Total): string {
  const perSecond = ((calls + messages) / seconds).toFixed(1);
  return `${days} days, ${calls} calls, ${messages} messages and ${requests} requests in ${Math.round(seconds)} s: ${perSecond} calls and messages a second`;
}

export function sayFaults(counts: FaultCounts): string {
  const all = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([kind, count]) => `${kind} ${count}`).join(", ");
}

/** The faults that can meet a step of each port. */
const CELLS: Record<string, readonly string[]> = {
  gorgias: ["crash before", "crash after", "refused", "lost answer", "500", "503", "429", "slow", "late"],
  aircall: ["crash before", "crash after", "refused", "lost answer", "500", "503", "slow", "late"],
  media: ["crash before", "crash after", "refused", "500", "slow"],
  database: ["crash before", "crash after", "refused", "lost answer"],
};

/** A line for each step with the faults that met it, and the cells that no fault met. */
export function sayMatrix(matrix: Matrix): { lines: string[]; uncovered: string[] } {
  const steps = [...matrix].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines: string[] = [];
  const uncovered: string[] = [];
  for (const [step, counts] of steps) {
    const cells = CELLS[step.split(" ")[0] ?? ""] ?? [];
    if (cells.length === 0) continue;
    const met = cells.flatMap((cell) => (counts.has(cell) ? [`${cell} ${counts.get(cell)}`] : []));
    lines.push(`${step} (${counts.get("none") ?? 0} without a fault): ${met.join(", ") || "none"}`);
    uncovered.push(...cells.filter((cell) => !counts.has(cell)).map((cell) => `${cell} at ${step}`));
  }
  return { lines, uncovered };
}

/** Adds the counts of one run to those of others. */
export function addMatrix(to: Matrix, from: Matrix): void {
  for (const [step, counts] of from) {
    const sum = to.get(step) ?? new Map<string, number>();
    for (const [fault, count] of counts) sum.set(fault, (sum.get(fault) ?? 0) + count);
    to.set(step, sum);
  }
}
