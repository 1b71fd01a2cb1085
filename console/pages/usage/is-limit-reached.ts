/** Whether the next API call would exceed the limit minus the share of other apps. Pure. */
export function isLimitReached(limit: number, used: number, sharePercent: number): boolean {
  return used + 1 > limit * (1 - sharePercent / 100);
}
