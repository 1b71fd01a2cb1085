// The whole little Gorgias in memory, and everything that its control panel can do; tests may call it directly.
import { randomBytes } from "node:crypto";
import { type Account, createAccount } from "./account.ts";
import { shapeBucket } from "./api-plugin.ts";
import { viewCustomerRead } from "./customer-view.ts";
import type { CredentialKind, Customer, LoggedRequest, OutboxEntry, Tag, Ticket, User } from "./model.ts";
import { type AppInput, type Apps, createApps } from "./oauth/apps.ts";
import { uninstall } from "./oauth/grants.ts";
import { createTokenSigner } from "./oauth/token-signer.ts";
import { addCustomer, type CustomerInput, findCustomer, mergeCustomers } from "./save-customer.ts";
import { addTag, type TagInput } from "./save-tag.ts";
import { deleteTicket, findTicket, mergeTickets } from "./save-ticket.ts";
import { addUser, seedCustomers, seedUsers, type UserInput } from "./seed-account.ts";
import { type GorgiasSettings, resolveSettings, type SettingsPatch } from "./settings.ts";
import { viewTag } from "./tag-endpoints.ts";
import { setStatus } from "./ticket-times.ts";
import { viewTicket } from "./ticket-view.ts";
import { viewUser } from "./user-endpoints.ts";
import { refuse } from "./vendor-error.ts";

export type TicketAction = "trash" | "restore" | "spam" | "unspam" | "close" | "open" | "merge" | "delete";
type UserPatch = Partial<Pick<User, "email" | "name" | "active" | "role">>;

interface NewAccount {
  account: string;
  /** Default `ada.admin@{domain}`: the admin whose key it is. */
  email?: string | undefined;
  /** Where the account's users have their e-mail; default `{account}.example`. */
  domain?: string | undefined;
  apiKey?: string | undefined;
}

interface Credentials {
  account: string;
  email: string;
  apiKey: string;
}

export interface Desk {
  /** Undefined for an unknown name. */
  find(account: string): Account | undefined;
  /** Throws a VendorError 404 for an unknown name. */
  account(account: string): Account;
  accounts(): Credentials[];
  createAccount(wanted: NewAccount): Credentials;
  /** Of one account, or what new accounts get. */
  settings(account?: string): GorgiasSettings;
  patchSettings(patch: SettingsPatch, account?: string): GorgiasSettings;
  /** Everything in an account, in the vendor's shapes. */
  state(account: string): unknown;
  outbox(account: string): OutboxEntry[];
  requests(account: string): LoggedRequest[];
  clearRequests(account: string): void;
  addCustomer(account: string, input: CustomerInput): Customer;
  addUser(account: string, input: UserInput): User;
  updateUser(account: string, id: number, patch: UserPatch): User;
  addTag(account: string, input: TagInput): Tag;
  ticket(account: string, id: number): Ticket;
  /** `into` only for `merge`. */
  actOnTicket(account: string, id: number, action: TicketAction, into?: number): void;
  mergeCustomers(account: string, source: number, target: number): void;
  /** Another app of the account uses this many requests; without a kind, of both buckets. */
  spend(account: string, requests: number, kind?: CredentialKind): void;
  bucket(account: string, kind: CredentialKind): { used: number; limit: number };
  revokeKey(account: string): void;
  /** A Bearer token of a user, the key's owner by default; it lives 24 h (contract 2.2) unless told otherwise. */
  issueToken(account: string, options?: { email?: string | undefined; lifetimeMs?: number | undefined }): string;
  /** The apps that the partner portal knows, for every account. */
  readonly apps: Apps;
  /** Takes an app, or all of them, off the account; tells how many approvals ended (contract 2.4). */
  uninstall(account: string, clientId?: string): number;
  /** Back to the start: accounts, settings, apps, seed. */
  reset(): void;
}

export interface DeskOptions {
  now: () => number;
  /** Scheme, host and port, known once the server listens. */
  origin: () => string;
  settings: SettingsPatch;
  seed: boolean;
  /** The name of the seeded account. */
  account: string;
  /** Apps that are there from the start. */
  apps?: readonly AppInput[] | undefined;
}

const dayMs = 86_400_000;
const firstAccountId = 4101;

export function createDesk(options: DeskOptions): Desk {
  const { now, origin, settings: startSettings, seed, account: seeded, apps: startApps = [] } = options;
  const accounts = new Map<string, Account>();
  const apps = createApps(startApps);
  let signer = createTokenSigner();
  let globalPatch: SettingsPatch = {};

  function get(name: string): Account {
    const account = accounts.get(name);
    if (account === undefined) throw refuse.notFound();
    return account;
  }
  const resolve = (patch: SettingsPatch) => resolveSettings(startSettings, globalPatch, patch);

  function create({ account: name, email, apiKey, domain = `${name}.example` }: NewAccount): Credentials {
    if (accounts.has(name)) throw refuse.exists();
    if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) throw refuse.invalid("Not a subdomain", { account: [name] });
    const account = createAccount({
      id: firstAccountId + accounts.size,
      name,
      origin,
      email: email ?? `ada.admin@${domain}`,
      apiKey,
      settings: resolve({}),
      signer,
      now,
    });
    accounts.set(name, account);
    seedUsers(account, domain);
    return describe(account);
  }

  function start(): void {
    accounts.clear();
    globalPatch = {};
    apps.reset();
    // Tokens of before mean nothing to what comes now.
    signer = createTokenSigner();
    if (!seed) return;
    // The seeded company at the Aircall simulator has the same people.
    create({ account: seeded, domain: "acme.example" });
    seedCustomers(get(seeded));
  }

  start();
  return {
    find: (name) => accounts.get(name),
    account: get,
    accounts: () => [...accounts.values()].map(describe),
    createAccount: create,
    settings: (name) => (name === undefined ? resolve({}) : get(name).settings),
    patchSettings(patch, name) {
      if (name !== undefined) return patchAccount(get(name), patch, resolve);
      const merged = mergePatches(globalPatch, patch);
      const settings = resolveSettings(startSettings, merged);
      globalPatch = merged;
      for (const account of accounts.values()) account.settings = resolve(account.patch);
      return settings;
    },
    ...describeActions(get),
    apps,
    reset: start,
  };
}

