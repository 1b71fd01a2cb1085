// Plain HTML forms: reading what was posted, hidden fields, a cookie, an address with more query.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { escapeHtml } from "./page.ts";

/** Lets this instance, and what is registered inside it, read forms and nothing else. */
export function acceptForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
}

/** The posted fields. None when nothing was posted. */
export function readForm(request: FastifyRequest): URLSearchParams {
  return request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
}

/** The query as it was sent, with repeated names kept. */
export function readQueryOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : request.url.slice(start + 1));
}

/** A whole number in a field, or undefined. */
export function readNumberField(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name) ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export function renderHiddenFields(fields: Iterable<readonly [string, string]>): string {
  return [...fields]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
}

/** The value of one cookie, or undefined. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key = "", value = ""] = pair.trim().split("=", 2);
    if (key === name) return value;
  }
  return undefined;
}

/** Adds to an address that may have a query of its own, which stays byte for byte as it is. */
export function addQuery(address: string, params: Record<string, string>): string {
  return `${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams(params).toString()}`;
}

/** Whether a text is an address that a browser can be sent to. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

/** Pages with forms load nothing from anywhere and are not kept. */
const formPageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "cache-control": "no-store",
} as const;

export function sendFormPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.headers(formPageHeaders).send(page);
}
