/** What goes wrong and when: all of it decided by the seed before anything begins. */
import type { Seeded } from "./seeded.ts";

type Deed =
  | { do: "kill"; member: number; evenStarting: boolean }
  | { do: "freeze"; member: number; ms: number }
  | { do: "renew"; member: number }
  | { do: "restart database"; how: "fast" | "immediate"; awayMs: number }
  | { do: "cut connections"; connections: number }
  | { do: "step clock"; member: number; offsetMs: number }
  | { do: "weather"; of: "gorgias" | "aircall" | "deliveries"; kind: number };

export type Planned = Deed & { atMs: number };

export interface PlanOptions {
  forMs: number;
  members: number;
  /** Kinds of weather each has to offer; the first is fair. */
  weathers: Record<"gorgias" | "aircall" | "deliveries", number>;
  /** A short run has every deed at least once, and no fair weather; a long one the rhythm of `PAUSES`. */
  short: boolean;
}

/** Seconds between two of a kind, at least and at most. */
const PAUSES: [Deed["do"], number, number][] = [
  ["kill", 0.8, 2.8],
  ["freeze", 10, 30],
  ["renew", 15, 40],
  ["restart database", 45, 75],
  ["cut connections", 3, 9],
  ["step clock", 8, 20],
];
/** Each first pause ends within the run, whatever the seed. */
const SHORT_PAUSES: [Deed["do"], number, number][] = [
  ["kill", 0.9, 1.6],
  ["freeze", 1, 2],
  ["renew", 1.2, 2.6],
  ["restart database", 2, 3.2],
  ["cut connections", 0.8, 1.6],
  ["step clock", 1, 2],
];
/** Shorter than the heartbeat (45 s) after which a frozen worker's job is given away: that race is known. */
const LONGEST_FREEZE_MS = 8_000;
/** Farther apart than clocks that are kept by anything ever are. */
const LARGEST_STEP_MS = 3 * 60_000;

export function planChaos(random: Seeded, { forMs, members, weathers, short }: PlanOptions): Planned[] {
  const planned: Planned[] = [];
  for (const [kind, least, most] of short ? SHORT_PAUSES : PAUSES) {
    const own = random.fork(kind);
    let isFirst = true;
    for (let at = own.between(least, most) * 1000; at < forMs; at += own.between(least, most) * 1000) {
      planned.push({ ...deed(kind, own, { members, short, isFirst }), atMs: Math.round(at) });
      isFirst = false;
    }
  }
  for (const whose of ["gorgias", "aircall", "deliveries"] as const) {
    const own = random.fork(`weather of ${whose}`);
    const last = weathers[whose] - 1;
    for (let at = 0; at < forMs; at += own.between(short ? 800 : 3_000, short ? 1_600 : 9_000)) {
      const kind = own.int(short ? 1 : 0, last);
      planned.push({ do: "weather", of: whose, kind, atMs: Math.round(at) });
    }
  }
  return planned.sort((a, b) => a.atMs - b.atMs);
}

interface Circumstances {
  members: number;
  short: boolean;
  isFirst: boolean;
}

function deed(kind: Deed["do"], random: Seeded, { members, short, isFirst }: Circumstances): Deed {
  const member = random.int(0, members - 1);
  switch (kind) {
    case "freeze":
      return { do: kind, member, ms: random.int(500, short ? 1_500 : LONGEST_FREEZE_MS) };
    case "restart database":
      return { do: kind, how: random.pick(["fast", "immediate"]), awayMs: random.int(100, short ? 500 : 3_000) };
    case "cut connections":
      return { do: kind, connections: random.int(1, 6) };
    case "step clock": {
      // Now and then it is put right; at first there is nothing to put right.
      const isRight = !isFirst && random.chance(0.3);
      return { do: kind, member, offsetMs: isRight ? 0 : random.int(-LARGEST_STEP_MS, LARGEST_STEP_MS) };
    }
    case "kill":
      return { do: kind, member, evenStarting: random.chance(0.2) };
    case "renew":
      return { do: kind, member };
    case "weather":
      throw new Error("the weather is planned by itself");
    default:
      return kind satisfies never;
  }
}
