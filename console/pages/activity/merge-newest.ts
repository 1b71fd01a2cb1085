/** Merges the refreshed first page of the activity into the pages that were loaded before. Pure. */
import type { ActivityAnswer, ActivityItemAnswer } from "../../../src/http/api/schemas.ts";

/**
 * Changed items move up into the first page. The merge replaces everything down to the lowest item of the first page
 * that did not change, and keeps the items below it. Without such an item more changed than one page holds, or the list
 * is new. Then the list restarts with the first page. Without any change the result is `before` itself.
 */
export function mergeNewest(before: readonly ActivityAnswer[], newest: ActivityAnswer): ActivityAnswer[] {
  const known = before.flatMap((page) => page.items);
  const whole = newest.nextCursor === null;
  if (sameItems(known, newest.items) && (!whole || known.length === newest.items.length))
    return before as ActivityAnswer[];
  const anchor = lastUnchanged(known, newest.items);
  if (anchor === null || whole) return [newest];
  const fresh = new Map(newest.items.map((item) => [item.id, item]));
  const below = new Set(known.slice(anchor + 1).flatMap((item) => (fresh.has(item.id) ? [] : [item.id])));
  return before.map((page, index) => {
    const kept = page.items.filter((item) => below.has(item.id));
    return { ...page, items: index === 0 ? [...newest.items, ...kept] : kept };
  });
}

/** The index, among the known items, of the lowest item of the first page that did not change. */
function lastUnchanged(known: readonly ActivityItemAnswer[], newest: readonly ActivityItemAnswer[]): number | null {
  const places = new Map(known.map((item, place) => [`${item.id} ${item.updatedAt}`, place]));
  const found = newest.flatMap((item) => places.get(`${item.id} ${item.updatedAt}`) ?? []);
  return found.length === 0 ? null : Math.max(...found);
}

function sameItems(before: readonly ActivityItemAnswer[], newest: readonly ActivityItemAnswer[]): boolean {
  return newest.every((item, place) => before[place]?.id === item.id && before[place].updatedAt === item.updatedAt);
}
