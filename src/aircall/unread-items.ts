/** Names the list items of a delivery that the service could not read. The activity shows them. */
import type { z } from "zod";

/** Further items add no information. */
const MOST_NAMED = 10;

/** Paths within the data, such as `tags.1`. If a list is no array, its own path. */
export function unreadItems(data: unknown, lists: Readonly<Record<string, z.ZodType>>): string[] {
  if (typeof data !== "object" || data === null) return [];
  const paths = Object.entries(lists).flatMap(([key, item]) =>
    unreadIn(key, Object.getOwnPropertyDescriptor(data, key)?.value, item),
  );
  return paths.slice(0, MOST_NAMED);
}

function unreadIn(key: string, value: unknown, item: z.ZodType): string[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [key];
  return value.flatMap((entry: unknown, i) => (entry === null || item.safeParse(entry).success ? [] : [`${key}.${i}`]));
}
