// What a person sees on the way to an installed app: the store, the log-in, the consent, and why it went no further.
import { renderHiddenFields } from "../../core/forms.ts";
import { presentParams } from "../../core/oauth.ts";
import { escapeHtml, renderPage } from "../../core/page.ts";
import type { Account } from "../account.ts";
import type { User } from "../model.ts";
import type { App } from "./apps.ts";
import { type AuthorizationRequest, authorizationParams } from "./authorization-request.ts";
import { isAdmin, renderLogin } from "./login.ts";
import type { Grant } from "./oauth-state.ts";

export function renderStore(account: Account, apps: readonly App[], user: User | undefined): string {
  const back = `/${account.name}/app/store`;
  const cards = apps.map((app) => renderApp(account, app));
  const none = `<p class="card">No app is registered. <code>POST /_sandbox/apps</code> adds one.</p>`;
  return renderAccountPage(account, "App store", [
    `<p class="soft">“Connect app” opens the app's own address with this account's name in it, and the app then asks
for your consent. “Uninstall” ends its refresh token at once; an access token it holds works until it expires.</p>`,
    `<section class="card">${renderLogin(account, user, back)}</section>`,
    ...(cards.length === 0 ? [none] : cards),
  ]);
}

function renderApp(account: Account, { clientId, name, appUrl }: App): string {
  const base = `/${escapeHtml(account.name)}/app/store`;
  const client = renderHiddenFields([["client_id", clientId]]);
  const live = account.oauth.grants.filter((grant) => grant.clientId === clientId && grant.revokedAt === null);
  const uninstall = `<form method="post" action="${base}/uninstall">${client}<button class="danger">Uninstall</button></form>`;
  return `<section class="card"><h2>${escapeHtml(name)}</h2><p class="soft mono">${escapeHtml(appUrl)}</p>
${live.map((grant) => renderGrant(account, grant)).join("")}
<div class="row"><form method="get" action="${base}/connect">${client}<button class="primary">Connect app</button></form>
${live.length === 0 ? "" : uninstall}</div></section>`;
}

function renderGrant(account: Account, { userId, approvedAt, scopes }: Grant): string {
  const user = account.users.get(userId);
  const time = new Date(approvedAt).toISOString().slice(0, 16).replace("T", " ");
  return `<p><span class="good">Connected</span> by ${escapeHtml(user?.name ?? "a former user")}, ${time} UTC: ${escapeHtml(scopes.join(", "))}</p>`;
}

export function renderLoginPage(account: Account, user: User | undefined, back: string): string {
  return renderAccountPage(account, "Log in", [`<section class="card">${renderLogin(account, user, back)}</section>`]);
}

/** The consent page; its form carries everything that the app asked with. */
export function renderConsent(account: Account, user: User, request: AuthorizationRequest): string {
  const fields = presentParams(authorizationParams, {
    response_type: "code",
    client_id: request.app.clientId,
    scope: request.scopes.join(" "),
    redirect_uri: request.redirectUri,
    state: request.state,
    nonce: request.nonce,
  });
  const address = `/${account.name}/oauth/authorize`;
  const scopes = request.scopes.map((scope) => `<li class="mono">${escapeHtml(scope)}</li>`).join("");
  const warning = isAdmin(user) ? "" : `<p class="warn">You are no admin of this account.</p>`;
  return renderAccountPage(account, `Connect ${request.app.name}?`, [
    `<section class="card"><p><b>${escapeHtml(request.app.name)}</b> asks to work in <b>${escapeHtml(account.name)}</b>
as <b>${escapeHtml(user.name)}</b> (${escapeHtml(user.role)}):</p><ul>${scopes}</ul>
<p class="soft">The answer goes to <span class="mono">${escapeHtml(request.redirectUri)}</span></p>${warning}
<form method="post" action="${escapeHtml(address)}" class="row">${renderHiddenFields([...fields, ["user", String(user.id)]])}
<button class="primary" name="decision" value="approve">Approve</button>
<button class="danger" name="decision" value="deny">Deny</button></form></section>`,
    `<section class="card">${renderLogin(account, user, `${address}?${new URLSearchParams(fields).toString()}`)}</section>`,
  ]);
}

export function renderProblem(account: Account, problem: string): string {
  return renderAccountPage(account, "This does not work", [`<p class="card warning">${escapeHtml(problem)}</p>`]);
}

function renderAccountPage(account: Account, title: string, parts: readonly string[]): string {
  const name = escapeHtml(account.name);
  const body = `<header><h1>${escapeHtml(title)}</h1><nav><a href="/${name}/app">Gorgias simulator · ${name}</a>
<a href="/${name}/app/store">App store</a></nav></header>
<main>${parts.join("\n")}</main>`;
  return renderPage({ title: `${title} · ${account.name}`, body });
}
