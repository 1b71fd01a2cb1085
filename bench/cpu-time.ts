/**
 * Processor time of processes, which varies less than elapsed time on a busy machine. Works on Linux and is 0
 * elsewhere.
 */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts hundredths of a second. */
const TICKS_PER_S = 100;

interface Stat {
  pid: number;
  parent: number;
  seconds: number;
}

/** Seconds of a process and all its children, including those that ended. */
export function cpuSeconds(root: number): number {
  const stats = readAll();
  const family = new Set([root]);
  // A parent has the lower id unless ids wrapped around. A second pass covers that.
  for (let look = 0; look < 2; look += 1) {
    for (const { pid, parent } of stats) if (family.has(parent)) family.add(pid);
  }
  return stats.reduce((sum, { pid, seconds }) => (family.has(pid) ? sum + seconds : sum), 0);
}

function readAll(): Stat[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readOne(Number(name)))
      .toSorted((a, b) => a.pid - b.pid);
  } catch {
    return [];
  }
}

function readOne(pid: number): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The process name before it may contain any character.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return [{ pid, parent: fields[1] ?? 0, seconds: ticks / TICKS_PER_S }];
  } catch {
    // The process ended meanwhile.
    return [];
  }
}
