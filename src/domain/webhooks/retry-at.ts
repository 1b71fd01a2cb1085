/** When a webhook delivery is attempted again: the waits that the Standard Webhooks specification recommends. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Ten attempts within three days and four hours. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const LONGEST_MS = 24 * HOUR_MS;

/** `attempts`: those made, this one included. Epoch ms. Null when the service gives up. */
export function retryAt(attempts: number, now: number, retryAfterMs: number | null): number | null {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? null : now + Math.max(wait, Math.min(retryAfterMs ?? 0, LONGEST_MS));
}
