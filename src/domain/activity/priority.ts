/** How urgent a work item is, most urgent first (L3). */
export const PRIORITIES = ["card", "live call", "message", "ended call", "recording", "catch-up"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Its rank among all priorities. An unknown priority comes last. */
export function rankOf(priority: string): number {
  const rank = PRIORITIES.findIndex((known) => known === priority);
  return rank === -1 ? PRIORITIES.length : rank;
}
