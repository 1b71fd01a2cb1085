// Which company's admin sits at this browser.
import type { FastifyRequest } from "fastify";
import * as login from "../../core/login.ts";
import type { Company } from "../entities.ts";
import type { Exchange } from "../exchange.ts";

const cookie = "aircall_simulator_company";
const field = "company";

/** The company a form names, or the cookie, or else the first one. Undefined when there is none. */
export function readLogin(
  { state: { companies } }: Exchange,
  request: FastifyRequest,
  form?: URLSearchParams,
): Company | undefined {
  return login.readLogin({ cookie, field, parties: companies, first: companies[0] }, request, form);
}

export function writeLoginCookie(company: Company): string {
  return login.loginCookie(cookie, company, "/");
}

/** A page of this dashboard to go back to. Anything else leads to the marketplace. */
export function readBack(form: URLSearchParams): string {
  const back = form.get("back") ?? "";
  return /^\/(?![/\\])[^\\\s]*$/.test(back) ? back : "/marketplace";
}

/** The form "log in as". */
export function renderLogin({ state }: Exchange, current: Company | undefined, back: string): string {
  const form = login.renderLoginForm({
    action: "/login",
    field,
    label: "You are an admin of",
    button: "Log in at this company",
    parties: state.companies,
    current,
    nameOf: ({ name }) => name,
    back,
  });
  return `<section class="card">${form}</section>`;
}
