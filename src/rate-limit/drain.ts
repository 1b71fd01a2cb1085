/**
 * Proves how fast the bucket drains. Between two answers the bucket lost its first level plus our requests, minus its
 * second level. Each figure is taken from the side that makes the result smaller. Only those of our requests count that
 * must lie between the answers. Requests of other apps make the result smaller too. So it is never too high.
 */
import type { Bucket } from "./bucket.ts";
import type { AnswerFeedback } from "./port.ts";

/** Windows, in seconds, in which a whole limit drains (Gorgias contract 11.3). */
const WINDOWS_S = [40, 20, 10];
/** A proof this near to a known window counts as that window. Requests in flight make it fall short. */
const NEAR = 0.9;
/** No bucket drains faster. A faster result comes from another way of counting. */
const SHORTEST_WINDOW_S = 5;
/** Shorter spans measure clocks rather than the drain. */
const SHORTEST_PROOF_MS = 2_000;
/** After this the proof begins again, to see what has changed. */
const LONGEST_PROOF_MS = 30_000;
/** The factor for the known drain after a rejection that nothing explains. */
const DISTRUST = 0.75;
/** The slowest possible drain, as the window in which the limit drains. */
const LONGEST_WINDOW_S = 300;

/** `bucket` already includes the answer. */
export function proveDrain(bucket: Bucket, { used: count, at, permit }: AnswerFeedback): Bucket {
  if (!bucket.learnsDrain || count === undefined || !permit) return bucket;
  const { anchor, counted, inFlight } = bucket;
  // The header rounds up.
  const here = { at: permit.takenAt, level: count - 1, sent: counted + inFlight.length };
  if (!anchor) return { ...bucket, anchor: here };
  const spanMs = at - anchor.at;
  const between = permit.counted - anchor.sent + 1;
  const provedPerS = ((anchor.level - count + between) / spanMs) * 1_000;
  const drainPerS =
    spanMs < SHORTEST_PROOF_MS ? bucket.drainPerS : Math.max(bucket.drainPerS, round(provedPerS, bucket.limit));
  // Every later proof from an answer that leaves more to explain is stronger.
  const stronger = here.level - here.sent >= anchor.level - anchor.sent;
  const next = stronger || spanMs > LONGEST_PROOF_MS || spanMs < 0 ? here : anchor;
  return { ...bucket, drainPerS, anchor: next };
}

/**
 * Other apps filled the bucket, or it drains more slowly than expected. No answer says which, so the proof begins
 * again.
 */
export function distrustDrain(bucket: Bucket): Bucket {
  if (!bucket.learnsDrain) return bucket;
  const slowest = bucket.limit / LONGEST_WINDOW_S;
  return { ...bucket, drainPerS: Math.max(slowest, bucket.drainPerS * DISTRUST), anchor: null };
}

function round(provedPerS: number, limit: number): number {
  const known = WINDOWS_S.map((windowS) => limit / windowS).find(
    (perS) => provedPerS <= perS && provedPerS >= perS * NEAR,
  );
  return Math.min(known ?? provedPerS, limit / SHORTEST_WINDOW_S);
}
