/** What we need from a help desk. Each promise may reject with a RequestError (kit). */
import type { Direction } from "../call/call.ts";
import type { Connection } from "../connection/connection.ts";
import type { Customer, CustomerDraft } from "../customer/customer.ts";
import type { DraftRejection } from "../customer/customer-draft.ts";
import type { CustomerEvents } from "./customer-feed.ts";
import type { HelpDeskFiles } from "./help-desk-files.ts";
import type { StoredFile } from "../ticket/media.ts";
import type { HelpDeskUser } from "../customer/people.ts";
import type { Priority } from "../activity/work-item.ts";
import type { OptionalField, Without } from "../ticket/rejected-parts.ts";

/** A customer with all stored addresses, and the agents' note. */
export interface CustomerCard extends Customer {
  externalId: string | null;
  phones: string[];
  emails: string[];
  note: string | null;
}

/** A customer as the latest answer shows them. `phones` is null where no answer contained their numbers. */
export interface ShownCustomer extends Customer {
  phones: readonly string[] | null;
}

export interface HelpDeskCustomers {
  /** Customers with a channel of exactly this phone number. */
  withPhone(phone: string): Promise<Customer[]>;
  /** Customers with this number in any format. The result may be seconds out of date, and may contain others. */
  searchPhone(phone: string): Promise<Customer[]>;
  /** Customers with this primary e-mail. */
  withEmail(email: string): Promise<Customer[]>;
  /** Customers with this address, or a similar one, anywhere. The result may be seconds out of date. */
  searchAddress(address: string): Promise<Customer[]>;
  withExternalId(externalId: string): Promise<Customer[]>;
  /** Null for a deleted customer. For a merged customer, the customer that they were merged into. */
  read(id: number): Promise<CustomerCard | null>;
  /** The customer of a ticket. Null if the answer does not show the ticket, or not all of its customer. */
  ofTicket(ticketId: number): Promise<CustomerCard | null>;
  /** `refused`: another customer has the e-mail or the phone, or the help desk rejects a part of the draft. */
  create(
    draft: CustomerDraft,
  ): Promise<{ kind: "created"; customer: Customer } | ({ kind: "refused" } & DraftRejection)>;
  /** Adds a number to the customer's. Does nothing when it is there. */
  addPhone(id: number, phone: string): Promise<void>;
  /**
   * Renames a customer who is still called `from`. Resolves with their current data, or null for a deleted customer.
   */
  rename(id: number, from: string, to: string): Promise<Customer | null>;
}

/** An internal note to be written to the help desk. It is never sent to anyone. */
export interface NoteDraft {
  externalId: string;
  html: string;
  text: string;
  /** Null: in the name of the user whose credential we have. */
  authorId: number | null;
  /** Unix seconds. */
  at: number;
  files: readonly StoredFile[];
  /** An edit removes the files that the note had before and that are not in `files`. */
  clearsFiles?: boolean;
}

/**
 * Identifies a message without an external id. `at`: Unix seconds, or null where the help desk rejected the time as
 * well.
 */
export interface MessageLikeness {
  text: string;
  at: number | null;
}

/** A message that was already exchanged, to be recorded. It is never sent (M8). */
export interface TextDraft {
  externalId: string;
  direction: Direction;
  html: string;
  text: string;
  customerId: number;
  /**
   * The user who wrote an outbound message, null as for a note. Null for an inbound message, which the customer wrote.
   */
  authorId: number | null;
  /** Phone numbers of both sides, for display. */
  customerAddress: string;
  lineAddress: string;
  /** Unix seconds, with fractions. */
  at: number;
  files: readonly StoredFile[];
}

export type MessageDraft = { kind: "note"; draft: NoteDraft } | { kind: "text"; draft: TextDraft };

export interface TicketDraft {
  externalId: string;
  subject: string;
  customerId: number;
  assigneeId: number | null;
  tags: readonly string[];
  channel: "phone" | "sms";
  messages: readonly MessageDraft[];
  /** Unix seconds. */
  createdAt: number;
}

export interface TicketThere {
  kind: "there";
  ticketId: number;
  spam: boolean;
  trashed: boolean;
  /** When a trashed ticket was trashed, epoch ms. Left out where the help desk does not say. */
  trashedAt?: number;
  tags: string[];
  status: "open" | "closed";
  /** Epoch ms. Null for an open ticket, and where the help desk does not say. */
  closedAt: number | null;
  /** Closed until a later time. */
  snoozed: boolean;
  assigneeId: number | null;
  subject?: string | null;
  customerId?: number | null;
}

