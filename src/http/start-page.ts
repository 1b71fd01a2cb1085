/** The sandbox's first page, with links to all three programs. It also stands in for an unbuilt console at `/`. */

/** The addresses of the two simulators. */
export interface StartPageLinks {
  /** The Gorgias account of the prepared connection. */
  account: string;
  phonePanel: string;
  helpDesk: string;
  /** The page where an admin starts an install. */
  appStore: string;
}

/** `hasConsole`: the console is built, so an admin can sign in. */
export function renderStartPage(links: StartPageLinks | null, hasConsole: boolean): string {
  const body = links
    ? sandbox(links, hasConsole)
    : `<p>The service is running. Its console has not been built: run <code>npm run console</code>.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aircall to Gorgias</title><style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
</head><body><main><h1>Aircall to Gorgias</h1><p>Every call becomes the right ticket, once.</p>${body}</main></body></html>`;
}

function sandbox({ account, phonePanel, helpDesk, appStore }: StartPageLinks, hasConsole: boolean): string {
  const signIn = hasConsole
    ? `<li>Sign in to the <a href="/install?account=${account}">console</a> and see how the ticket was made.</li>`
    : "";
  return `<p>This is the sandbox: an Aircall simulator and a Gorgias simulator, joined.</p>
<ol><li>Place a call on the <a href="${phonePanel}">phone panel</a>: inbound call, answer, hang up.</li>
<li>See its ticket in the <a href="${helpDesk}">help desk</a>.</li>${signIn}</ol>
<p>Or begin as an admin does, in the <a href="${appStore}">app store of the Gorgias simulator</a>.</p>`;
}
