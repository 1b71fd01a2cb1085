// POST /api/search (contract 4.3).
import { z } from "zod";
import { type Account, byPhoneTail, emailOf } from "./account.ts";
import { defineEndpoint, type Endpoint } from "./endpoint.ts";
import type { Channel, Customer } from "./model.ts";
import { isSamePhone } from "./phone-digits.ts";

const searchTypes = [
  "customer",
  "customer_profile",
  "customer_channel",
  "customer_channel_email",
  "customer_channel_phone",
  "customers_by_phone",
  "agent",
  "team",
  "tag",
  "integration",
] as const;
type SearchType = (typeof searchTypes)[number];

const searchBody = z.strictObject({
  type: z.enum(searchTypes),
  query: z.string(),
  size: z.int().min(1).max(50).default(10),
});

export const searchEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "POST",
    path: "/search",
    failure: "Failed to search",
    body: searchBody,
    handle: ({ account, body }) => ({
      status: 200,
      body: { data: find(account, body.type, body.query).slice(0, body.size), object: "list", uri: "", meta: {} },
      headers: { "x-gorgias-search-engine": "ES" },
    }),
  }),
];

function find(account: Account, type: SearchType, query: string): unknown[] {
  const text = query.toLowerCase().trim();
  const contains = (value: string | null) => value !== null && value.toLowerCase().includes(text);
  const customers = () => visible(account, account.customers.all());
  switch (type) {
    case "customer":
      return customers()
        .filter((customer) => contains(customer.name) || contains(emailOf(customer)))
        .map(viewFound);
    case "customer_profile":
      return customers()
        .filter(
          (customer) =>
            contains(customer.name) || visible(account, customer.channels).some((channel) => contains(channel.address)),
        )
        .map(viewFound);
    case "customers_by_phone":
      return account.settings.phoneSearchAnswers === "channels"
        ? phoneChannels(account, query)
        : visible(account, byPhone(account, query)).map(viewFound);
    case "customer_channel":
      return channelsOf(customers(), (channel) => contains(channel.address));
    case "customer_channel_email":
      return channelsOf(customers(), (channel) => channel.type === "email" && contains(channel.address));
    case "customer_channel_phone":
      return phoneChannels(account, query);
    case "agent":
      return account.users
        .all()
        .filter((user) => contains(user.name) || contains(user.email))
        .map(({ id, name, email }) => ({ id, name, email }));
    case "tag":
      return visible(account, account.tags.all())
        .filter((tag) => contains(tag.name))
        .map(({ id, name }) => ({ id, name }));
    case "team":
    case "integration":
      return [];
    default:
      return type satisfies never;
  }
}

/** Items carry these three keys only (contract 4.3). */
function viewFound(customer: Customer) {
  return { id: customer.id, name: customer.name, email: emailOf(customer) };
}

function channelsOf(customers: Customer[], wanted: (channel: Channel) => boolean): unknown[] {
  return customers.flatMap((customer) =>
    customer.channels
      .filter(wanted)
      .map(({ id, type, address }) => ({ id, type, address, customer: { id: customer.id, name: customer.name } })),
  );
}

function phoneChannels(account: Account, query: string): unknown[] {
  return channelsOf(visible(account, byPhone(account, query)), (channel) => isPhone(account, channel, query));
}

function byPhone(account: Account, query: string): Customer[] {
  return byPhoneTail(account, query).filter((customer) =>
    visible(account, customer.channels).some((channel) => isPhone(account, channel, query)),
  );
}

function isPhone(account: Account, channel: Channel, query: string): boolean {
  if (channel.type !== "phone") return false;
  return account.settings.phoneSearch === "exact" ? channel.address === query : isSamePhone(channel.address, query);
}

/** The search engine lags behind: what was written just now is not there yet (contract 4.3, assumed). */
function visible<T extends { createdAt: number }>(account: Account, records: T[]): T[] {
  const youngest = account.now() - account.settings.searchDelayMs;
  return records.filter((record) => record.createdAt <= youngest);
}
