/** What we need kept, in our own words. Every method names the connection, or finds it. */
import type { ChangedBy } from "../audit.ts";
import type { Direction } from "../call.ts";
import type { CardPlan } from "../card/plan-card.ts";
import type { Connection, ConnectionDraft, Credential, KeptCredential, Vendor } from "../connection.ts";
import type { ConversationPlan } from "../conversation/conversation-plan.ts";
import type { Customer, FoundCustomer } from "../customer.ts";
import type { OwnLine } from "../own-lines.ts";
import type { DeskUser } from "../people.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";
import type { CallPlan } from "../ticket-plan.ts";
import type { MarkedWork } from "../work-item.ts";
import type { Write } from "../write.ts";
import type { Lane, TagRef } from "./help-desk.ts";

/** What the inlet needs to know of a connection. */
export interface WebhookDoor {
  connectionId: string;
  /** SHA-256 of the webhook's token, hexadecimal. */
  tokenHash: string;
}

export interface ConnectionStore {
  /** `by` is recorded together with it (N7). */
  add(draft: ConnectionDraft, now: number, by?: string): Promise<void>;
  doorOf(webhookKey: string): Promise<WebhookDoor | null>;
  withAccount(account: string): Promise<Connection | null>;
  credential(connectionId: string, vendor: Vendor): Promise<KeptCredential>;
  /** Opens what a dossier's connection brings along. */
  unseal(sealed: string): Promise<Credential>;
  /** The account of the connection that one of these lines belongs to, but for `except`; lines are unique in Aircall. */
  holderOfLines(lineIds: readonly string[], except: string | null): Promise<string | null>;
  /** `change` is recorded together with it, line by line. */
  selectLines(connectionId: string, lineIds: readonly string[], change?: ChangedBy): Promise<void>;
  /** Takes away the connection and every row of it. */
  remove(connectionId: string): Promise<void>;
}

export interface NewDelivery {
  connectionId: string;
  subject: string | null;
  /** The first of these of which anything is kept takes the subject's place. */
  subjectsBefore?: readonly string[];
  event: string;
  body: string;
  receivedAt: number;
  /** Hash of the token that it showed: kept only where the connection still has it. Left out where no token is needed. */
  tokenHash?: string;
  /** A call begins: its card is pushed ahead of everything (I2). */
  rings?: boolean;
  /** Aircall took our app off (L6). */
  removed?: boolean;
  /** The trace it came in by; its work goes on with it. */
  trace?: string | undefined;
}

export interface Inbox {
  /**
   * Keeps the delivery and queues the work in one transaction. `duplicate`: the same bytes are kept already. `not ours`: the
   * connection does not have this token any more, so nothing is kept (N6).
   */
  put(delivery: NewDelivery): Promise<"new" | "duplicate" | "not ours">;
}

export interface KeptDelivery {
  id: number;
  body: string;
  /** Epoch ms. */
  receivedAt: number;
  outcome: DeliveryOutcome | null;
}

/** Which users of the help desk are remembered, so that who has them at hand need not read them again. */
export interface UsersMark {
  /** Epoch ms. */
  learnedAt: number;
  /** Agents whom an admin joined to a user by hand: the Aircall user's id and the Gorgias user's. */
  byHand: readonly (readonly [agentId: string, userId: number])[];
}

/** What else of a connection bears on a turn, read along with it. */
export interface Surroundings {
  /** Null when none are remembered. */
  users: UsersMark | null;
  /** Who is remembered for the record's caller. */
  remembered: (RememberedCustomer & { caller: string }) | null;
  /** Somebody's request for a callback was answered by this call. */
  servesCallback: boolean;
}

/** All that a turn needs to know of one call or conversation. */
export interface Dossier extends Surroundings {
  connection: Connection;
  selectedLines: ReadonlySet<string>;
  /** All lines of the company, followed or not (C19). */
  ownLines: readonly OwnLine[];
  /** Since when each of them counts, by its id: its selection, or the making of the connection where that is later; epoch ms. */
  countsSince: ReadonlyMap<string, number>;
  deliveries: KeptDelivery[];
  writes: Write[];
  record: SubjectRecord | null;
  /** Writes that this turn has settled and not kept yet: they go with the next one's intent, or with the record. */
  unkept: SettledWrite[];
  /** Work items that the run has a reason for. They are marked with the record. */
  marks: MarkedWork[];
  /** More may have been done by then than is known, after a restore from a backup; epoch ms. */
  doubtedUntil: number | null;
}

