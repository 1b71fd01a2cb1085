/** What the vendors suffer from, for some seconds each: every kind of fault that they can be told to have, and none. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { FaultRule } from "../../sandbox/core/faults.ts";
import type { FrontDoor } from "./front-door.ts";

type Rule = Pick<FaultRule, "fault" | "chance" | "method" | "path">;

/**
 * A late answer comes so long after its request was given up; the vendor has done the work all the same, before anybody
 * can look for it. What is done later is waited for by the clock, and clocks are stepped here: late-write.test.ts has that.
 */
const LATE_BY_MS = 1_300;

/** Where Gorgias does most of what it is asked to write, but answers late. */
export const LATE_WRITES = 1;
/** Searching is a POST as well. */
const WRITES = String.raw`/api/(?!search$)`;
/** The controls are ours, not the vendor's. */
const ANYTHING = "^(?!/_sandbox)";

/** Of each, the first is fair. */
const gorgiasKinds = (late: FaultRule["fault"]): Rule[][] => [
  [],
  [{ fault: late, chance: 0.8, method: "POST", path: WRITES }],
  [{ fault: { kind: "status", status: 500, body: { error: { msg: "out of order" } } }, chance: 0.3 }],
  [{ fault: { kind: "status", status: 503 }, chance: 0.9 }],
  [{ fault: { kind: "lost-answer" }, chance: 0.25 }],
  [{ fault: { kind: "dropped" }, chance: 0.25 }],
  [{ fault: { kind: "slow", ms: 400 }, chance: 0.6 }],
  [{ fault: late, chance: 0.2 }],
  [{ fault: { kind: "status", status: 429, headers: { "retry-after": "1" } }, chance: 0.3 }],
  [
    { fault: { kind: "lost-answer" }, chance: 0.1 },
    { fault: { kind: "status", status: 502 }, chance: 0.1 },
    { fault: { kind: "slow", ms: 150 }, chance: 0.5 },
  ],
];

const aircallKinds = (late: FaultRule["fault"]): Rule[][] => [
  [],
  [{ fault: late, chance: 0.4 }],
  [{ fault: { kind: "status", status: 500 }, chance: 0.4 }],
  [{ fault: { kind: "dropped" }, chance: 0.3 }],
  [{ fault: { kind: "lost-answer" }, chance: 0.3 }],
  [{ fault: { kind: "slow", ms: 700 }, chance: 0.5 }],
];

interface DeliveryWeather {
  duplicateChance: number;
  delayMs: number;
  loseAnswer: number;
  refuse: number;
  /** Deliveries are held back; the next weather releases them in any order, some twice. */
  hold: boolean;
}

const FAIR: DeliveryWeather = { duplicateChance: 0, delayMs: 0, loseAnswer: 0, refuse: 0, hold: false };
const DELIVERIES: DeliveryWeather[] = [
  FAIR,
  { ...FAIR, duplicateChance: 0.5 },
  { ...FAIR, delayMs: 2_000 },
  { ...FAIR, loseAnswer: 0.4 },
  { ...FAIR, refuse: 0.5 },
  { ...FAIR, hold: true },
  { duplicateChance: 0.2, delayMs: 500, loseAnswer: 0.2, refuse: 0.1, hold: false },
];

type Whose = "gorgias" | "aircall" | "deliveries";

export interface Weather {
  /** How many kinds each has. */
  kinds: Record<Whose, number>;
  change(of: Whose, kind: number): void;
  /** Nothing is wrong any more, and nothing is held back. */
  clear(): Promise<void>;
}

/** `patienceMs` is how long workers wait for an answer. */
export function makeWeather({ gorgias, aircall }: Sandbox, endpoint: FrontDoor, patienceMs: number): Weather {
  const late = { kind: "late-answer", ms: patienceMs + LATE_BY_MS } as const;
  const kinds = { gorgias: gorgiasKinds(late), aircall: aircallKinds(late), deliveries: DELIVERIES };
  const releases = new Set<Promise<unknown>>();
  const { deliveries } = aircall.phone;
  const rain = (of: "gorgias" | "aircall", rules: readonly Rule[]) => {
    const { faults } = of === "gorgias" ? gorgias : aircall;
    faults.clear();
    for (const rule of rules) faults.add({ path: ANYTHING, ...rule, times: 0 });
  };
  const blow = ({ duplicateChance, delayMs, hold, ...weather }: DeliveryWeather) => {
    aircall.phone.change({ duplicateChance, delayMs });
    Object.assign(endpoint.weather, weather);
    if (hold) return deliveries.hold();
    if (!deliveries.holding) return;
    const release = deliveries.release("shuffle", 1).finally(() => releases.delete(release));
    releases.add(release);
  };
  return {
    kinds: { gorgias: kinds.gorgias.length, aircall: kinds.aircall.length, deliveries: kinds.deliveries.length },
    change(of, kind) {
      if (of === "deliveries") blow(kinds[of][kind] ?? FAIR);
      else rain(of, kinds[of][kind] ?? []);
    },
    async clear() {
      rain("gorgias", []);
      rain("aircall", []);
      blow(FAIR);
      await Promise.all(releases);
    },
  };
}
