/** Puts the newest piece of the activity, read again, over the pieces that were loaded before. Pure. */
import type { ActivityAnswer, ActivityItemAnswer } from "../../../src/http/api/schemas.ts";

/**
 * What changed has moved up into the newest piece, so everything down to the first entry that stands there unchanged is
 * replaced; what lies below it stays. Without such an entry more has happened than one piece holds (or the list is new):
 * it begins again with the newest piece. Pieces that nothing changed in stay the very same objects.
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

/** Where the lowest entry of the newest piece that did not change stands among the known ones. */
function lastUnchanged(known: readonly ActivityItemAnswer[], newest: readonly ActivityItemAnswer[]): number | null {
  const places = new Map(known.map((item, place) => [`${item.id} ${item.updatedAt}`, place]));
  const found = newest.flatMap((item) => places.get(`${item.id} ${item.updatedAt}`) ?? []);
  return found.length === 0 ? null : Math.max(...found);
}

function sameItems(before: readonly ActivityItemAnswer[], newest: readonly ActivityItemAnswer[]): boolean {
  return newest.every((item, place) => before[place]?.id === item.id && before[place].updatedAt === item.updatedAt);
}
