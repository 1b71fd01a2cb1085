// Which company's admin sits at this browser: chosen from a list and kept in a cookie, as the sandbox has no passwords.
import type { FastifyRequest } from "fastify";
import { readCookie, readNumberField, renderHiddenFields } from "../../forms.ts";
import { escapeHtml } from "../../page.ts";
import type { Company } from "../entities.ts";
import type { Exchange } from "../exchange.ts";

const cookieName = "little_aircall_company";

/** The company a form names, or the cookie, or else the first one; undefined when there is none. */
export function readLogin(
  { state: { companies } }: Exchange,
  request: FastifyRequest,
  form?: URLSearchParams,
): Company | undefined {
  if (form?.has("company")) return companies.find((company) => company.id === readNumberField(form, "company"));
  const remembered = readCookie(request, cookieName);
  return companies.find((company) => String(company.id) === remembered) ?? companies[0];
}

export function writeLoginCookie(company: Company): string {
  return `${cookieName}=${company.id}; Path=/; HttpOnly; SameSite=Lax`;
}

/** A page of this dashboard to go back to; anything else leads to the marketplace. */
export function readBack(form: URLSearchParams): string {
  const back = form.get("back") ?? "";
  return /^\/(?![/\\])[^\\\s]*$/.test(back) ? back : "/marketplace";
}

/** The form "log in as". */
export function renderLogin({ state }: Exchange, current: Company | undefined, back: string): string {
  const options = state.companies.map(
    (company) =>
      `<option value="${company.id}"${company.id === current?.id ? " selected" : ""}>${escapeHtml(company.name)}</option>`,
  );
  return `<section class="card"><form method="post" action="/login" class="row">${renderHiddenFields([["back", back]])}
<label>You are an admin of <select name="company">${options.join("")}</select></label>
<button>Log in at this company</button></form></section>`;
}