export type SubjectState = "pending" | "done" | "ignored" | "failed";

/** As planned by this version, or as an earlier one has stored it: only its presence is relied on. */
export type RecordPlan = CallPlan | ConversationPlan | CardPlan | Record<string, unknown>;

/** What is kept of a call or conversation beside its deliveries and writes. Times are epoch ms. */
export interface SubjectRecord {
  subject: string;
  state: SubjectState;
  reason: Reason | null;
  direction: Direction | null;
  lineName: string | null;
  lineId: string | null;
  startedAt: number | null;
  caller: string | null;
  answered: boolean;
  callbackRequested: boolean;
  callbackDoneBy: string | null;
  customerId: number | null;
  customerName: string | null;
  ticketId: number | null;
  /** How the customer was found. Null where a row holds another form. */
  match: FoundCustomer | null;
  plan: RecordPlan | null;
  ticketSeenAt: number | null;
  attempts: number;
  /** Since when it is put aside, for want of room or of an answer; and the lane in which it waits. */
  heldSince: number | null;
  heldLane: Lane | null;
  /** Its raw deliveries are gone for their age: it is finished for good. */
  trimmed: boolean;
  /** When the next run is due though nothing happens. Not read: each run decides it anew. */
  wakeAt: number | null;
}

export interface SaveOptions {
  /** How writes ended that are not saved yet. */
  settled?: readonly SettledWrite[];
  /** Work items that the record gives a reason for: they are due with it. */
  marks?: readonly MarkedWork[];
  /** Of the run whose result this is: the lease ends, and the item is due again at `wakeAt` or when something changed. */
  lease?: string | undefined;
}

export interface SubjectStore {
  open(connectionId: string, subject: string): Promise<Dossier | null>;
  /** Saves the record, what became of each delivery, and how writes ended. `again`: the item is due again at once. */
  save(
    connectionId: string,
    record: SubjectRecord,
    outcomes: ReadonlyMap<number, DeliveryOutcome>,
    now: number,
    options?: SaveOptions,
  ): Promise<{ again: boolean }>;
  /** Saves the record alone, in the middle of a run. */
  saveFacts(connectionId: string, record: SubjectRecord, now: number): Promise<void>;
  /** Keeps the first record of a subject. False where one is kept already: somebody else's work, or done before. */
  claim(connectionId: string, record: SubjectRecord, now: number): Promise<boolean>;
  /** Has everything unfinished of the connection looked at again, and the connection itself looked after. */
  wakeAll(connectionId: string, now: number): Promise<void>;
  /** Joins a request for a callback to the call that answered it, seen from either side; both calls are woken (C13). */
  joinCallbacks(connectionId: string, record: SubjectRecord, now: number): Promise<{ done: boolean }>;
  /** When each of these customers last had a call of ours, epoch ms. */
  lastSeen(connectionId: string, customerIds: readonly number[]): Promise<Map<number, number>>;
  /** How many calls of this caller are known, but for one. */
  callsOf(connectionId: string, caller: string, except: string): Promise<number>;
}

/** Conversations: like calls, but they last for years, so a turn reads only what is not dealt with. */
export interface ConversationDossiers {
  /** Deliveries that are not dealt with, and all writes but those of single texts that are done. */
  open(connectionId: string, subject: string): Promise<Dossier | null>;
  /** The writes of these keys, whichever ticket they belong to. */
  writes(connectionId: string, subject: string, keys: readonly string[]): Promise<Write[]>;
}

/** The ticket that a customer's texts go to (M2). */
export interface ThreadIndex {
  /** The ticket, where one is known; takes no right to look for one. */
  known(connectionId: string, customerId: number): Promise<number | null>;
  /** The ticket; else the right to find or open it, or until when another work has it. */
  claim(connectionId: string, customerId: number, by: string, now: number): Promise<Thread>;
  /** `several`: the customer has other tickets of ours as well. */
  remember(connectionId: string, customerId: number, ticketId: number, known?: { several?: boolean }): Promise<void>;
  /** Gives the ticket up and takes the right to open the next, unless somebody else has done so since. */
  leave(connectionId: string, customerId: number, ticketId: number, by: string, now: number): Promise<Thread>;
}

