/** The histories of the short run, which is part of `npm test`: two days of small companies. */
import { DAY_MS, type History } from "./history.ts";
import { makeHistory } from "./make-history.ts";

const NOON_MS = DAY_MS / 2;

/** Much goes wrong. At noon more happens than Gorgias allows at once, and Gorgias refuses requests beside. */
export function shortHistory(seed: number): History {
  const history = makeHistory({ seed, days: 1, calls: 30, messages: 30, intensity: 4 });
  const refused = { port: "gorgias", meets: "any step", effect: "429", chance: 0.3 } as const;
  return {
    ...history,
    faults: [
      ...history.faults,
      { kind: "rush", atMs: NOON_MS, company: 1, calls: 15, messages: 10, customers: 20 },
      { kind: "trouble", atMs: NOON_MS + 5_000, forMs: 40_000, ...refused },
    ],
  };
}

/** Nothing goes wrong. Every delivery comes twice, and at noon more happens than Gorgias allows at once. */
export function calmHistory(seed: number): History {
  return {
    ...makeHistory({ seed, days: 1, companies: 2, calls: 15, messages: 20, intensity: 0 }),
    faults: [
      { kind: "deliveries", effect: "doubled", atMs: 0, forMs: DAY_MS },
      { kind: "rush", atMs: NOON_MS, company: 0, calls: 45, messages: 10, customers: 10 },
    ],
  };
}
