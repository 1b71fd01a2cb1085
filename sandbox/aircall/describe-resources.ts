// Users, lines, teams, contacts, tags and webhooks in the vendor's JSON; each place abridges them differently (contract 4 and 9).
import type { Company, Contact, Integration, Line, Tag, Team, User, Webhook } from "./entities.ts";
import { compactDigits } from "./digits.ts";
import type { Exchange } from "./exchange.ts";

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The API address of a record. */
export function directLink(exchange: Exchange, path: string): string {
  return `${exchange.settings.directLinkUrl}/v1/${path}`;
}

/** The eight keys of a user inside a webhook. */
export function describeUserBriefly(exchange: Exchange, user: User): Record<string, unknown> {
  return {
    id: user.id,
    direct_link: directLink(exchange, `users/${user.id}`),
    name: user.name,
    email: user.email,
    available: user.available,
    availability_status: user.available ? "available" : "unavailable",
    language: user.language,
    wrap_up_time: user.wrapUpTime,
  };
}

/** A user inside a REST call. */
export function describeUserInCall(exchange: Exchange, user: User): Record<string, unknown> {
  const { wrap_up_time: _, ...brief } = describeUserBriefly(exchange, user);
  return { ...brief, created_at: iso(user.createdAt), time_zone: user.timeZone };
}

/** The author of a tag or note inside a REST call: shorter still. */
export function describeAuthorInCall(exchange: Exchange, user: User): Record<string, unknown> {
  const { time_zone: _, language: __, ...author } = describeUserInCall(exchange, user);
  return author;
}

/** The user record of `/v2/users`. */
export function describeUser(exchange: Exchange, company: Company, user: User): Record<string, unknown> {
  return {
    ...describeUserBriefly(exchange, user),
    created_at: iso(user.createdAt),
    time_zone: user.timeZone,
    state: "always_opened",
    extension: user.extension,
    default_number_id: company.lines.find((line) => line.userIds.includes(user.id))?.id ?? null,
    substatus: "always_opened",
  };
}

/** The user record of the deprecated `/v1/users`, which still embeds its numbers. */
export function describeUserV1(exchange: Exchange, company: Company, user: User): Record<string, unknown> {
  return {
    ...describeUserBriefly(exchange, user),
    created_at: iso(user.createdAt),
    time_zone: user.timeZone,
    numbers: company.lines
      .filter((line) => line.userIds.includes(user.id))
      .map((line) => describeLineBriefly(exchange, line)),
  };
}

/** The line inside a message, and the part that every other place adds to. */
export function describeLineBriefly(exchange: Exchange, line: Line): Record<string, unknown> {
  return {
    id: line.id,
    direct_link: directLink(exchange, `numbers/${line.id}`),
    name: line.name,
    digits: line.digits,
    country: line.country,
    time_zone: line.timeZone,
    open: line.availability !== "closed",
    availability_status: line.availability,
    is_ivr: line.isIvr,
    live_recording_activated: line.recording,
    messages: {},
  };
}

/** The line inside a call of a webhook: abridged, and the only place with `e164_digits` (contract 9.2). */
export function describeLineInWebhook(exchange: Exchange, line: Line): Record<string, unknown> {
  const { id, direct_link, name, digits, ...rest } = describeLineBriefly(exchange, line);
  return { id, direct_link, name, digits, e164_digits: compactDigits(line.digits), ...rest };
}

/** The line inside a call of the REST API. */
export function describeLineInCall(exchange: Exchange, line: Line): Record<string, unknown> {
  return { ...describeLineBriefly(exchange, line), created_at: iso(line.createdAt) };
}

/** The full line of `/v1/numbers`. */
export function describeLine(exchange: Exchange, company: Company, line: Line): Record<string, unknown> {
  const users = company.users.filter((user) => line.userIds.includes(user.id));
  const messages = {
    welcome: null,
    waiting: null,
    ringing_tone: null,
    unanswered_call: null,
    after_hours: null,
    ivr: null,
    voicemail: null,
    closed: null,
    callback_later: null,
  };
  return {
    ...describeLineInCall(exchange, line),
    priority: null,
    messages,
    users: users.map((user) => describeUserInCall(exchange, user)),
  };
}

export function describeTeamBriefly(exchange: Exchange, team: Team): Record<string, unknown> {
  return {
    id: team.id,
    name: team.name,
    direct_link: directLink(exchange, `teams/${team.id}`),
    created_at: iso(team.createdAt),
  };
}

export function describeTeam(exchange: Exchange, company: Company, team: Team): Record<string, unknown> {
  const users = company.users.filter((user) => team.userIds.includes(user.id));
  return { ...describeTeamBriefly(exchange, team), users: users.map((user) => describeUserInCall(exchange, user)) };
}

/** Same shape in REST, in calls and in webhooks; timestamps are unix seconds (recorded). */
export function describeContact(exchange: Exchange, contact: Contact): Record<string, unknown> {
  return {
    id: contact.id,
    direct_link: directLink(exchange, `contacts/${contact.id}`),
    first_name: contact.firstName,
    last_name: contact.lastName,
    company_name: contact.companyName,
    information: contact.information,
    is_shared: true,
    created_at: contact.createdAt,
    updated_at: contact.updatedAt,
    phone_numbers: contact.phoneNumbers,
    emails: contact.emails,
  };
}

/** `direct_link` is documented but absent in recordings (contract 9.5). */
export function describeTag(tag: Tag): Record<string, unknown> {
  return { id: tag.id, name: tag.name, color: tag.color, description: tag.description };
}

/** No `custom_name`, as recorded; the numeric id only when read, not when made (contract 2.4). */
export function describeWebhook(exchange: Exchange, webhook: Webhook, withId: boolean): Record<string, unknown> {
  return {
    ...(withId ? { id: webhook.id } : {}),
    webhook_id: webhook.webhookId,
    direct_link: directLink(exchange, `webhooks/${webhook.webhookId}`),
    created_at: new Date(webhook.createdAtMs).toISOString(),
    url: webhook.url,
    active: webhook.active,
    token: webhook.token,
    events: webhook.events,
  };
}

/** What `/v1/integrations/me` says; the only place with the company's id (contract 1.2). */
export function describeIntegration(company: Company, integration: Integration): Record<string, unknown> {
  const installer = company.users.find((user) => user.id === integration.userId);
  return {
    name: integration.name,
    custom_name: integration.name,
    logo: null,
    company_id: company.id,
    status: integration.status,
    active: integration.active,
    number_ids: integration.lineIds,
    numbers_count: integration.lineIds.length,
    user: installer === undefined ? null : { id: installer.id, name: installer.name, email: installer.email },
  };
}
