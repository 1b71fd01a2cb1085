/** Tags in Gorgias (contract 9): https://developers.gorgias.com/reference/tags */
import type { TagDesk, TagRef } from "../domain/ports/help-desk.ts";
import { refusedWith } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { listOf, tagSchema } from "./schemas.ts";

const tags = listOf(tagSchema);

export function tagDesk(account: GorgiasAccount): TagDesk {
  return {
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
        // Taken: 409 is assumed, 400 tolerated (contract 9). Somebody else made it since we looked.
        const there = refusedWith(error, 400, 409) ? await find(account, name) : null;
        if (!there) throw error;
        return there;
      }
    },
  };
}

/** `search` finds substrings in any letter case; names are case-sensitive, so they are compared here. */
async function find(account: GorgiasAccount, name: string): Promise<TagRef | null> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ search: name, limit: "100", ...(cursor ? { cursor } : {}) });
    const page: { data: TagRef[]; next: string | null } = await account.read(tags, {
      method: "GET",
      path: `/tags?${query}`,
      what: `tag "${name}"`,
    });
    const found = page.data.find((tag) => tag.name === name);
    if (found) return found;
    cursor = page.next;
  } while (cursor);
  return null;
}
