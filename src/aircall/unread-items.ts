/** Names what a delivery's lists hold and the service could not read, so that the activity can say so. */
import type { z } from "zod";

/** More is no news. */
const MOST_NAMED = 10;

/** Paths within the data, such as `tags.1`; of a list that is none, its own. */
export function unreadItems(data: unknown, lists: Readonly<Record<string, z.ZodType>>): string[] {
  if (typeof data !== "object" || data === null) return [];
  const paths = Object.entries(lists).flatMap(([key, item]) =>
    unreadIn(key, Object.getOwnPropertyDescriptor(data, key)?.value, item),
  );
  return paths.slice(0, MOST_NAMED);
}

function unreadIn(key: string, told: unknown, item: z.ZodType): string[] {
  if (told === null || told === undefined) return [];
  if (!Array.isArray(told)) return [key];
  return told.flatMap((entry: unknown, i) => (entry === null || item.safeParse(entry).success ? [] : [`${key}.${i}`]));
}
