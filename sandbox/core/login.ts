// Which of several parties sits at this browser: chosen from a list and kept in a cookie, as the sandbox has no passwords.
import type { FastifyRequest } from "fastify";
import { readCookie, readNumberField, renderHiddenFields } from "./forms.ts";
import { escapeHtml } from "./page.ts";

interface Party {
  id: number;
}

export interface Login<P extends Party> {
  /** The cookie's name. */
  cookie: string;
  /** The field of the form. */
  field: string;
  parties: readonly P[];
  /** Without a choice. */
  first: P | undefined;
}

/** The party that a form names, or the cookie, or else the first. Undefined when a form names none of them. */
export function readLogin<P extends Party>(
  { cookie, field, parties, first }: Login<P>,
  request: FastifyRequest,
  form?: URLSearchParams,
): P | undefined {
  if (form?.has(field)) return parties.find(({ id }) => id === readNumberField(form, field));
  const remembered = readCookie(request, cookie);
  return parties.find(({ id }) => String(id) === remembered) ?? first;
}

export function loginCookie(cookie: string, { id }: Party, path: string): string {
  return `${cookie}=${id}; Path=${path}; HttpOnly; SameSite=Lax`;
}

interface LoginForm<P extends Party> {
  action: string;
  field: string;
  label: string;
  button: string;
  parties: readonly P[];
  current: P | undefined;
  nameOf(party: P): string;
  /** The page to go back to. */
  back: string;
}

export function renderLoginForm<P extends Party>(form: LoginForm<P>): string {
  const { action, field, label, button, parties, current, nameOf, back } = form;
  const options = parties.map((party) => {
    const selected = party.id === current?.id ? " selected" : "";
    return `<option value="${party.id}"${selected}>${escapeHtml(nameOf(party))}</option>`;
  });
  return `<form method="post" action="${escapeHtml(action)}" class="row">${renderHiddenFields([["back", back]])}
<label>${label} <select name="${field}">${options.join("")}</select></label>
<button>${button}</button></form>`;
}
