/** The call that an activity id names: `call:123`; null for what can be none. */
export function callIdOf(activityId: string): string | null {
  return /^call:([\w-]{1,100})$/.exec(activityId)?.[1] ?? null;
}
