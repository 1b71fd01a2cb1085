// Which of the account's users sits at this browser.
import type { FastifyRequest } from "fastify";
import * as login from "../../core/login.ts";
import type { Account } from "../account.ts";
import type { User } from "../model.ts";

const cookie = "gorgias_simulator_user";
const field = "user";

/** All who may sit at a browser: active users that are no bots. */
function peopleOf(account: Account): User[] {
  return account.users.all().filter((user) => user.active && user.role !== "bot");
}

/** The person a form names, or the cookie, or else the first admin. Undefined when the account has no people. */
export function readLogin(account: Account, request: FastifyRequest, form?: URLSearchParams): User | undefined {
  const parties = peopleOf(account);
  return login.readLogin({ cookie, field, parties, first: parties.find(isAdmin) ?? parties[0] }, request, form);
}

export function isAdmin(user: User): boolean {
  return user.role === "admin";
}

/** The cookie that remembers a person, for this account's pages only. */
export function writeLoginCookie(account: Account, user: User): string {
  return login.loginCookie(cookie, user, `/${account.name}`);
}

/** A page of this account to go back to. Anything else leads to the store. */
export function readBack(account: Account, form: URLSearchParams): string {
  const back = form.get("back") ?? "";
  const isOurs = back.startsWith(`/${account.name}/`) && !/[\\\s]/.test(back);
  return isOurs ? back : `/${account.name}/app/store`;
}

/** The form "log in as". */
export function renderLogin(account: Account, current: User | undefined, back: string): string {
  return login.renderLoginForm({
    action: `/${account.name}/app/login`,
    field,
    label: "You are",
    button: "Log in as this person",
    parties: peopleOf(account),
    current,
    nameOf: ({ name, role, email }) => `${name} (${role}, ${email})`,
    back,
  });
}
