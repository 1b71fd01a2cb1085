/** Counts the planned faults that took effect. A run with few of them proves little. */
import type { PlannedFault } from "./plan.ts";

interface FaultCount {
  /** Reached in the plan. */
  due: number;
  /** Took effect. A fault that is neither done nor failed found no process to act on. */
  done: number;
  /** The error of each that could not be injected. */
  failures: string[];
}

/** By kind, such as `kill` or `faults of gorgias`. */
export type FaultCounts = Record<string, FaultCount>;

export function kindOf(fault: PlannedFault): string {
  return fault.do === "vendor faults" ? `faults of ${fault.of}` : fault.do;
}

/** Counts `fault`, whose `outcome` is true if it took effect. Never rejects. */
export async function countFault(counts: FaultCounts, fault: PlannedFault, outcome: Promise<boolean>): Promise<void> {
  const count = (counts[kindOf(fault)] ??= { due: 0, done: 0, failures: [] });
  count.due += 1;
  try {
    if (await outcome) count.done += 1;
  } catch (error) {
    count.failures.push(error instanceof Error ? error.message : String(error));
  }
}

/** A sentence for each failure, and for each kind that never took effect. Must be empty. */
export function missingFaults(counts: FaultCounts): string[] {
  return Object.entries(counts).flatMap(([kind, { due, done, failures }]) => [
    ...failures.map((why) => `${kind} failed: ${why}`),
    ...(done === 0 ? [`${kind} never took effect, though it was due ${due} times`] : []),
  ]);
}

export function describeFaults(counts: FaultCounts): string {
  return Object.entries(counts)
    .map(([kind, { due, done, failures }]) => {
      const failed = failures.length > 0 ? `, ${failures.length} failed` : "";
      return `${kind} ${done} of ${due}${failed}`;
    })
    .join(", ");
}
