/** Whether not one more request of ours fits beside the share of the others. Pure. */
export function isLimitReached(limit: number, used: number, sharePercent: number): boolean {
  return used + 1 > limit * (1 - sharePercent / 100);
}
