/** GET / — until there is a console: what this is, and where to go in the sandbox. */
import type { RouteHandlerMethod } from "fastify";

/** Where the sandbox's two vendors are. */
export interface FirstPageLinks {
  phonePanel: string;
  helpDesk: string;
}

export function firstPage({ links }: { links: FirstPageLinks | null }): RouteHandlerMethod {
  return async (_request, reply) => reply.type("text/html; charset=utf-8").send(page(links));
}

function page(links: FirstPageLinks | null): string {
  const sandbox = links
    ? `<p>This is the sandbox: a little Aircall and a little Gorgias, joined.</p>
<ol><li>Place a call on the <a href="${links.phonePanel}">phone panel</a>: inbound call, answer, hang up.</li>
<li>See its ticket in the <a href="${links.helpDesk}">help desk</a>.</li></ol>`
    : `<p>The service is running.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Aircall to Gorgias</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
</head><body><h1>Aircall to Gorgias</h1><p>Every call becomes the right ticket, once.</p>${sandbox}
<p><a href="/healthz">healthz</a> · <a href="/readyz">readyz</a></p></body></html>`;
}
