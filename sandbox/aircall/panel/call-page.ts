// The dashboard's page of one call: what a person sees who follows a link from a ticket (contract 10).
import { escapeHtml, renderPage } from "../../core/page.ts";
import type { Call, Company } from "../entities.ts";
import { displayDigits } from "../digits.ts";
import type { Exchange } from "../exchange.ts";
import { findCompany } from "../find.ts";
import { signMedia } from "../media.ts";

export function renderCallPage(exchange: Exchange, call: Call): string {
  const company = findCompany(exchange, call.companyId);
  const title = `${call.direction === "inbound" ? "Inbound" : "Outbound"} call ${call.id}`;
  const rows = listFacts(company, call).map(
    ([label, value]) => `<tr><th>${label}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const body = `<header><h1>${title}</h1><p class="soft">What a person sees in the dashboard. <a href="/">To the phone</a></p></header>
<section class="card"><table>${rows.join("")}</table></section>
${renderFile(exchange, call, "recording")}${renderFile(exchange, call, "voicemail")}
<section class="card"><h2>Notes</h2>${renderNotes(company, call)}</section>`;
  return renderPage({ title, body });
}

function listFacts(company: Company, call: Call): [string, string][] {
  const line = company.lines.find((one) => one.id === call.lineId);
  const contact = company.contacts.find((one) => one.id === call.contactId);
  const tags = call.tags.map((tag) => company.tags.find((one) => one.id === tag.tagId)?.name ?? "");
  const facts: [string, string | null | undefined][] = [
    ["State", call.status],
    ["Company", company.name],
    ["Line", line && `${line.name} (${line.digits})`],
    ["Outside party", displayDigits(call.digits)],
    ["Contact", contact && [contact.firstName, contact.lastName].filter(Boolean).join(" ")],
    ["Agent", nameUser(company, call.userId)],
    ["Assigned to", nameUser(company, call.assignedToId)],
    ["Started", tellTime(call.startedAt)],
    ["Answered", call.answeredAt === null ? null : tellTime(call.answeredAt)],
    ["Ended", call.endedAt === null ? null : tellTime(call.endedAt)],
    ["Why missed", call.missedReason],
    ["Menu", call.ivrOptions.map((option) => `${option.key}: ${option.title}`).join(", ")],
    ["Tags", tags.join(", ")],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

function renderFile(exchange: Exchange, call: Call, kind: "recording" | "voicemail"): string {
  const url = signMedia(exchange, call, kind);
  if (url === null) return "";
  return `<section class="card"><h2>${kind === "recording" ? "Recording" : "Voicemail"}</h2><p><a href="${escapeHtml(url)}">Download</a> (made-up bytes, not sound)</p></section>`;
}

function renderNotes(company: Company, call: Call): string {
  if (call.comments.length === 0) return `<p class="soft">None.</p>`;
  return call.comments
    .map(
      (note) =>
        `<p>${escapeHtml(note.content)}<br><small>${escapeHtml(nameUser(company, note.postedById) ?? "an app")}, ${tellTime(note.postedAt)}</small></p>`,
    )
    .join("");
}

function nameUser(company: Company, id: number | null): string | undefined {
  return company.users.find((user) => user.id === id)?.name;
}

function tellTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
