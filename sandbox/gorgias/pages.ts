// The help desk that a person can look at: `/{account}/app` and its customers and tickets.
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { escapeHtml, renderPage } from "../core/page.ts";
import { sendUnknownAccount } from "./api-plugin.ts";
import type { Desk } from "./desk.ts";
import { serveFile } from "./upload-endpoints.ts";

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), "utf8");
const files = { body: read("desk.html"), style: read("desk.css"), script: 'import "/_sandbox/page/desk.js";' };
const modules: Record<string, string> = { "desk.js": read("desk.js"), "make.js": read("make.js") };

/** Frames inherit it, so that a note's HTML loads nothing from elsewhere either. */
const policy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data:";

interface PagePath {
  Params: { account: string; hash: string; module: string };
}

export function addPages(app: FastifyInstance, desk: Desk): void {
  app.get("/", (_request, reply) => {
    const first = desk.accounts()[0];
    return first === undefined ? sendUnknownAccount(reply) : reply.redirect(`/${first.account}/app`);
  });
  for (const url of ["/:account/app", "/:account/app/customer/:id", "/:account/app/ticket/:id"]) {
    app.get<PagePath>(url, ({ params }, reply) => {
      if (desk.find(params.account) === undefined) return sendUnknownAccount(reply);
      const body = files.body.replaceAll("{account}", escapeHtml(params.account));
      const title = `${params.account}: Gorgias simulator`;
      reply.header("content-security-policy", policy).type("text/html; charset=utf-8");
      return reply.send(renderPage({ ...files, title, body }));
    });
  }
  app.get<PagePath>("/_sandbox/page/:module", ({ params }, reply) => {
    const script = modules[params.module];
    if (script === undefined) return sendUnknownAccount(reply);
    return reply.type("text/javascript; charset=utf-8").send(script);
  });
  // Private files need a login, which this address has not (contract 7).
  app.get<PagePath>("/:account/attachments/:hash/:name", ({ params }, reply) => {
    const file = desk.find(params.account)?.files.get(params.hash);
    if (file === undefined || file.type === "attachment") return sendUnknownAccount(reply);
    const answer = serveFile(file);
    return reply.headers(answer.headers ?? {}).send(answer.body);
  });
}
