/** What we need kept, in our own words. Every method names the connection, or finds it. */
import type { Direction } from "../call.ts";
import type { Connection, ConnectionDraft, Credential } from "../connection.ts";
import type { Customer } from "../customer.ts";
import type { DeskUser } from "../people.ts";
import type { Write } from "../write.ts";
import type { TagRef } from "./help-desk.ts";

/** What the inlet needs to know of a connection. */
export interface WebhookDoor {
  connectionId: string;
  /** SHA-256 of the webhook's token, hexadecimal. */
  tokenHash: string;
}

export interface ConnectionStore {
  add(draft: ConnectionDraft, now: number): Promise<void>;
  doorOf(webhookKey: string): Promise<WebhookDoor | null>;
  withAccount(account: string): Promise<Connection | null>;
  credential(connectionId: string, vendor: "aircall" | "gorgias"): Promise<{ account: string; credential: Credential }>;
  selectLines(connectionId: string, lineIds: readonly string[]): Promise<void>;
  /** Takes away the connection and every row of it. */
  remove(connectionId: string): Promise<void>;
}

export interface NewDelivery {
  connectionId: string;
  subject: string | null;
  event: string;
  body: string;
  receivedAt: number;
}

export interface Inbox {
  /** Keeps the delivery and queues the work in one transaction. `duplicate`: the same bytes are kept already. */
  put(delivery: NewDelivery): Promise<"new" | "duplicate">;
}

export interface KeptDelivery {
  id: number;
  body: string;
  outcome: string | null;
}

/** All that a turn needs to know of one call. */
export interface CallDossier {
  connection: Connection;
  selectedLines: ReadonlySet<string>;
  deliveries: KeptDelivery[];
  writes: Write[];
  record: CallRecord | null;
}

export type CallState = "pending" | "done" | "ignored" | "failed";

/** What is kept of a call beside its deliveries and writes. Times are epoch ms. */
export interface CallRecord {
  callId: string;
  state: CallState;
  reason: string | null;
  direction: Direction | null;
  lineName: string | null;
  startedAt: number | null;
  caller: string | null;
  answered: boolean;
  callbackRequested: boolean;
  callbackDoneBy: string | null;
  customerId: number | null;
  customerName: string | null;
  ticketId: number | null;
  match: unknown;
  plan: unknown;
  ticketSeenAt: number | null;
  attempts: number;
  wakeAt: number | null;
  /** `wakeAt` as it was read or last kept: if somebody else has set it since, the earlier of both times stays. */
  wakeAtRead: number | null;
}

export interface CallStore {
  open(connectionId: string, callId: string): Promise<CallDossier | null>;
  /** Keeps the record, and what became of each delivery. */
  save(connectionId: string, record: CallRecord, outcomes: ReadonlyMap<number, string>, now: number): Promise<void>;
  /** Calls whose time to be looked at has come; should nobody look, they are due again a minute later. */
  takeDue(now: number, limit: number): Promise<{ connectionId: string; callId: string }[]>;
  /** Has every unfinished call of the connection looked at again. */
  wakeAll(connectionId: string, now: number): Promise<void>;
  /** Joins a request for a callback to the call that answered it, seen from either side; both calls are woken (C13). */
  joinCallbacks(connectionId: string, record: CallRecord, now: number): Promise<{ done: boolean }>;
  /** When each of these customers last had a call of ours, epoch ms. */
  lastSeen(connectionId: string, customerIds: readonly number[]): Promise<Map<number, number>>;
}

export interface WriteStore {
  /** Stores that a write is about to be sent. */
  intend(
    connectionId: string,
    subject: string,
    write: Pick<Write, "round" | "key" | "intent">,
    now: number,
  ): Promise<void>;
  settle(connectionId: string, subject: string, write: SettledWrite, now: number): Promise<void>;
  /** Nothing was sent: forgets the intent. */
  withdraw(connectionId: string, subject: string, write: Pick<Write, "round" | "key">): Promise<void>;
  /** Makes refused writes possible again. */
  forgetRefused(connectionId: string, subject: string): Promise<void>;
}

export type SettledWrite = Pick<Write, "round" | "key" | "outcome" | "requests"> & { state: "done" | "refused" };

export interface PhoneIndex {
  /** The customer remembered for a caller; else the right to look for them, or until when another work has it. */
  claim(
    connectionId: string,
    caller: string,
    by: string,
    now: number,
  ): Promise<{ kind: "known"; customer: Customer } | { kind: "yours" } | { kind: "taken"; until: number }>;
  remember(connectionId: string, caller: string, customer: Customer, now: number): Promise<void>;
  /** Gives the right to look back, or forgets a customer who is no more. */
  forget(connectionId: string, caller: string): Promise<void>;
}

/** What is remembered of the help desk so that it need not be asked each time. */
export interface DeskMemory {
  users(connectionId: string): Promise<{ users: DeskUser[]; learnedAt: number } | null>;
  rememberUsers(connectionId: string, users: readonly DeskUser[], now: number): Promise<void>;
  forgetUsers(connectionId: string): Promise<void>;
  tags(connectionId: string, names: readonly string[]): Promise<TagRef[]>;
  rememberTag(connectionId: string, tag: TagRef): Promise<void>;
  forgetTags(connectionId: string, names: readonly string[]): Promise<void>;
}

/** Work that waits for a worker. `call`: look at a call; `media`: carry one of its files over. */
export type Job =
  | { queue: "call"; connectionId: string; callId: string }
  | { queue: "media"; connectionId: string; callId: string; media: "recording" | "voicemail" };

export interface Jobs {
  add(jobs: readonly Job[]): Promise<void>;
}
