// How the control panel shows things: short, with names beside ids.
import type { AircallDelivery } from "../deliveries.ts";
import { assetUrl, signMedia } from "../media.ts";
import type { Call } from "../entities.ts";
import type { Exchange } from "../exchange.ts";
import { findCompany } from "../find.ts";
import type { CallResult } from "../publish-call.ts";

/** One delivery with its attempts; the body only when asked for. */
export function summarizeDelivery(delivery: AircallDelivery, withBody: boolean): Record<string, unknown> {
  const { webhook, body, ...rest } = delivery;
  return {
    ...rest,
    webhookId: webhook.webhookId,
    url: webhook.url,
    status: delivery.attempts.at(-1)?.status ?? null,
    ...(withBody ? { body: JSON.parse(body) as unknown } : {}),
  };
}

/** One call as the panel lists it. */
export function summarizeCall(exchange: Exchange, call: Call): Record<string, unknown> {
  const company = findCompany(exchange, call.companyId);
  const nameUser = (id: number | null) => company.users.find((user) => user.id === id)?.name ?? null;
  const contact = company.contacts.find((one) => one.id === call.contactId);
  return {
    ...call,
    line: company.lines.find((line) => line.id === call.lineId)?.name ?? null,
    user: nameUser(call.userId),
    rungUser: nameUser(call.rungUserId),
    contact: contact === undefined ? null : [contact.firstName, contact.lastName].filter(Boolean).join(" "),
    tagNames: call.tags.map((tag) => company.tags.find((one) => one.id === tag.tagId)?.name ?? String(tag.tagId)),
    recording: signMedia(exchange, call, "recording"),
    voicemail: signMedia(exchange, call, "voicemail"),
    asset: assetUrl(call),
    page: `${exchange.url}/calls/${call.id}`,
  };
}

/** What a call control answers. */
export function summarizeResult(exchange: Exchange, { call, deliveries }: CallResult): Record<string, unknown> {
  return {
    call: summarizeCall(exchange, call),
    deliveries: deliveries.map((delivery) => summarizeDelivery(delivery, false)),
  };
}
