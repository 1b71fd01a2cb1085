/** Keeps count of what was to go wrong: a suite in which little of it came about would be green for nothing. */
import type { Planned } from "./plan.ts";

interface DeedCount {
  /** Its time came. */
  due: number;
  /** It came about. What is neither done nor failed could not be done: there was nobody to do it to. */
  done: number;
  /** Why it went wrong, each time. */
  failures: string[];
}

/** By kind, such as `kill` or `weather of gorgias`. */
export type DeedCounts = Record<string, DeedCount>;

export function kindOf(deed: Planned): string {
  return deed.do === "weather" ? `weather of ${deed.of}` : deed.do;
}

/** Counts what `deed` comes to: true when it came about. Never rejects. */
export async function countDeed(counts: DeedCounts, deed: Planned, outcome: Promise<boolean>): Promise<void> {
  const count = (counts[kindOf(deed)] ??= { due: 0, done: 0, failures: [] });
  count.due += 1;
  try {
    if (await outcome) count.done += 1;
  } catch (error) {
    count.failures.push(error instanceof Error ? error.message : String(error));
  }
}

/** A sentence for each failure, and for each kind that never came about; empty is what is wanted. */
export function shortcomings(counts: DeedCounts): string[] {
  return Object.entries(counts).flatMap(([kind, { due, done, failures }]) => [
    ...failures.map((why) => `${kind} failed: ${why}`),
    ...(done === 0 ? [`${kind} never came about, though it was due ${due} times`] : []),
  ]);
}

export function describeDeeds(counts: DeedCounts): string {
  return Object.entries(counts)
    .map(([kind, { due, done, failures }]) => {
      const failed = failures.length > 0 ? `, ${failures.length} failed` : "";
      return `${kind} ${done} of ${due}${failed}`;
    })
    .join(", ");
}
