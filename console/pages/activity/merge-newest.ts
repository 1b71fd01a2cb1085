/** Merges fresh items of the activity into the pages that were loaded before. Pure. */
import type { ActivityAnswer, ActivityItemAnswer } from "../../../src/http/api/schemas.ts";

/** The items of the first page that are not in the list, or moved up since. */
export function newerThan(
  known: readonly ActivityItemAnswer[],
  newest: readonly ActivityItemAnswer[],
): ActivityItemAnswer[] {
  const places = new Map(known.map((item) => [item.id, item]));
  return newest.filter((item) => {
    const before = places.get(item.id);
    return before === undefined || timeOf(before) !== timeOf(item);
  });
}

/** The list with the first page at its top. Starts again with that page if nothing of it was known. */
export function withNewest(before: readonly ActivityAnswer[], newest: ActivityAnswer): ActivityAnswer[] {
  const fresh = new Set(newest.items.map(({ id }) => id));
  const known = before.flatMap((page) => page.items);
  if (newest.nextCursor === null || !known.some(({ id }) => fresh.has(id))) return [newest];
  return before.map((page, index) => {
    const kept = page.items.filter(({ id }) => !fresh.has(id));
    return { ...page, items: index === 0 ? [...newest.items, ...kept] : kept };
  });
}

/** The same items in their places, each as it is now. Without any change the result is `before` itself. */
export function withUpdates(
  before: readonly ActivityAnswer[],
  updates: readonly ActivityItemAnswer[],
): ActivityAnswer[] {
  const fresh = new Map(updates.map((item) => [item.id, item]));
  const isChanged = (item: ActivityItemAnswer) => {
    const now = fresh.get(item.id);
    return now !== undefined && now.updatedAt !== item.updatedAt && timeOf(now) === timeOf(item);
  };
  if (!before.some((page) => page.items.some(isChanged))) return before as ActivityAnswer[];
  return before.map((page) => ({
    ...page,
    items: page.items.map((item) => (isChanged(item) ? (fresh.get(item.id) ?? item) : item)),
  }));
}

/** What the list is sorted by. */
function timeOf({ startedAt, updatedAt }: ActivityItemAnswer): string {
  return startedAt ?? updatedAt;
}
