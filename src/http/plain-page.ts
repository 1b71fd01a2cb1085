/** Pages without scripts: the first page, the install pages and their errors, in the look of the console. */
import type { FastifyRequest } from "fastify";

export type PageLanguage = "en" | "fr";

export const PRODUCT = "Aircall to Gorgias";

export function languageOf(request: Pick<FastifyRequest, "headers">): PageLanguage {
  return /^\s*fr\b/i.test(request.headers["accept-language"] ?? "") ? "fr" : "en";
}

export interface PlainPage {
  language: PageLanguage;
  title: string;
  /** HTML of our own words only. */
  body: string;
}

/** The colours of the console, readable in both schemes. */
const STYLE = `
:root{color-scheme:light dark;--text:#212529;--dim:#495057;--line:#dee2e6;--back:#fff;--card:#fff;--main:#0b7285;--link:#0b7285;--note:#f1f3f5;--bad:#c92a2a}
@media (prefers-color-scheme:dark){:root{--text:#e9ecef;--dim:#b8b8b8;--line:#424242;--back:#242424;--card:#2e2e2e;--main:#0b7285;--link:#66d9e8;--note:#3b3b3b;--bad:#ffa8a8}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.55 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.top{display:flex;align-items:center;gap:.75rem;height:3.5rem;padding:0 1rem;border-bottom:1px solid var(--line);font-weight:700}
.top svg{width:28px;height:28px;flex:none}
.top span{color:var(--dim);font-weight:400;font-size:.875rem}
main{max-width:46rem;margin:clamp(1rem,6vh,4rem) auto;padding:0 1rem 2rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.125rem;margin:0 0 .25rem}
p{margin:0 0 1rem}
a{color:var(--link)}
.dim{color:var(--dim)}
.card{border:1px solid var(--line);border-radius:.5rem;background:var(--card);padding:1.25rem;margin:0 0 1rem}
.card p:last-child{margin-bottom:0}
.steps{list-style:none;margin:1.5rem 0;padding:0;counter-reset:step}
.steps>li{counter-increment:step;display:grid;grid-template-columns:2.25rem minmax(0,1fr);align-items:start}
.steps>li::before{content:counter(step);width:1.6rem;height:1.6rem;border-radius:50%;background:var(--note);text-align:center;font-weight:700;font-size:.875rem;line-height:1.6rem}
.button,button{display:inline-block;border:1px solid var(--main);border-radius:.5rem;background:var(--main);color:#fff;padding:.5rem 1.1rem;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.plain{background:transparent;color:var(--text);border-color:var(--line)}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
.hint{color:var(--dim);font-size:.875rem;margin:0 0 .25rem}
input{width:100%;max-width:24rem;font:inherit;padding:.5rem .75rem;border:1px solid var(--dim);border-radius:.5rem;background:var(--back);color:var(--text)}
form button{margin-top:1rem}
code{background:var(--note);border-radius:.25rem;padding:.1rem .35rem}
.error{border-color:var(--bad)}
:focus-visible{outline:3px solid #22b8cf;outline-offset:2px}
`.replaceAll("\n", "");

/** The same as the console's icon, which is only served where the console is built. */
const ICON = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0b7285"/><path d="M9 8.5c.4-.7 1.9-1.4 2.5-1 .9.6 2 3.5 1.7 4.2-.2.6-1.6 1.3-1.6 1.9.3 2.2 3.9 5.9 6.3 6.3.6 0 1.3-1.4 1.9-1.6.7-.3 3.6.8 4.2 1.7.4.6-.3 2.1-1 2.5C16.5 26.5 5.5 15.5 9 8.5z" fill="#fff"/></svg>`;

export function renderPlainPage({ language, title, body }: PlainPage): string {
  const name = title === PRODUCT ? PRODUCT : `${title} – ${PRODUCT}`;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${name}</title><style>${STYLE}</style></head><body><header class="top">${ICON}${PRODUCT}</header><main>${body}</main></body></html>`;
}
