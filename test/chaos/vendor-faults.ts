/** The faults of the vendors and of deliveries, each kind for some seconds. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { FaultRule } from "../../sandbox/core/faults.ts";
import type { DeliveryProxy } from "./delivery-proxy.ts";

type Rule = Pick<FaultRule, "fault" | "chance" | "method" | "path">;

/**
 * A late answer comes so long after its request timed out. The vendor has completed the request all the same, before the
 * service can look for it. How the service waits for a later write depends on clocks, and these are stepped here:
 * late-write.test.ts tests that.
 */
const LATE_BY_MS = 1_300;

/** The kind with which Gorgias completes most writes, but answers late. */
export const LATE_WRITES = 1;
/** A search is a POST as well, but no write. */
const WRITES = String.raw`/api/(?!search$)`;
/** The simulators' controls have no faults. */
const ANYTHING = "^(?!/_sandbox)";

/** The first kind is no fault. */
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

interface DeliveryFaults {
  duplicateChance: number;
  delayMs: number;
  loseAnswer: number;
  refuse: number;
  /** Deliveries are held back. The next change releases them in any order, some twice. */
  hold: boolean;
}

const NONE: DeliveryFaults = { duplicateChance: 0, delayMs: 0, loseAnswer: 0, refuse: 0, hold: false };
const DELIVERIES: DeliveryFaults[] = [
  NONE,
  { ...NONE, duplicateChance: 0.5 },
  { ...NONE, delayMs: 2_000 },
  { ...NONE, loseAnswer: 0.4 },
  { ...NONE, refuse: 0.5 },
  { ...NONE, hold: true },
  { duplicateChance: 0.2, delayMs: 500, loseAnswer: 0.2, refuse: 0.1, hold: false },
];

type FaultSource = "gorgias" | "aircall" | "deliveries";

export interface VendorFaults {
  /** How many kinds of faults each source has. */
  kinds: Record<FaultSource, number>;
  change(of: FaultSource, kind: number): void;
  /** Removes every fault, and waits until held deliveries are released. */
  clear(): Promise<void>;
}

/** `timeoutMs` is the timeout of the workers' requests. */
export function createVendorFaults(
  { gorgias, aircall }: Sandbox,
  endpoint: DeliveryProxy,
  timeoutMs: number,
): VendorFaults {
  const late = { kind: "late-answer", ms: timeoutMs + LATE_BY_MS } as const;
  const kinds = { gorgias: gorgiasKinds(late), aircall: aircallKinds(late), deliveries: DELIVERIES };
  const releases = new Set<Promise<unknown>>();
  const { deliveries } = aircall.phone;
  const setVendor = (of: "gorgias" | "aircall", rules: readonly Rule[]) => {
    const { faults } = of === "gorgias" ? gorgias : aircall;
    faults.clear();
    for (const rule of rules) faults.add({ path: ANYTHING, ...rule, times: 0 });
  };
  const setDeliveries = ({ duplicateChance, delayMs, hold, ...faults }: DeliveryFaults) => {
    aircall.phone.change({ duplicateChance, delayMs });
    Object.assign(endpoint.faults, faults);
    if (hold) return deliveries.hold();
    if (!deliveries.holding) return;
    const release = deliveries.release("shuffle", 1).finally(() => releases.delete(release));
    releases.add(release);
  };
  return {
    kinds: { gorgias: kinds.gorgias.length, aircall: kinds.aircall.length, deliveries: kinds.deliveries.length },
    change(of, kind) {
      if (of === "deliveries") setDeliveries(kinds[of][kind] ?? NONE);
      else setVendor(of, kinds[of][kind] ?? []);
    },
    async clear() {
      setVendor("gorgias", []);
      setVendor("aircall", []);
      setDeliveries(NONE);
      await Promise.all(releases);
    },
  };
}