/** A ticket of a customer as a list shows it. */
export interface ListedTicket {
  externalId: string | null;
  channel: string | null;
  subject: string | null;
  assigneeName: string | null;
  /** Epoch ms. */
  lastMessageAt: number | null;
  state: TicketThere;
}

/** Where a ticket is now. `into`: the ticket that it was merged into, where the help desk says. */
export type TicketState = TicketThere | { kind: "merged"; into: number | null } | { kind: "deleted" };

/** A new or found ticket: its id, and the ids of our notes in it by their external ids. */
export interface MadeTicket {
  ticketId: number;
  messageIds: ReadonlyMap<string, number>;
}

export interface TicketChange {
  open?: boolean;
  assigneeId?: number | null;
  subject?: string;
  customerId?: number;
}

/**
 * A call that makes or changes something rejects with PartsRejected where the help desk named the rejected parts.
 * `without`: fields that it rejected before.
 */
export interface HelpDeskTickets {
  open(draft: TicketDraft, without?: Without): Promise<MadeTicket>;
  /** The ticket with this external id, trashed or not. Null when there is none. */
  find(externalId: string): Promise<MadeTicket | null>;
  /** The ticket that was opened with this draft, where it could have no external ids. */
  findLike(draft: TicketDraft): Promise<MadeTicket | null>;
  read(ticketId: number): Promise<TicketState>;
  /** The customer's latest tickets outside the trash, the most recently changed first. */
  ofCustomer(customerId: number): Promise<ListedTicket[]>;
  /** Sets the given fields and nothing else. Resolves with the whole ticket. */
  change(ticketId: number, change: TicketChange, without?: Without): Promise<TicketState>;
  /** Adds tags to the ticket's. The answer says whether the ticket is still in place. */
  addTags(ticketId: number, tags: readonly TagRef[]): Promise<TicketState | null>;
}

export interface HelpDeskNotes {
  /** The new message's id, or the ticket's state when it is not there to be written to. */
  add(ticketId: number, note: NoteDraft, without?: Without): Promise<number | TicketState>;
  /**
   * Null when it is done. `without files` where these cannot be changed. The ticket's state when it cannot be written
   * to.
   */
  edit(ticketId: number, messageId: number, note: NoteDraft): Promise<TicketState | { kind: "without files" } | null>;
  /**
   * Removes a note of ours. Null when it is removed, `kept` where that is not possible, or the ticket's state as above.
   */
  remove(ticketId: number, messageId: number): Promise<TicketState | { kind: "kept" } | null>;
  /**
   * The ticket's message with this external id, or null. `like`: a message without an external id, of the same text and
   * time.
   */
  find(ticketId: number, externalId: string, like?: MessageLikeness): Promise<number | null>;
}

export interface HelpDeskMessages {
  /** The new message's id, or the ticket's state when it is not there to be written to. */
  add(ticketId: number, text: TextDraft, without?: Without): Promise<number | TicketState>;
}

export interface TagRef {
  id: number;
  name: string;
}

/** Some tags of the help desk. `complete`: there are no others. */
export interface TagList {
  tags: TagRef[];
  complete: boolean;
}

export interface HelpDeskTags {
  /** The first page of all tags, in one request. */
  list(): Promise<TagList>;
  /** The tag of exactly this name. */
  find(name: string): Promise<TagRef | null>;
  /** Creates the tag, or resolves with the existing one. */
  create(name: string): Promise<TagRef>;
}

/** One connection's help desk. */
export interface HelpDesk {
  customers: HelpDeskCustomers;
  tickets: HelpDeskTickets;
  notes: HelpDeskNotes;
  texts: HelpDeskMessages;
  tags: HelpDeskTags;
  files: HelpDeskFiles;
  /** The fields that the help desk can do without, as drafts name them in `without`. */
  optionalFields: readonly OptionalField[];
  /** One user. Null where the user no longer exists. */
  user(id: number): Promise<HelpDeskUser | null>;
  users(): Promise<HelpDeskUser[]>;
  /** What changed since this time, epoch ms. Rejects as refused where the authorisation does not cover events. */
  customerEvents(since: number): Promise<CustomerEvents>;
  /** The time zone of the business hours, as the help desk names it. Null where it names none. */
  timeZone(): Promise<string | null>;
  /** The customer as the latest answer shows them. Null where no answer does. */
  shown(customerId: number): ShownCustomer | null;
  /** How many requests were made through this help desk. */
  used(): number;
}

/** Opens the help desk of a connection for one run. `waitedMs`: how long the work has been deferred. */
export type OpenHelpDesk = (
  connection: Pick<Connection, "id" | "account" | "sealedCredential">,
  priority: Priority,
  waitedMs?: number,
) => HelpDesk;
