/** How long a remembered customer is believed without another look (C1). Pure. */

const DAY_MS = 24 * 60 * 60_000;
/** A moment further ahead was noted by a node whose clock was wrong: it proves nothing. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** `verifiedAt`: when the number was last seen to be theirs; `longestMs`: how old that may be. Epoch ms. */
export function isVerified({ verifiedAt }: { verifiedAt: number }, now: number, longestMs = DAY_MS): boolean {
  const age = now - verifiedAt;
  return age < longestMs && age >= -CLOCK_SKEW_MS;
}
