// A customer as the vendor writes it, in full and as a list item (contract 4.1, 4.2).
import { emailOf } from "./account.ts";
import { formatTime } from "./datetime.ts";
import type { Channel, Customer } from "./model.ts";

/** First word and last word of the name, both empty without one (contract 4.1). */
export function splitName(name: string | null): { firstname: string; lastname: string } {
  const words = (name ?? "").split(/\s+/).filter((word) => word !== "");
  return { firstname: words[0] ?? "", lastname: words.length > 1 ? (words.at(-1) ?? "") : "" };
}

/** List items lack channels and integrations (contract 4.2). */
export function viewCustomerItem(customer: Customer) {
  return {
    id: customer.id,
    external_id: customer.externalId,
    active: true,
    email: emailOf(customer),
    name: customer.name,
    ...splitName(customer.name),
    language: customer.language,
    timezone: customer.timezone,
    created_datetime: formatTime(customer.createdAt),
    updated_datetime: formatTime(customer.updatedAt),
    meta: customer.meta,
    data: customer.data,
    note: customer.note,
    custom_fields: customer.customFields,
  };
}

/** The answer of create, update and merge. */
export function viewCustomer(customer: Customer) {
  return {
    ...viewCustomerItem(customer),
    channels: customer.channels.map((channel) => viewChannel(channel, customer)),
    integrations: customer.integrations,
    customer: null,
  };
}

/** GET by id has two keys more (contract 4.1). */
export function viewCustomerRead(customer: Customer) {
  return { ...viewCustomer(customer), external_data: {}, ecommerce_data: {} };
}

function viewChannel(channel: Channel, owner: Customer) {
  const person = { id: owner.id, name: owner.name };
  return {
    id: channel.id,
    type: channel.type,
    address: channel.address,
    preferred: channel.preferred,
    created_datetime: formatTime(channel.createdAt),
    updated_datetime: formatTime(channel.updatedAt),
    deleted_datetime: null,
    user: person,
    customer: person,
  };
}
