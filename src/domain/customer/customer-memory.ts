/** How long the service trusts a remembered customer without another look-up (C1). Pure. */

const DAY_MS = 24 * 60 * 60_000;
/** A time further in the future comes from a node with a wrong clock. It proves nothing. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** `verifiedAt`: when the number was last verified as theirs, epoch ms. `longestMs`: the maximum age. */
export function isVerified({ verifiedAt }: { verifiedAt: number }, now: number, longestMs = DAY_MS): boolean {
  const age = now - verifiedAt;
  return age < longestMs && age >= -CLOCK_SKEW_MS;
}
