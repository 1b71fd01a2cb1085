// One account of the Gorgias simulator: its collections, credentials, limits and logs.
import { randomBytes } from "node:crypto";
import { createCollection, type Collection } from "../core/store.ts";
import { createLeakyBucket, type LeakyBucket } from "../core/rate-limit.ts";
import type { CredentialKind, Customer, LoggedEvent, LoggedRequest, Message, OutboxEntry } from "./model.ts";
import type { StoredFile, Tag, Ticket, Token, User } from "./model.ts";
import { createOauthState, type OauthState } from "./oauth/oauth-state.ts";
import type { TokenSigner } from "./oauth/token-signer.ts";
import { readNumbers } from "./phone-digits.ts";
import type { GorgiasSettings, SettingsPatch } from "./settings.ts";

/** First ids differ by kind, so that an id used for the wrong kind finds nothing. */
const firstIds = { user: 8801, tag: 301, ticket: 7001, message: 55001, customer: 910001, channel: 1201, event: 40001 };

export interface Account {
  id: number;
  name: string;
  /** Scheme, host, port and account: what stands before `/api`. */
  readonly url: string;
  /** Whose API key it is. */
  email: string;
  apiKey: string;
  tokens: Map<string, Token>;
  /** Codes and approvals of apps. */
  oauth: OauthState;
  signer: TokenSigner;
  patch: SettingsPatch;
  settings: GorgiasSettings;
  createdAt: number;
  now: () => number;
  nextId(kind: keyof typeof firstIds): number;
  users: Collection<User, "email">;
  tags: Collection<Tag, "name">;
  customers: Collection<Customer, "email" | "external_id" | "channel" | "phone">;
  tickets: Collection<Ticket, "customer" | "external_id" | "tag">;
  messages: Collection<Message, "ticket">;
  /** Merged-away ids and where they went. */
  merged: { customers: Map<number, number>; tickets: Map<number, number> };
  files: Map<string, StoredFile>;
  events: LoggedEvent[];
  outbox: OutboxEntry[];
  requests: LoggedRequest[];
  buckets: Record<CredentialKind, LeakyBucket>;
}

interface AccountSeed {
  id: number;
  name: string;
  origin: () => string;
  email: string;
  apiKey?: string | undefined;
  settings: GorgiasSettings;
  signer: TokenSigner;
  now: () => number;
}

export function createAccount({ id, name, origin, email, apiKey, settings, signer, now }: AccountSeed): Account {
  const ids = { ...firstIds };
  return {
    id,
    name,
    get url() {
      return `${origin()}/${name}`;
    },
    email,
    apiKey: apiKey ?? randomBytes(24).toString("hex"),
    tokens: new Map(),
    oauth: createOauthState(),
    signer,
    patch: {},
    settings,
    createdAt: now(),
    now,
    nextId: (kind) => ids[kind]++,
    users: createCollection({ email: (user) => [user.email.toLowerCase()] }),
    tags: createCollection({ name: (tag) => [tag.name] }),
    customers: createCollection({
      email: (customer) => [emailOf(customer)?.toLowerCase() ?? null],
      external_id: (customer) => [customer.externalId],
      channel: (customer) => customer.channels.map((channel) => channelKey(channel.type, channel.address)),
      phone: (customer) => phonesOf(customer).flatMap(phoneTails),
    }),
    tickets: createCollection({
      customer: (ticket) => [ticket.customerId],
      external_id: (ticket) => [ticket.externalId],
      tag: (ticket) => ticket.tagIds,
    }),
    messages: createCollection({ ticket: (message) => [message.ticketId] }),
    merged: { customers: new Map(), tickets: new Map() },
    files: new Map(),
    events: [],
    outbox: [],
    requests: [],
    buckets: { key: createLeakyBucket(now), oauth: createLeakyBucket(now) },
  };
}

/** The preferred e-mail channel: the customer's primary address (contract 4.1). */
export function emailOf(customer: Customer): string | null {
  const emails = customer.channels.filter((channel) => channel.type === "email");
  return (emails.find((channel) => channel.preferred) ?? emails[0])?.address ?? null;
}

/** E-mail addresses compare without letter case, all others as stored (contract 4.2). */
export function channelKey(type: string, address: string): string {
  return `${type}:${type === "email" ? address.toLowerCase() : address}`;
}

export function phonesOf(customer: Customer): string[] {
  return customer.channels.filter((channel) => channel.type === "phone").map((channel) => channel.address);
}

/** Customers who may have the phone: those with a number that ends like it. */
export function byPhoneTail(account: Account, phone: string): Customer[] {
  return [...new Set(phoneTails(phone).flatMap((tail) => account.customers.by("phone", tail)))];
}

/** Written variants of one number agree in their last digits; a text may hold several numbers. */
function phoneTails(phone: string): string[] {
  return [...new Set(readNumbers(phone).map((digits) => digits.slice(-6)))];
}
