// What a person at the help desk does in one account, or looks at, and what time and other apps do to it.
import { randomBytes } from "node:crypto";
import type { Account } from "./account.ts";
import { shapeBucket } from "./api-plugin.ts";
import { viewCustomerRead } from "./customer-view.ts";
import type { CredentialKind, Customer, LoggedRequest, OutboxEntry, Tag, Ticket, User } from "./model.ts";
import { uninstall } from "./oauth/grants.ts";
import {
  addCustomer,
  changeCustomer,
  deleteCustomer,
  findCustomer,
  mergeCustomers,
  type CustomerInput,
} from "./save-customer.ts";
import { logEvent } from "./save-event.ts";
import { addTag, type TagInput } from "./save-tag.ts";
import { changeTicket, deleteTicket, findTicket, mergeTickets } from "./save-ticket.ts";
import { addUser, type UserInput } from "./seed-account.ts";
import { viewTag } from "./tag-endpoints.ts";
import { setStatus } from "./ticket-times.ts";
import { viewTicket } from "./ticket-view.ts";
import { viewUser } from "./user-endpoints.ts";
import { refuse } from "./vendor-error.ts";

export type TicketAction = "trash" | "restore" | "spam" | "unspam" | "close" | "open" | "merge" | "delete" | "customer";
type UserPatch = Partial<Pick<User, "email" | "name" | "active" | "role">>;

/** What concerns one account. */
export interface AccountActions {
  /** Everything in an account, in the vendor's shapes. */
  state(account: string): unknown;
  outbox(account: string): OutboxEntry[];
  requests(account: string): LoggedRequest[];
  clearRequests(account: string): void;
  addCustomer(account: string, input: CustomerInput): Customer;
  /** Only the keys that are present change anything; `channels` replaces the list. */
  changeCustomer(account: string, id: number, input: CustomerInput): Customer;
  deleteCustomer(account: string, id: number): void;
  addUser(account: string, input: UserInput): User;
  updateUser(account: string, id: number, patch: UserPatch): User;
  addTag(account: string, input: TagInput): Tag;
  ticket(account: string, id: number): Ticket;
  /** `into`: for `merge` a ticket, for `customer` the customer whose ticket it is from now on. */
  actOnTicket(account: string, id: number, action: TicketAction, into?: number): void;
  mergeCustomers(account: string, source: number, target: number): void;
  /** Another app of the account uses this many requests; without a kind, of both buckets. */
  spend(account: string, requests: number, kind?: CredentialKind): void;
  bucket(account: string, kind: CredentialKind): { used: number; limit: number };
  revokeKey(account: string): void;
  /** A Bearer token of a user, the key's owner by default; it lives 24 h (contract 2.2) unless told otherwise. */
  issueToken(account: string, options?: { email?: string | undefined; lifetimeMs?: number | undefined }): string;
  /** Takes an app, or all of them, off the account; tells how many approvals ended (contract 2.4). */
  uninstall(account: string, clientId?: string): number;
}

const dayMs = 86_400_000;

export function accountActions(get: (name: string) => Account): AccountActions {
  return {
    state: (name) => describeState(get(name)),
    outbox: (name) => get(name).outbox,
    requests: (name) => get(name).requests,
    clearRequests: (name) => void get(name).requests.splice(0),
    addCustomer: (name, input) => addCustomer(get(name), input),
    changeCustomer: (name, id, input) => changeCustomer(get(name), findCustomer(get(name), id), input),
    deleteCustomer: (name, id) => deleteCustomer(get(name), findCustomer(get(name), id)),
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
    case "restore":
      ticket.trashedAt = action === "trash" ? account.now() : null;
      return logEvent(account, action === "trash" ? "ticket-trashed" : "ticket-untrashed", ticket.id);
    case "spam":
    case "unspam":
      ticket.spam = action === "spam";
      return logEvent(account, ticket.spam ? "ticket-marked-spam" : "ticket-unmarked-spam", ticket.id);
    case "close":
      return setStatus(account, ticket, "closed");
    case "open":
      return setStatus(account, ticket, "open");
    case "merge":
      return mergeTickets(account, ticket, findTicket(account, into ?? 0));
    case "delete":
      return deleteTicket(account, ticket);
    case "customer":
      changeTicket(account, ticket, { customer: { id: findCustomer(account, into ?? 0).id } });
      return;
    default:
      return action satisfies never;
  }
}
