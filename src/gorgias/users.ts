/** The agents of an account (contract 8): https://developers.gorgias.com/reference/list-users */
import type { DeskUser } from "../domain/people.ts";
import type { GorgiasAccount } from "./account.ts";
import { pagesOf } from "./pages.ts";
import { readableOf, userSchema } from "./schemas.ts";

const users = readableOf(userSchema);

/** All users of the account, bots included. */
export async function listUsers(account: GorgiasAccount): Promise<DeskUser[]> {
  const all: DeskUser[] = [];
  for await (const page of pagesOf(account, users, { path: "/users", what: "list of users" })) all.push(...page);
  return all;
}
