/** The agents of an account (contract 8): https://developers.gorgias.com/reference/list-users */
import type { DeskUser } from "../domain/people.ts";
import type { GorgiasAccount } from "./account.ts";
import { listOf, userSchema } from "./schemas.ts";

const users = listOf(userSchema);

/** All users of the account, bots included. */
export async function listUsers(account: GorgiasAccount): Promise<DeskUser[]> {
  const all: DeskUser[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: "100", ...(cursor ? { cursor } : {}) });
    const page: { data: DeskUser[]; next: string | null } = await account.read(users, {
      method: "GET",
      path: `/users?${query}`,
      what: "list of users",
    });
    all.push(...page.data);
    cursor = page.next;
  } while (cursor);
  return all;
}
