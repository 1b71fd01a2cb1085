/** What we need stored. Every method names the connection, or finds it. */
import type { ChangedBy } from "../connection/audit.ts";
import type { Outcome } from "../call/call-stage.ts";
import type { Direction, Person } from "../call/call.ts";
import type { CardPlan } from "../insight-card/plan-card.ts";
import type { Connection, ConnectionDraft, Credential, StoredCredential, Vendor } from "../connection/connection.ts";
import type { ConversationPlan } from "../conversation/conversation-plan.ts";
import type { FoundCustomer } from "../customer/customer.ts";
import type { OwnLine } from "../customer/unknown-caller.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";
import type { RememberedCustomer } from "./phone-index.ts";
import type { CallPlan } from "../call/call-plan.ts";
import type { WebhookEvent } from "../webhooks/webhook-event.ts";
import type { MarkedWork, Priority } from "../activity/work-item.ts";
import type { Write } from "../ticket/write.ts";

/** What the webhook endpoint needs to know of a connection. */
export interface WebhookEndpoint {
  connectionId: string;
  /** SHA-256 of the webhook's token, hexadecimal. */
  tokenHash: string;
}

export interface ConnectionStore {
  /** `by` is recorded in the same transaction (N7). */
  add(draft: ConnectionDraft, now: number, by?: string): Promise<void>;
  endpointOf(webhookKey: string): Promise<WebhookEndpoint | null>;
  withAccount(account: string): Promise<Connection | null>;
  credential(connectionId: string, vendor: Vendor): Promise<StoredCredential>;
  /** Decrypts the sealed credential of a snapshot's connection. */
  unseal(sealed: string): Promise<Credential>;
  /** The account of a connection, other than `except`, that has one of these lines. Lines are unique in Aircall. */
  holderOfLines(lineIds: readonly string[], except: string | null): Promise<string | null>;
  /** `change` is recorded in the same transaction, line by line. */
  selectLines(connectionId: string, lineIds: readonly string[], change?: ChangedBy): Promise<void>;
  /** Deletes the connection and every row of it. */
  remove(connectionId: string): Promise<void>;
}

export interface NewDelivery {
  connectionId: string;
  activityId: string | null;
  /** The first of these that has stored data replaces `subject`. */
  activityIdsBefore?: readonly string[];
  event: string;
  body: string;
  receivedAt: number;
  /**
   * Hash of the token in the delivery, which is stored only if the connection still has this token. Left out where no
   * token is needed.
   */
  tokenHash?: string;
  /** A call begins. Its insight card is pushed ahead of everything (I2). */
  rings?: boolean;
  /** Aircall reports that our app was removed (L6). */
  removed?: boolean;
  /** The trace of the delivery. The run continues it. */
  trace?: string | undefined;
}

export interface Inbox {
  /**
   * Stores the delivery and marks its work as due, in one transaction. `duplicate`: the same bytes are already stored.
   * `not ours`: the connection no longer has this token, so nothing is stored (N6).
   */
  put(delivery: NewDelivery): Promise<"new" | "duplicate" | "not ours">;
}

export interface StoredDelivery {
  id: number;
  body: string;
  /** Epoch ms. */
  receivedAt: number;
  outcome: DeliveryOutcome | null;
}

/** Which help desk users are stored. Lets a caller with a fresh cache skip the query. */
export interface UsersMark {
  /** Epoch ms. */
  learnedAt: number;
  /** Agents whom an admin mapped to a user by hand: the Aircall user's id and the Gorgias user's. */
  byHand: readonly (readonly [agentId: string, userId: number])[];
}

/** Other facts of a connection that a run needs, read in the same query. */
export interface Surroundings {
  /** Null when no users are stored. */
  users: UsersMark | null;
  /** The customer stored for the record's caller. */
  remembered: (RememberedCustomer & { phoneKey: string }) | null;
  /** This call answered a request for a callback. */
  servesCallback: boolean;
}

/** All that a run needs to know of one call or conversation. */
export interface Snapshot extends Surroundings {
  connection: Connection;
  selectedLines: ReadonlySet<string>;
  /** All lines of the company, selected or not (C19). */
  ownLines: readonly OwnLine[];
  /**
   * Since when each line counts, by its id, epoch ms. It is its selection, or the creation of the connection if later.
   */
  countsSince: ReadonlyMap<string, number>;
  deliveries: StoredDelivery[];
  writes: Write[];
  record: ActivityRecord | null;
  /** Writes that this run has completed but not saved. They are saved with the next intent, or with the record. */
  unsaved: CompletedWrite[];
  /** Work items that the run has a reason for. They are marked with the record. */
  marks: MarkedWork[];
  /** After a restore from a backup, more may have been written until then than is known. Epoch ms. */
  doubtedUntil: number | null;
}

export type ActivityState = "pending" | "done" | "ignored" | "failed";

/** The plan of this version, or the stored form of an earlier one. Code relies only on its presence. */
export type RecordPlan = CallPlan | ConversationPlan | CardPlan | Record<string, unknown>;

