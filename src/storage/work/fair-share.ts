/** Gives a connection that marks much work a lower priority, so that its busy day does not delay the others (S3). */
import { boundedMap } from "../../kit/bounded-map.ts";

/** The weight of a mark halves after this time. */
const HALF_LIFE_MS = 5_000;
/** This many marks within a few seconds are normal, and keep the most urgent priority. */
const USUAL = 16;
const LEAST_URGENT = 10;
const MOST_REMEMBERED = 10_000;

/** The priority of a connection's next work item: 0, plus one for each doubling of its recent marks beyond `USUAL`. */
export function fairShare(now: () => number = () => performance.now()): (connectionId: string) => number {
  const loads = boundedMap<string, { load: number; at: number }>(MOST_REMEMBERED);
  return (connectionId) => {
    const at = now();
    const known = loads.get(connectionId);
    const load = 1 + (known ? known.load * 0.5 ** ((at - known.at) / HALF_LIFE_MS) : 0);
    loads.set(connectionId, { load, at });
    return Math.min(LEAST_URGENT, Math.max(0, Math.ceil(Math.log2(load / USUAL))));
  };
}
