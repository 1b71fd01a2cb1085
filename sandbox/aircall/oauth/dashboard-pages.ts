// What an admin sees of apps in the dashboard: marketplace, consent, the last step, and the list of installed apps.
import { renderHiddenFields } from "../../core/forms.ts";
import { presentParams } from "../../core/oauth.ts";
import { escapeHtml, renderPage } from "../../core/page.ts";
import type { Company, Integration, Line } from "../entities.ts";
import type { Exchange } from "../exchange.ts";
import { type Authorization, authorizationParams } from "./authorization.ts";
import { renderLogin } from "./login.ts";

export function renderMarketplace(exchange: Exchange, company: Company | undefined): string {
  const apps = exchange.state.apps.map(
    ({ clientId, name, installUri }) => `<section class="card"><h2>${escapeHtml(name)}</h2>
<p class="soft mono">${escapeHtml(installUri)}</p><form method="get" action="/marketplace/install">
${renderHiddenFields([["client_id", clientId]])}<button class="primary">Install</button></form></section>`,
  );
  const none = `<p class="card">No app is registered. <code>POST /_sandbox/apps</code> adds one.</p>`;
  return renderDashboardPage("Marketplace", [
    `<p class="soft">“Install” opens the app's own address, which is told nothing of who you are; the app sends you back
here to give your consent.</p>`,
    renderLogin(exchange, company, "/marketplace"),
    ...(apps.length === 0 ? [none] : apps),
  ]);
}

/** The consent page; its form carries everything that the app asked with. */
export function renderConsent(exchange: Exchange, company: Company, { app, state }: Authorization): string {
  const fields = presentParams(authorizationParams, {
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    response_type: "code",
    scope: "public_api",
    state,
  });
  const admin = company.users[0]?.name ?? "no user";
  return renderDashboardPage(`Install ${app.name}?`, [
    `<section class="card"><p><b>${escapeHtml(app.name)}</b> asks to use the public API of
<b>${escapeHtml(company.name)}</b>: calls, messages, contacts, users and numbers (<span class="mono">public_api</span>).
You approve as <b>${escapeHtml(admin)}</b>.</p>
<p class="soft">The answer goes to <span class="mono">${escapeHtml(app.redirectUri)}</span></p>
<form method="post" action="/oauth/authorize" class="row">
${renderHiddenFields([...fields, ["company", String(company.id)]])}
<button class="primary" name="decision" value="approve">Approve</button>
<button class="danger" name="decision" value="deny">Deny</button></form></section>`,
    renderLogin(exchange, company, `/oauth/authorize?${new URLSearchParams(fields).toString()}`),
  ]);
}

/** The end of an install: the numbers are still to be linked (contract 1.4). */
export function renderSuccess(company: Company, integration: Integration | undefined): string {
  if (integration === undefined)
    return renderDashboardPage("Nothing was installed", [`<p class="card">Start at the marketplace.</p>`]);
  return renderDashboardPage(`${integration.name} is installed`, [
    `<p><span class="good">Installed.</span> One step is left: choose the numbers that ${escapeHtml(integration.name)} hears of.
Until a number is linked, none of its calls and messages reach the app, and no card can be shown on them.</p>`,
    renderIntegration(company, integration),
  ]);
}

export function renderIntegrations(exchange: Exchange, company: Company | undefined): string {
  const installed = company?.integrations.filter((integration) => !integration.revoked) ?? [];
  return renderDashboardPage("Integrations", [
    `<p class="soft">An app hears only of the numbers linked to it. “Uninstall” tells the app, refuses its token and
removes its webhooks.</p>`,
    renderLogin(exchange, company, "/integrations"),
    ...(company === undefined ? [] : installed.map((integration) => renderIntegration(company, integration))),
    ...(installed.length === 0 ? [`<p class="card">No app is installed.</p>`] : []),
  ]);
}

function renderIntegration(company: Company, integration: Integration): string {
  const own = renderHiddenFields([
    ["company", String(company.id)],
    ["integration", String(integration.id)],
  ]);
  const user = company.users.find((one) => one.id === integration.userId)?.name ?? "a former user";
  const state = integration.active ? `<span class="good">active</span>` : `<span class="warn">inactive</span>`;
  const linked = integration.lineIds.length;
  const lines = company.lines.map((line) => renderLine(line, integration.lineIds.includes(line.id))).join("<br>");
  return `<section class="card"><h2>${escapeHtml(integration.name)}</h2>
<p>${state}, installed by ${escapeHtml(user)}, ${linked} of ${company.lines.length} numbers linked</p>
<form method="post" action="/integrations/link">${own}<p>${lines}</p><button class="primary">Link these numbers</button></form>
<form method="post" action="/integrations/uninstall">${own}<p></p><button class="danger">Uninstall</button></form></section>`;
}

function renderLine(line: Line, isLinked: boolean): string {
  const label = escapeHtml(`${line.name} (${line.digits})`);
  return `<label><input type="checkbox" name="line" value="${line.id}"${isLinked ? " checked" : ""}> ${label}</label>`;
}

export function renderProblem(problem: string): string {
  return renderDashboardPage("This does not work", [`<p class="card warning">${escapeHtml(problem)}</p>`]);
}

function renderDashboardPage(title: string, parts: readonly string[]): string {
  const body = `<header><h1>${escapeHtml(title)}</h1><nav><a href="/">Aircall simulator</a>
<a href="/marketplace">Marketplace</a> <a href="/integrations">Integrations</a></nav></header>
<main>${parts.join("\n")}</main>`;
  return renderPage({ title: `${title} · Aircall simulator`, body });
}
