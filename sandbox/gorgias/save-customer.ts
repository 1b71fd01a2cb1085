// Makes and changes customers: channels, uniqueness, the primary e-mail (contract 4.4 to 4.6).
import { type Account, channelKey, emailOf } from "./account.ts";
import type { Channel, Customer } from "./model.ts";
import { logEvent } from "./save-event.ts";
import { refuse, type VendorError } from "./vendor-error.ts";

interface ChannelInput {
  type: string;
  address: string;
  preferred?: boolean | undefined;
}

/** Only the keys that are present change anything. */
export interface CustomerInput {
  name?: string | null | undefined;
  email?: string | null | undefined;
  external_id?: string | null | undefined;
  language?: string | null | undefined;
  timezone?: string | null | undefined;
  note?: string | null | undefined;
  meta?: Record<string, unknown> | null | undefined;
  channels?: ChannelInput[] | undefined;
}

export function addCustomer(account: Account, input: CustomerInput): Customer {
  const at = account.now();
  const channels = planChannels(account, [], input);
  refuseTaken(account, channels, undefined, "Failed to create customer");
  const customer: Customer = {
    id: account.nextId("customer"),
    externalId: null,
    name: null,
    channels,
    language: null,
    timezone: null,
    meta: input.name === undefined || input.name === null ? null : { name_set_via: "agent" },
    data: null,
    dataVersion: null,
    note: null,
    customFields: {},
    integrations: {},
    createdAt: at,
    updatedAt: at,
  };
  applyScalars(customer, input);
  logEvent(account, "customer-created", customer.id);
  return account.customers.put(customer);
}

export function changeCustomer(account: Account, customer: Customer, input: CustomerInput): Customer {
  const channels = planChannels(account, customer.channels, input);
  refuseTaken(account, channels, customer.id, "Failed to update customer");
  customer.channels = channels;
  applyScalars(customer, input);
  customer.updatedAt = account.now();
  logEvent(account, "customer-updated", customer.id, input);
  return account.customers.put(customer);
}

function applyScalars(customer: Customer, input: CustomerInput): void {
  if (input.name !== undefined) customer.name = input.name;
  if (input.external_id !== undefined) customer.externalId = input.external_id;
  if (input.language !== undefined) customer.language = input.language;
  if (input.timezone !== undefined) customer.timezone = input.timezone;
  if (input.note !== undefined) customer.note = input.note;
  if (input.meta !== undefined) customer.meta = input.meta;
}

/** The whole new list: `channels` replaces (contract 3), then `email` becomes the preferred e-mail channel. */
function planChannels(account: Account, held: readonly Channel[], input: CustomerInput): Channel[] {
  const at = account.now();
  const make = (wanted: ChannelInput): Channel => {
    const known = held.find(
      (channel) => channelKey(channel.type, channel.address) === channelKey(wanted.type, wanted.address),
    );
    const preferred = wanted.preferred ?? false;
    if (known !== undefined) return { ...known, address: wanted.address, preferred };
    const id = account.nextId("channel");
    return { id, type: wanted.type, address: wanted.address, preferred, createdAt: at, updatedAt: at };
  };
  let channels = held.map((channel) => ({ ...channel }));
  if (input.channels !== undefined) {
    const distinct = new Map(input.channels.map((channel) => [channelKey(channel.type, channel.address), channel]));
    channels = [...distinct.values()].map(make);
  }
  const { email } = input;
  if (email !== undefined && email !== null) {
    const key = channelKey("email", email);
    for (const channel of channels) if (channel.type === "email") channel.preferred = false;
    const known = channels.find((channel) => channelKey(channel.type, channel.address) === key);
    if (known === undefined) channels.unshift(make({ type: "email", address: email, preferred: true }));
    else known.preferred = true;
  }
  return preferFirst(channels);
}

/** One preferred channel of each type: the first where none is marked (contract 4.1). */
function preferFirst(channels: Channel[]): Channel[] {
  for (const type of new Set(channels.map((channel) => channel.type))) {
    const ofType = channels.filter((channel) => channel.type === type);
    const chosen = ofType.find((channel) => channel.preferred) ?? ofType[0];
    for (const channel of ofType) channel.preferred = channel === chosen;
  }
  return channels;
}

function refuseTaken(account: Account, channels: Channel[], own: number | undefined, failure: string): void {
  for (const channel of channels) {
    if (channel.type === "phone" && !account.settings.phoneUnique) continue;
    const owners = account.customers.by("channel", channelKey(channel.type, channel.address));
    if (owners.some((owner) => owner.id !== own)) throw duplicate(account, channel.type, failure);
  }
}

function duplicate(account: Account, type: string, failure: string): VendorError {
  if (account.settings.duplicateStatus === 409) return refuse.exists();
  const field = type === "email" ? "email" : "channels";
  return refuse.invalid(failure, { [field]: ["Already used by another customer."] });
}

/** Moves channels, tickets and messages to `target`; `source` answers 301 from then on (contract 4.7). */
export function mergeCustomers(account: Account, source: Customer, target: Customer): void {
  const shared = Object.keys(source.integrations).filter((key) => key in target.integrations);
  if (shared.length > 0) throw refuse.exists();
  const named = account.settings.mergeEventNames === "source" ? source : target;
  logEvent(account, "customer-merged", named.id, { source_id: source.id, target_id: target.id });
  account.customers.delete(source.id);
  account.merged.customers.set(source.id, target.id);
  const primary = emailOf(target);
  target.channels = preferFirst([
    ...target.channels,
    ...source.channels.map((channel) => ({ ...channel, preferred: false })),
  ]);
  if (primary === null && target.name === null) target.name = source.name;
  target.integrations = { ...source.integrations, ...target.integrations };
  target.updatedAt = account.now();
  account.customers.put(target);
  for (const ticket of account.tickets.by("customer", source.id)) {
    for (const message of account.messages.by("ticket", ticket.id)) {
      if (!message.fromAgent && message.senderId === source.id) message.senderId = target.id;
      if (message.fromAgent && message.receiverId === source.id) message.receiverId = target.id;
    }
    ticket.customerId = target.id;
    account.tickets.put(ticket);
  }
}

export function deleteCustomer(account: Account, customer: Customer): void {
  for (const ticket of account.tickets.by("customer", customer.id)) {
    ticket.customerId = null;
    account.tickets.put(ticket);
  }
  account.customers.delete(customer.id);
  logEvent(account, "customer-deleted", customer.id);
}

/** The customer, or a 301 that leads to the one it was merged into, or 404. */
export function findCustomer(account: Account, id: number): Customer {
  const customer = account.customers.get(id);
  if (customer !== undefined) return customer;
  throw refuseGone(account, account.merged.customers, "customers", id);
}

/** Follows a chain of merges to its end, as the Location of one answer. */
export function refuseGone(account: Account, merged: Map<number, number>, path: string, id: number): VendorError {
  let target = merged.get(id);
  if (target === undefined) return refuse.notFound();
  for (let next = merged.get(target); next !== undefined; next = merged.get(target)) target = next;
  return refuse.moved(account.settings.mergedLocation ? `${account.url}/api/${path}/${target}/` : undefined);
}
