/** Which fault occurs when. The seed decides all of it before the run begins. */
import type { Seeded } from "./seeded.ts";

type Fault =
  | { do: "kill"; member: number; evenStarting: boolean }
  | { do: "freeze"; member: number; ms: number }
  | { do: "renew"; member: number }
  | { do: "restart database"; how: "fast" | "immediate"; awayMs: number }
  | { do: "cut connections"; connections: number }
  | { do: "step clock"; member: number; offsetMs: number }
  | { do: "vendor faults"; of: "gorgias" | "aircall" | "deliveries"; kind: number };

export type PlannedFault = Fault & { atMs: number };

export interface PlanOptions {
  forMs: number;
  members: number;
  /** How many kinds of faults each has. The first kind is none. */
  vendorFaultKinds: Record<"gorgias" | "aircall" | "deliveries", number>;
  /** A short run has every fault at least once, and vendors are never without. A long one follows `PAUSES`. */
  short: boolean;
}

/** Seconds between two of a kind: minimum and maximum. */
const PAUSES: [Fault["do"], number, number][] = [
  ["kill", 0.8, 2.8],
  ["freeze", 10, 30],
  ["renew", 15, 40],
  ["restart database", 45, 75],
  ["cut connections", 3, 9],
  ["step clock", 8, 20],
];
/** Each first pause ends within the run, with any seed. */
const SHORT_PAUSES: [Fault["do"], number, number][] = [
  ["kill", 0.9, 1.6],
  ["freeze", 1, 2],
  ["renew", 1.2, 2.6],
  ["restart database", 2, 3.2],
  ["cut connections", 0.8, 1.6],
  ["step clock", 1, 2],
];
/** Shorter than the 45 s after which a frozen worker loses its lease, because docs/races.md names that race. */
const LONGEST_FREEZE_MS = 8_000;
/** Further apart than synchronised clocks ever are. */
const LARGEST_STEP_MS = 3 * 60_000;

export function planChaos(random: Seeded, { forMs, members, vendorFaultKinds, short }: PlanOptions): PlannedFault[] {
  const planned: PlannedFault[] = [];
  for (const [kind, least, most] of short ? SHORT_PAUSES : PAUSES) {
    const own = random.fork(kind);
    let isFirst = true;
    for (let at = own.between(least, most) * 1000; at < forMs; at += own.between(least, most) * 1000) {
      planned.push({ ...fault(kind, own, { members, short, isFirst }), atMs: Math.round(at) });
      isFirst = false;
    }
  }
  for (const vendor of ["gorgias", "aircall", "deliveries"] as const) {
    const own = random.fork(`faults of ${vendor}`);
    const last = vendorFaultKinds[vendor] - 1;
    for (let at = 0; at < forMs; at += own.between(short ? 800 : 3_000, short ? 1_600 : 9_000)) {
      const kind = own.int(short ? 1 : 0, last);
      planned.push({ do: "vendor faults", of: vendor, kind, atMs: Math.round(at) });
    }
  }
  return planned.sort((a, b) => a.atMs - b.atMs);
}

interface Circumstances {
  members: number;
  short: boolean;
  isFirst: boolean;
}

function fault(kind: Fault["do"], random: Seeded, { members, short, isFirst }: Circumstances): Fault {
  const member = random.int(0, members - 1);
  switch (kind) {
    case "freeze":
      return { do: kind, member, ms: random.int(500, short ? 1_500 : LONGEST_FREEZE_MS) };
    case "restart database":
      return { do: kind, how: random.pick(["fast", "immediate"]), awayMs: random.int(100, short ? 500 : 3_000) };
    case "cut connections":
      return { do: kind, connections: random.int(1, 6) };
    case "step clock": {
      // Sometimes the clock is set right again. At first there is nothing to set right.
      const isRight = !isFirst && random.chance(0.3);
      return { do: kind, member, offsetMs: isRight ? 0 : random.int(-LARGEST_STEP_MS, LARGEST_STEP_MS) };
    }
    case "kill":
      return { do: kind, member, evenStarting: random.chance(0.2) };
    case "renew":
      return { do: kind, member };
    case "vendor faults":
      throw new Error("faults of vendors are planned separately");
    default:
      return kind satisfies never;
  }
}