/** What is stored of a call or conversation besides its deliveries and writes. Times are epoch ms. */
export interface ActivityRecord {
  activityId: string;
  state: ActivityState;
  reason: Reason | null;
  direction: Direction | null;
  lineName: string | null;
  lineId: string | null;
  startedAt: number | null;
  caller: string | null;
  answered: boolean;
  callbackRequested: boolean;
  callbackDoneBy: string | null;
  /** What became of it. Null for a card, and where no event tells. */
  outcome: Outcome | null;
  /** The agent of the ticket (C4), or who sent the latest message. */
  agent: Pick<Person, "id" | "name"> | null;
  answeredAt: number | null;
  endedAt: number | null;
  /** Aircall's word. */
  missedReason: string | null;
  /** The tags that agents chose in Aircall. Null where no event was read yet. */
  tags: readonly string[] | null;
  customerId: number | null;
  customerName: string | null;
  ticketId: number | null;
  /** How the customer was found. Null where a row holds another form. */
  match: FoundCustomer | null;
  plan: RecordPlan | null;
  ticketSeenAt: number | null;
  attempts: number;
  /** Since when it is deferred, for want of capacity or of an answer, and the priority in which it waits. */
  deferredSince: number | null;
  deferredPriority: Priority | null;
  /** Its raw deliveries have expired. It is finished for good. */
  trimmed: boolean;
  /** When the next run is due without any event. Not read, because each run decides it anew. */
  wakeAt: number | null;
}

export interface SaveOptions {
  /** How writes ended that are not saved yet. */
  completed?: readonly CompletedWrite[];
  /** Work items that the record gives a reason for. They are due with it. */
  marks?: readonly MarkedWork[];
  /** Events that the record makes true. An event that is stored already is left alone. */
  events?: readonly WebhookEvent[];
  /**
   * The lease of the run that saves. The lease ends, and the item is due again at `wakeAt` or when something changed.
   */
  lease?: string | undefined;
}

export interface ActivityStore {
  open(connectionId: string, activityId: string): Promise<Snapshot | null>;
  /** Saves the record, the outcome of each delivery, and how writes ended. `again`: the item is due again at once. */
  save(
    connectionId: string,
    record: ActivityRecord,
    outcomes: ReadonlyMap<number, DeliveryOutcome>,
    now: number,
    options?: SaveOptions,
  ): Promise<{ again: boolean }>;
  /** Saves the record alone, in the middle of a run. */
  saveFacts(connectionId: string, record: ActivityRecord, now: number): Promise<void>;
  /** Saves the first record of a work item. False where one exists already, from another worker or an earlier run. */
  claim(connectionId: string, record: ActivityRecord, now: number): Promise<boolean>;
  /** Marks all unfinished work of the connection as due, and its maintenance as well. */
  wakeAll(connectionId: string, now: number): Promise<void>;
  /** Links a request for a callback to the call that answered it, from either side. Both calls become due (C13). */
  joinCallbacks(connectionId: string, record: ActivityRecord, now: number): Promise<{ done: boolean }>;
  /** When each of these customers last had a call or conversation, epoch ms. */
  lastSeen(connectionId: string, customerIds: readonly number[]): Promise<Map<number, number>>;
  /** How many calls of this caller are stored, other than `except`. */
  callsOf(connectionId: string, phoneKey: string, except: string): Promise<number>;
  /** The caller's latest ticket that the service opened, and whose it is. Null without one that is still stored. */
  lastTicket(connectionId: string, phoneKey: string): Promise<{ ticketId: number; customerId: number } | null>;
}

/** Conversations are like calls, but last for years. So a run reads only what is not processed. */
export interface ConversationSnapshots {
  /** Unprocessed deliveries, and all writes but the completed ones of single messages. */
  open(connectionId: string, activityId: string): Promise<Snapshot | null>;
  /** The writes of these keys, whatever ticket they belong to. */
  writes(connectionId: string, activityId: string, keys: readonly string[]): Promise<Write[]>;
}

export interface WriteStore {
  /** Stores that a write is about to be sent, together with how others ended. */
  intend(
    connectionId: string,
    activityId: string,
    write: Pick<Write, "generation" | "key" | "intent">,
    now: number,
    completed?: readonly CompletedWrite[],
  ): Promise<void>;
  /** Saves how each write ended, once. */
  complete(connectionId: string, activityId: string, completed: readonly CompletedWrite[]): Promise<void>;
  /** Deletes the intent of a write that was not sent. */
  withdraw(connectionId: string, activityId: string, write: Pick<Write, "generation" | "key">): Promise<void>;
  /**
   * Makes refused writes possible again, and restores the parts that were left out. `change` is recorded in the same
   * transaction.
   */
  forgetRefused(connectionId: string, activityId: string, change?: ChangedBy): Promise<void>;
}

/** How a write ended. `at`: epoch ms. */
export type CompletedWrite = Pick<Write, "generation" | "key" | "outcome" | "requests"> & {
  state: "done" | "refused";
  at: number;
};

export interface Scheduler {
  /** Marks work items as due now. One that is running is due again after its run. */
  markDue(items: readonly MarkedWork[]): Promise<void>;
}

/**
 * The end of a run that has transferred files. Saves how writes ended, and marks the call or conversation as due, in
 * one statement.
 */
export type FinishTransfer = (
  connectionId: string,
  activityId: string,
  completed: readonly CompletedWrite[],
) => Promise<void>;
