/** What the vendors suffer from, for some seconds each: every kind of fault that they can be told to have, and none. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { FaultRule } from "../../sandbox/faults.ts";
import type { FrontDoor } from "./front-door.ts";

type Rule = Pick<FaultRule, "fault" | "chance">;

/** Slow answers stay far below the 30 s after which a request is given up, and below what a look-up may lag. */
const GORGIAS: Rule[][] = [
  [],
  [{ fault: { kind: "status", status: 500, body: { error: { msg: "out of order" } } }, chance: 0.3 }],
  [{ fault: { kind: "status", status: 503 }, chance: 0.9 }],
  [{ fault: { kind: "lost-answer" }, chance: 0.25 }],
  [{ fault: { kind: "dropped" }, chance: 0.25 }],
  [{ fault: { kind: "slow", ms: 400 }, chance: 0.6 }],
  [{ fault: { kind: "slow", ms: 2_500 }, chance: 0.2 }],
  [{ fault: { kind: "status", status: 429, headers: { "retry-after": "1" } }, chance: 0.3 }],
  [
    { fault: { kind: "lost-answer" }, chance: 0.1 },
    { fault: { kind: "status", status: 502 }, chance: 0.1 },
    { fault: { kind: "slow", ms: 150 }, chance: 0.5 },
  ],
];

const AIRCALL: Rule[][] = [
  [],
  [],
  [{ fault: { kind: "status", status: 500 }, chance: 0.4 }],
  [{ fault: { kind: "dropped" }, chance: 0.3 }],
  [{ fault: { kind: "lost-answer" }, chance: 0.3 }],
  [{ fault: { kind: "slow", ms: 1_000 }, chance: 0.5 }],
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

export const WEATHERS = { gorgias: GORGIAS.length, aircall: AIRCALL.length, deliveries: DELIVERIES.length };

export interface Weather {
  change(of: keyof typeof WEATHERS, kind: number): void;
  /** Nothing is wrong any more, and nothing is held back. */
  clear(): Promise<void>;
}

export function makeWeather({ gorgias, aircall }: Sandbox, door: FrontDoor): Weather {
  const releases = new Set<Promise<unknown>>();
  const { deliveries } = aircall.phone;
  const rain = (of: "gorgias" | "aircall", rules: readonly Rule[]) => {
    const { faults } = of === "gorgias" ? gorgias : aircall;
    faults.clear();
    // The controls are ours, not the vendor's.
    for (const rule of rules) faults.add({ ...rule, times: 0, path: "^(?!/_sandbox)" });
  };
  const blow = ({ duplicateChance, delayMs, hold, ...weather }: DeliveryWeather) => {
    aircall.phone.change({ duplicateChance, delayMs });
    Object.assign(door.weather, weather);
    if (hold) return deliveries.hold();
    if (!deliveries.holding) return;
    const release = deliveries.release("shuffle", 1).finally(() => releases.delete(release));
    releases.add(release);
  };
  return {
    change(of, kind) {
      if (of === "deliveries") blow(DELIVERIES[kind] ?? FAIR);
      else rain(of, (of === "gorgias" ? GORGIAS : AIRCALL)[kind] ?? []);
    },
    async clear() {
      rain("gorgias", []);
      rain("aircall", []);
      blow(FAIR);
      await Promise.all(releases);
    },
  };
}