function patchAccount(account: Account, patch: SettingsPatch, resolve: (patch: SettingsPatch) => GorgiasSettings) {
  const merged = mergePatches(account.patch, patch);
  account.settings = resolve(merged);
  account.patch = merged;
  return account.settings;
}

function mergePatches(held: SettingsPatch, patch: SettingsPatch): SettingsPatch {
  const merged = { ...held, ...patch };
  return patch.rateLimit === undefined ? merged : { ...merged, rateLimit: { ...held.rateLimit, ...patch.rateLimit } };
}

function describe({ name, email, apiKey }: Account): Credentials {
  return { account: name, email, apiKey };
}

type Actions = Omit<
  Desk,
  "find" | "account" | "accounts" | "createAccount" | "settings" | "patchSettings" | "apps" | "reset"
>;

/** All that concerns one account. */
function describeActions(get: (name: string) => Account): Actions {
  return {
    state: (name) => describeState(get(name)),
    outbox: (name) => get(name).outbox,
    requests: (name) => get(name).requests,
    clearRequests: (name) => void get(name).requests.splice(0),
    addCustomer: (name, input) => addCustomer(get(name), input),
    addUser: (name, input) => addUser(get(name), input),
    updateUser: (name, id, patch) => updateUser(get(name), id, patch),
    addTag: (name, input) => addTag(get(name), input),
    ticket: (name, id) => findTicket(get(name), id),
    actOnTicket: (name, id, action, into) => actOnTicket(get(name), { id, action, into }),
    mergeCustomers(name, source, target) {
      const account = get(name);
      mergeCustomers(account, findCustomer(account, source), findCustomer(account, target));
    },
    spend(name, requests, kind) {
      const account = get(name);
      for (const each of kind === undefined ? (["key", "oauth"] as const) : [kind])
        account.buckets[each].spend(requests, shapeBucket(account, each));
    },
    bucket(name, kind) {
      const account = get(name);
      const shape = shapeBucket(account, kind);
      return { used: account.buckets[kind].used(shape), limit: shape.limit };
    },
    uninstall: (name, clientId) => uninstall(get(name), clientId),
    revokeKey(name) {
      get(name).apiKey = "";
    },
    issueToken(name, options = {}) {
      const account = get(name);
      const user = account.users.by("email", (options.email ?? account.email).toLowerCase())[0];
      if (user === undefined) throw refuse.notFound();
      const token = randomBytes(32).toString("base64url");
      account.tokens.set(token, { userId: user.id, expiresAt: account.now() + (options.lifetimeMs ?? dayMs) });
      return token;
    },
  };
}

function describeState(account: Account) {
  return {
    account: account.name,
    customers: account.customers.all().map(viewCustomerRead),
    tickets: account.tickets.all().map((ticket) => viewTicket(account, findTicket(account, ticket.id))),
    tags: account.tags.all().map((tag) => viewTag(account, tag)),
    users: account.users.all().map((user) => viewUser(account, user)),
    files: [...account.files.values()].map(({ kept, ...file }) => ({ ...file, kept: kept.length })),
    outbox: account.outbox,
    merged: {
      customers: Object.fromEntries(account.merged.customers),
      tickets: Object.fromEntries(account.merged.tickets),
    },
  };
}

function updateUser(account: Account, id: number, patch: UserPatch): User {
  const user = account.users.get(id);
  if (user === undefined) throw refuse.notFound();
  const at = account.now();
  // The key goes on belonging to the same person under a new address.
  if (patch.email !== undefined && user.email === account.email) account.email = patch.email;
  Object.assign(user, patch, { updatedAt: at });
  user.deactivatedAt = user.active ? null : (user.deactivatedAt ?? at);
  return account.users.put(user);
}

interface Act {
  id: number;
  action: TicketAction;
  into: number | undefined;
}

function actOnTicket(account: Account, { id, action, into }: Act): void {
  const ticket = findTicket(account, id);
  ticket.updatedAt = account.now();
  switch (action) {
    case "trash":
      ticket.trashedAt = account.now();
      return;
    case "restore":
      ticket.trashedAt = null;
      return;
    case "spam":
    case "unspam":
      ticket.spam = action === "spam";
      return;
    case "close":
      return setStatus(account, ticket, "closed");
    case "open":
      return setStatus(account, ticket, "open");
    case "merge":
      return mergeTickets(account, ticket, findTicket(account, into ?? 0));
    case "delete":
      return deleteTicket(account, ticket);
    default:
      return action satisfies never;
  }
}
