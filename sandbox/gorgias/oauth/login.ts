// Which of the account's users sits at this browser: chosen from a list and kept in a cookie, as the sandbox has no passwords.
import type { FastifyRequest } from "fastify";
import { readCookie, readNumberField, renderHiddenFields } from "../../forms.ts";
import { escapeHtml } from "../../page.ts";
import type { Account } from "../account.ts";
import type { User } from "../model.ts";

const cookieName = "little_gorgias_user";

/** Whoever may sit at a browser: no bots, nobody who is gone. */
function peopleOf(account: Account): User[] {
  return account.users.all().filter((user) => user.active && user.role !== "bot");
}

/** The person a form names, or the cookie, or else the first admin; undefined when the account has nobody. */
export function readLogin(account: Account, request: FastifyRequest, form?: URLSearchParams): User | undefined {
  const people = peopleOf(account);
  if (form?.has("user")) return people.find((user) => user.id === readNumberField(form, "user"));
  const remembered = readCookie(request, cookieName);
  return people.find((user) => String(user.id) === remembered) ?? people.find(isAdmin) ?? people[0];
}

export function isAdmin(user: User): boolean {
  return user.role === "admin";
}

/** The cookie that remembers somebody, for this account's pages only. */
export function writeLoginCookie(account: Account, user: User): string {
  return `${cookieName}=${user.id}; Path=/${account.name}; HttpOnly; SameSite=Lax`;
}

/** A page of this account to go back to; anything else leads to the store. */
export function readBack(account: Account, form: URLSearchParams): string {
  const back = form.get("back") ?? "";
  const isOurs = back.startsWith(`/${account.name}/`) && !/[\\\s]/.test(back);
  return isOurs ? back : `/${account.name}/app/store`;
}

/** The form "log in as". */
export function renderLogin(account: Account, current: User | undefined, back: string): string {
  const options = peopleOf(account).map(
    (user) =>
      `<option value="${user.id}"${user.id === current?.id ? " selected" : ""}>${escapeHtml(`${user.name} (${user.role}, ${user.email})`)}</option>`,
  );
  return `<form method="post" action="/${escapeHtml(account.name)}/app/login" class="row">
${renderHiddenFields([["back", back]])}<label>You are <select name="user">${options.join("")}</select></label>
<button>Log in as this person</button></form>`;
}
