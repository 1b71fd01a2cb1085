/** Tags in Gorgias (docs/vendors/gorgias.md 9). Reference: https://developers.gorgias.com/reference/tags */
import type { HelpDeskTags, TagRef } from "../domain/ports/help-desk.ts";
import { refusedWith } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { pagesOf } from "./pages.ts";
import { listOf, readableOf, tagSchema } from "./schemas.ts";
import { PAGE_SIZE } from "./vendor.ts";

const tags = listOf(tagSchema);
/** A tag that cannot be read is missing from the list. Its creation is refused then, and it is searched for. */
const readableTags = readableOf(tagSchema);

export function helpDeskTags(account: GorgiasAccount): HelpDeskTags {
  return {
    async list() {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      const { data, next } = await account.read(readableTags, {
        method: "GET",
        path: `/tags?${query}`,
        what: "list of tags",
      });
      return { tags: data, complete: next === null };
    },
    find: (name) => find(account, name),
    async create(name) {
      try {
        return await account.read(tagSchema, {
          method: "POST",
          path: "/tags",
          json: { name },
          what: `new tag "${name}"`,
        });
      } catch (error) {
        // The name is taken: another client created it meanwhile. 409 is assumed, 400 tolerated
        // (docs/vendors/gorgias.md 9).
        const there = refusedWith(error, 400, 409) ? await find(account, name) : null;
        if (!there) throw error;
        return there;
      }
    },
  };
}

/** `search` ignores case and finds substrings. Names are case-sensitive, so they are compared here. */
async function find(account: GorgiasAccount, name: string): Promise<TagRef | null> {
  const list = { path: "/tags", query: { search: name }, what: `tag "${name}"` };
  for await (const page of pagesOf(account, tags, list)) {
    const found = page.find((tag) => tag.name === name);
    if (found) return found;
  }
  return null;
}
