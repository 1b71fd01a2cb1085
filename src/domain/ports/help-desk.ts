/** What we need from a help desk, in our own words. Each promise may reject with a RequestError (kit). */
import type { Direction } from "../call.ts";
import type { Connection } from "../connection.ts";
import type { Customer, CustomerDraft } from "../customer.ts";
import type { DraftRefusal } from "../customer-draft.ts";
import type { StoredFile } from "../media.ts";
import type { DeskUser } from "../people.ts";
import type { Priority } from "../priority.ts";
import type { OptionalField, Without } from "../ticket/rejected-parts.ts";

/** A customer with all addresses that are stored for them, as they are stored, and what agents noted of them. */
export interface CustomerCard extends Customer {
  externalId: string | null;
  phones: string[];
  emails: string[];
  note: string | null;
}

/** A customer as the latest answer shows them. `phones` is null where no answer has told their numbers. */
export interface ShownCustomer extends Customer {
  phones: readonly string[] | null;
}

export interface CustomerDesk {
  /** Whose channel is exactly this phone number. */
  withPhone(phone: string): Promise<Customer[]>;
  /** Who has this number in any format; may be out of date by seconds, may contain others. */
  searchPhone(phone: string): Promise<Customer[]>;
  /** Whose primary e-mail it is. */
  withEmail(email: string): Promise<Customer[]>;
  /** Who has this address, or something like it, anywhere; may be out of date by seconds. */
  searchAddress(address: string): Promise<Customer[]>;
  withExternalId(externalId: string): Promise<Customer[]>;
  /** Null for a customer that is gone. For one that was merged into another, that other one. */
  read(id: number): Promise<CustomerCard | null>;
  /** `refused`: another customer has the e-mail or the phone, or a part of the draft is not accepted. */
  create(draft: CustomerDraft): Promise<{ kind: "created"; customer: Customer } | ({ kind: "refused" } & DraftRefusal)>;
  /** Adds a number to those that the customer has. Does nothing when it is there. */
  addPhone(id: number, phone: string): Promise<void>;
  /** Gives the name `to` to a customer who is still called `from`. Answers them as they are, null when they are gone. */
  rename(id: number, from: string, to: string): Promise<Customer | null>;
}

/** An internal note on its way to the help desk. It is never sent to anybody. */
export interface NoteDraft {
  externalId: string;
  html: string;
  text: string;
  /** Null: in the name of the user whose credential we have. */
  authorId: number | null;
  /** Unix seconds. */
  at: number;
  files: readonly StoredFile[];
  /** An edit takes files off that it had before. */
  clearsFiles?: boolean;
}

/** By what a message is known again that could not be given an external id. `at`: Unix seconds; null where that was rejected as well. */
export interface MessageLikeness {
  text: string;
  at: number | null;
}

/** A text that was exchanged already, to be recorded: never to be sent (M8). */
export interface TextDraft {
  externalId: string;
  direction: Direction;
  html: string;
  text: string;
  customerId: number;
  /** Who wrote an outbound text, null as for a note; null for an inbound one, which the customer wrote. */
  authorId: number | null;
  /** Phone numbers of both sides, for people to read. */
  callerAddress: string;
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
  /** Epoch ms, of what is in the trash; left out where the help desk does not tell. */
  trashedAt?: number;
  tags: string[];
  status: "open" | "closed";
  /** Epoch ms; null for what is open, and where the help desk does not tell. */
  closedAt: number | null;
  /** Put off until later. */
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

/** Where a ticket is now. `merged` names the ticket it lives on in, where the help desk tells. */
export type TicketState = TicketThere | { kind: "merged"; into: number | null } | { kind: "deleted" };

/** A ticket as made or found again: its id, and the ids of our notes in it by their external ids. */
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
 * What makes or changes something rejects with PartsRejected where the help desk named what it rejects. `without` are
 * fields that it rejected before.
 */
export interface TicketDesk {
  open(draft: TicketDraft, without?: Without): Promise<MadeTicket>;
  /** The ticket that bears this external id, be it trashed or not; null when there is none. */
  find(externalId: string): Promise<MadeTicket | null>;
  /** The ticket that was opened with this draft, where external ids could not be given. */
  findLike(draft: TicketDraft): Promise<MadeTicket | null>;
  read(ticketId: number): Promise<TicketState>;
  /** The customer's latest tickets, the one that changed last first. */
  ofCustomer(customerId: number): Promise<ListedTicket[]>;
  /** Sets what is named and nothing else; answers the whole ticket. */
  change(ticketId: number, change: TicketChange, without?: Without): Promise<TicketState>;
  /** Adds tags to those it bears; the answer says whether the ticket is still where it was. */
  addTags(ticketId: number, tags: readonly TagRef[]): Promise<TicketState | null>;
}

export interface NoteDesk {
  /** The new message's id, or the ticket's state when it is not there to be written to. */
  add(ticketId: number, note: NoteDraft, without?: Without): Promise<number | TicketState>;
  /** Null when it is done; `without files` where these cannot be changed; or the ticket's state when it is not there to be written to. */
  edit(ticketId: number, messageId: number, note: NoteDraft): Promise<TicketState | { kind: "without files" } | null>;
  /** Takes a note of ours away. Null when it is gone, `kept` where that is not possible, or the ticket's state as above. */
  remove(ticketId: number, messageId: number): Promise<TicketState | { kind: "kept" } | null>;
  /** The message with this external id among the ticket's, or null. `like`: one without any, of the same words and time. */
  find(ticketId: number, externalId: string, like?: MessageLikeness): Promise<number | null>;
}

export interface TextDesk {
  /** The new message's id, or the ticket's state when it is not there to be written to. */
  add(ticketId: number, text: TextDraft, without?: Without): Promise<number | TicketState>;
}

export interface TagRef {
  id: number;
  name: string;
}

export interface TagDesk {
  /** The tag of exactly this name. */
  find(name: string): Promise<TagRef | null>;
  /** Makes it, or answers the one that is there already. */
  create(name: string): Promise<TagRef>;
}

export interface FileDesk {
  /** `too large`: the help desk will not take a file of that size. */
  upload(file: OutgoingFile): Promise<{ kind: "stored"; file: StoredFile } | { kind: "too large" }>;
}

/** A file that is read once, piece by piece. */
export interface OutgoingFile {
  name: string;
  contentType: string;
  /** Bytes, or null when the source does not tell. */
  size: number | null;
  stream: ReadableStream<Uint8Array>;
  /** Ends the upload, however far it is. */
  until?: AbortSignal;
}

/** One connection's help desk. */
export interface HelpDesk {
  customers: CustomerDesk;
  tickets: TicketDesk;
  notes: NoteDesk;
  texts: TextDesk;
  tags: TagDesk;
  files: FileDesk;
  /** The fields that it can do without, as drafts name them in `without`. */
  optionalFields: readonly OptionalField[];
  /** One user; null where there is none any more. */
  user(id: number): Promise<DeskUser | null>;
  users(): Promise<DeskUser[]>;
  /** The customer as the latest answer shows them, null where none does. */
  shown(customerId: number): ShownCustomer | null;
  /** Counts every request made through it. */
  spent(): number;
}

/** Opens the help desk of a connection for one piece of work; `waitedMs`: how long that has been put aside. */
export type OpenHelpDesk = (
  connection: Pick<Connection, "id" | "account" | "sealedCredential">,
  lane: Priority,
  waitedMs?: number,
) => HelpDesk;

export { PRIORITIES as LANES, type Priority as Lane } from "../priority.ts";
