/** Has connections that queue much step back behind those that queue little, so that nobody's busy day is everybody's (S3). */
import { boundedMap } from "../../kit/bounded-map.ts";

/** What was queued counts half after this long. */
const HALF_LIFE_MS = 5_000;
/** So much in a few seconds is nothing unusual: everybody is first then. */
const USUAL = 16;
const LOWEST = -10;
const MOST_REMEMBERED = 10_000;

/** The priority of the next job of a connection: 0, and one less with each doubling of what it has queued of late. */
export function fairShare(now: () => number = () => performance.now()): (connectionId: string) => number {
  const loads = boundedMap<string, { load: number; at: number }>(MOST_REMEMBERED);
  return (connectionId) => {
    const at = now();
    const known = loads.get(connectionId);
    const load = 1 + (known ? known.load * 0.5 ** ((at - known.at) / HALF_LIFE_MS) : 0);
    loads.set(connectionId, { load, at });
    return Math.max(LOWEST, 0 - Math.max(0, Math.ceil(Math.log2(load / USUAL))));
  };
}
