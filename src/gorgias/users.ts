/**
 * The users of an account (docs/vendors/gorgias.md 8). Reference: https://developers.gorgias.com/reference/list-users
 */
import type { HelpDeskUser } from "../domain/customer/people.ts";
import type { GorgiasAccount } from "./account.ts";
import { refusedWith } from "../kit/request-error.ts";
import { pagesOf } from "./pages.ts";
import { readableOf, userSchema } from "./schemas.ts";

const users = readableOf(userSchema);

/** All users of the account, bots included. */
export async function listUsers(account: GorgiasAccount): Promise<HelpDeskUser[]> {
  const all: HelpDeskUser[] = [];
  for await (const page of pagesOf(account, users, { path: "/users", what: "list of users" })) all.push(...page);
  return all;
}

/** Null if the user does not exist any more. */
export async function readUser(account: GorgiasAccount, id: number): Promise<HelpDeskUser | null> {
  try {
    return await account.read(userSchema, { method: "GET", path: `/users/${id}`, what: `user ${id}` });
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}
