/** The history of the short run, which is part of `npm test`: a day of a small company. */
import type { History } from "./history.ts";
import { makeHistory } from "./make-history.ts";

export function shortHistory(seed: number): History {
  return makeHistory({ seed, days: 1, calls: 40, messages: 30, intensity: 4 });
}
