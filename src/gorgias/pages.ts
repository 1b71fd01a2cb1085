/** Reads a list of Gorgias page by page (docs/vendors/gorgias.md 11.1). */
import type { z } from "zod";
import { RequestError } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { PAGE_SIZE } from "./vendor.ts";

/** 100,000 entries, more than any list that the service reads. */
const MOST_PAGES = 1_000;

interface ListSpec {
  path: string;
  /** A list of pairs may repeat a name. */
  query?: Record<string, string> | [string, string][];
  what: string;
}

/** Yields pages while the caller asks for them. Rejects with fate `unknown` if the pages never end. */
export async function* pagesOf<T>(
  account: GorgiasAccount,
  list: z.ZodType<{ data: T[]; next: string | null }>,
  { path, query, what }: ListSpec,
): AsyncGenerator<T[]> {
  const cursors = new Set<string>();
  let cursor: string | null = null;
  while (cursors.size < MOST_PAGES) {
    const asked = new URLSearchParams(query);
    asked.set("limit", String(PAGE_SIZE));
    if (cursor) asked.set("cursor", cursor);
    const page: { data: T[]; next: string | null } = await account.read(list, {
      method: "GET",
      path: `${path}?${asked}`,
      what,
    });
    yield page.data;
    if (!page.next) return;
    if (cursors.has(page.next)) break;
    cursors.add((cursor = page.next));
  }
  throw new RequestError(`gorgias, ${what}: its pages never end`, { fate: "unknown" });
}
