// Companies and what they own: adding, installing an app, linking lines, revoking and uninstalling.
import { randomBytes } from "node:crypto";
import type * as z from "zod";
import { compactDigits } from "./digits.ts";
import type { Company, Contact, Integration, Line, Tag, Team, User } from "./entities.ts";
import { ControlError } from "../core/control-error.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import { findCompany, findCompanyOfLine, findLine, findUser } from "./find.ts";
import * as inputs from "./inputs.ts";
import { publishEvent } from "./publish-event.ts";
import { takeId } from "./state.ts";
import { createSystemTags } from "./system-tags.ts";

const secret = () => randomBytes(16).toString("hex");

export function addCompany(exchange: Exchange, input: z.input<typeof inputs.companyInput> = {}): Company {
  const { name, apiId, apiToken, token } = inputs.companyInput.parse(input);
  const company: Company = {
    id: takeId(exchange.state),
    name,
    apiKeys: [{ apiId: apiId ?? secret(), apiToken: apiToken ?? secret(), revoked: false }],
    integrations: [],
    users: [],
    lines: [],
    teams: [],
    tags: createSystemTags(() => takeId(exchange.state)),
    contacts: [],
    webhooks: [],
  };
  exchange.state.companies.push(company);
  addUser(exchange, company.id, { name: "First Admin", email: `admin@company-${company.id}.example` });
  if (token !== undefined) installApp(exchange, company.id, { token });
  return company;
}

export function addLine(exchange: Exchange, companyId: number, input: z.input<typeof inputs.lineInput>): Line {
  const company = findCompany(exchange, companyId);
  const userIds = company.users.map((user) => user.id);
  const line: Line = {
    id: takeId(exchange.state),
    createdAt: readSeconds(exchange),
    userIds,
    ...inputs.lineInput.parse(input),
  };
  company.lines.push(line);
  return line;
}

/** Changes what a line can do; what is left out stays. */
export function changeLine(exchange: Exchange, lineId: number, input: z.input<typeof inputs.lineChangeInput>): Line {
  const changes = Object.entries(inputs.lineChangeInput.parse(input)).filter(([, value]) => value !== undefined);
  return Object.assign(findLine(findCompanyOfLine(exchange, lineId), lineId), Object.fromEntries(changes));
}

export function addUser(exchange: Exchange, companyId: number, input: z.input<typeof inputs.userInput>): User {
  const company = findCompany(exchange, companyId);
  const user: User = {
    id: takeId(exchange.state),
    createdAt: readSeconds(exchange),
    wrapUpTime: 15,
    extension: String(company.users.length + 1).padStart(3, "0"),
    ...inputs.userInput.parse(input),
  };
  company.users.push(user);
  for (const line of company.lines) line.userIds.push(user.id);
  return user;
}

export function addContact(exchange: Exchange, companyId: number, input: z.input<typeof inputs.contactInput>): Contact {
  const { phones, emails, ...names } = inputs.contactInput.parse(input);
  const now = readSeconds(exchange);
  const contact: Contact = {
    id: takeId(exchange.state),
    ...names,
    createdAt: now,
    updatedAt: now,
    phoneNumbers: phones.map((phone) => ({ id: takeId(exchange.state), label: "Mobile", value: compactDigits(phone) })),
    emails: emails.map((value) => ({ id: takeId(exchange.state), label: "Work", value })),
  };
  findCompany(exchange, companyId).contacts.push(contact);
  return contact;
}

export function addTag(exchange: Exchange, companyId: number, input: z.input<typeof inputs.tagRecordInput>): Tag {
  const tag: Tag = { id: takeId(exchange.state), description: null, ...inputs.tagRecordInput.parse(input) };
  findCompany(exchange, companyId).tags.push(tag);
  return tag;
}

export function addTeam(exchange: Exchange, companyId: number, input: z.input<typeof inputs.teamInput>): Team {
  const { name, users } = inputs.teamInput.parse(input);
  const team: Team = { id: takeId(exchange.state), createdAt: readSeconds(exchange), name, userIds: users };
  findCompany(exchange, companyId).teams.push(team);
  return team;
}

/** Installs an app; no line is linked unless asked, as in life (contract 1.4). */
export function installApp(
  exchange: Exchange,
  companyId: number,
  input: z.input<typeof inputs.installInput> = {},
): Integration {
  const { name, token, lines, clientId } = inputs.installInput.parse(input);
  const company = findCompany(exchange, companyId);
  const integration: Integration = {
    id: takeId(exchange.state),
    clientId,
    name,
    token: token ?? secret() + secret(),
    revoked: false,
    status: "installed",
    active: true,
    lineIds: chooseLines(company, lines),
    userId: findUser(company).id,
  };
  company.integrations.push(integration);
  return integration;
}

/** Links these lines to an app, and no others. */
export function linkLines(
  exchange: Exchange,
  companyId: number,
  input: z.input<typeof inputs.linkInput> = {},
): Integration {
  const { integration: id, lines } = inputs.linkInput.parse(input);
  const company = findCompany(exchange, companyId);
  const integration = findIntegration(company, id);
  integration.lineIds = chooseLines(company, lines);
  return integration;
}

/** Removes an app: integration.deleted, its webhooks gone, its token refused (contract 1.6). */
export async function uninstallApp(
  exchange: Exchange,
  companyId: number,
  input: z.input<typeof inputs.uninstallInput> = {},
): Promise<Integration> {
  const company = findCompany(exchange, companyId);
  const integration = findIntegration(company, inputs.uninstallInput.parse(input).integration);
  const own = company.webhooks.filter((webhook) => webhook.integrationId === integration.id);
  const tokenFirst = exchange.settings.uninstallOrder === "token-first";
  if (tokenFirst) integration.revoked = true;
  await publishEvent(exchange, {
    // Only webhooks made with the app's own token hear of it.
    company: { ...company, webhooks: own },
    event: "integration.deleted",
    lineId: null,
    data: () => ({ integration_id: integration.id, company_id: company.id }),
  });
  integration.revoked = true;
  integration.active = false;
  integration.status = "disabled";
  company.webhooks = company.webhooks.filter((webhook) => webhook.integrationId !== integration.id);
  for (const webhook of own) webhook.active = false;
  return integration;
}

/** Makes keys or tokens useless without any event. */
export function revokeCredentials(
  exchange: Exchange,
  companyId: number,
  input: z.input<typeof inputs.revokeInput> = {},
): void {
  const { kind } = inputs.revokeInput.parse(input);
  const company = findCompany(exchange, companyId);
  if (kind !== "bearer") for (const key of company.apiKeys) key.revoked = true;
  if (kind !== "basic") for (const integration of company.integrations) integration.revoked = true;
}

function findIntegration(company: Company, id: number | undefined): Integration {
  const installed = company.integrations.filter((one) => id !== undefined || !one.revoked);
  const found = id === undefined ? installed.at(-1) : installed.find((one) => one.id === id);
  if (found === undefined) throw new ControlError(404, `company ${company.id} has no such app installed`);
  return found;
}

function chooseLines(company: Company, lines: "all" | number[]): number[] {
  return lines === "all" ? company.lines.map((line) => line.id) : lines;
}