/** `several`: the customer has, or had, other tickets of ours as well. */
export type Thread =
  { kind: "known"; ticketId: number; several: boolean } | { kind: "yours" } | { kind: "taken"; until: number };

export interface WriteStore {
  /** Stores that a write is about to be sent, together with how others ended. */
  intend(
    connectionId: string,
    subject: string,
    write: Pick<Write, "round" | "key" | "intent">,
    now: number,
    settled?: readonly SettledWrite[],
  ): Promise<void>;
  /** Each of them once. */
  settle(connectionId: string, subject: string, settled: readonly SettledWrite[]): Promise<void>;
  /** Nothing was sent: forgets the intent. */
  withdraw(connectionId: string, subject: string, write: Pick<Write, "round" | "key">): Promise<void>;
  /** Makes refused writes possible again, and parts that were left out wanted again. `change` is recorded together with it. */
  forgetRefused(connectionId: string, subject: string, change?: ChangedBy): Promise<void>;
}

/** How a write ended. `at`: epoch ms. */
export type SettledWrite = Pick<Write, "round" | "key" | "outcome" | "requests"> & {
  state: "done" | "refused";
  at: number;
};

/** What is remembered of a caller's customer. */
export interface RememberedCustomer {
  customer: Customer;
  /** Ids of the other customers with the same number. */
  others: number[];
  /** When the number was last seen to be theirs, epoch ms. */
  verifiedAt: number;
}

export interface PhoneIndex {
  /** The customer remembered for a caller; takes no right to look for one. */
  known(connectionId: string, caller: string): Promise<RememberedCustomer | null>;
  /** The customer remembered for a caller; else the right to look for them, or until when another work has it. */
  claim(
    connectionId: string,
    caller: string,
    by: string,
    now: number,
  ): Promise<({ kind: "known" } & RememberedCustomer) | { kind: "yours" } | { kind: "taken"; until: number }>;
  /** The number was seen to be this customer's. */
  remember(
    connectionId: string,
    caller: string,
    found: Pick<RememberedCustomer, "customer" | "others">,
    now: number,
  ): Promise<void>;
  /**
   * An answer showed the customer: name and e-mail of every caller who is remembered as them. `owner`: it showed that
   * this caller's number is theirs as well.
   */
  refresh(connectionId: string, customer: Customer, owner: { caller: string; at: number } | null): Promise<void>;
  /** Forgets that the caller is this customer; whoever is remembered or looked for since stays. */
  forget(connectionId: string, caller: string, customerId: number): Promise<void>;
}

/** A tag that the help desk would not make: its answer, and its words. */
export interface RejectedTag {
  name: string;
  status: number | null;
  detail: string | null;
}

/** What is remembered of the help desk so that it need not be asked each time. */
export interface DeskMemory {
  /** `mark`: as a dossier has just told; what is at hand is not read again then. */
  users(connectionId: string, mark?: UsersMark | null): Promise<{ users: DeskUser[]; learnedAt: number } | null>;
  rememberUsers(connectionId: string, users: readonly DeskUser[], now: number): Promise<void>;
  forgetUsers(connectionId: string): Promise<void>;
  tags(connectionId: string, names: readonly string[]): Promise<TagRef[]>;
  rememberTag(connectionId: string, tag: TagRef): Promise<void>;
  forgetTags(connectionId: string, names: readonly string[]): Promise<void>;
  /** Which of these tags the help desk would not make, at `since` or later (epoch ms). */
  rejectedTags(connectionId: string, names: readonly string[], since: number): Promise<RejectedTag[]>;
  rejectTag(connectionId: string, tag: RejectedTag, now: number): Promise<void>;
}

export interface Scheduler {
  /** Marks work items as due now. One that is running is due again after its run. */
  markDue(items: readonly MarkedWork[]): Promise<void>;
}

/**
 * The end of a run that has transferred files: saves how writes ended, and marks the call or conversation as due, in one
 * statement.
 */
export type FinishTransfer = (connectionId: string, subject: string, settled: readonly SettledWrite[]) => Promise<void>;
