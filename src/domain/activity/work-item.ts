/**
 * Work items: what a connection has to do, and how urgent it is. Each has at most one run at a time. Calls,
 * conversations and cards have a record, and its id is one string.
 */
import type { Facts } from "../../kit/trace.ts";

/**
 * `call`, `conversation`: bring the ticket up to date. `card`: show the insight card of a call that begins.
 * `recording`: transfer one file of a call. `message_file`: transfer the files of one message. `connection`:
 * maintenance. `webhook`: deliver one event to one endpoint.
 */
const WORK_KINDS = ["card", "call", "conversation", "message_file", "recording", "connection", "webhook"] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

export interface WorkItem {
  connectionId: string;
  kind: WorkKind;
  /** The call's id or the conversation's key, for its files as well. Empty for the connection itself. A webhook's event. */
  ref: string;
  /** Which file of the call, the message that has the files, or a webhook's endpoint. Empty for everything else. */
  part: string;
}

/** Input for the run, from the component that scheduled its work item. */
export interface WorkInput {
  /** The trace that the run continues. */
  trace?: string;
  /** When the first event of a call arrived, epoch ms (cards). */
  heardAt?: number;
  /** Aircall reports that our app was removed (connections). */
  removed?: boolean;
}

export type MarkedWork = WorkItem & { input?: WorkInput };

/** The kinds that have their own record. */
export type RecordKind = "call" | "conversation" | "card";

/** The ids of records: `call:123`, `text:+33612345678` for the messages of a customer, `card:123` for a call's card. */
export function callActivityId(callId: string): string {
  return `call:${callId}`;
}

/** `key` is the customer's key, or `group-…` for the messages of a group. */
export function conversationActivityId(key: string): string {
  return `text:${key}`;
}

export function cardActivityId(callId: string): string {
  return `card:${callId}`;
}

export function kindOf(activityId: string): RecordKind {
  if (activityId.startsWith("text:")) return "conversation";
  return activityId.startsWith("card:") ? "card" : "call";
}

/** The call's id, or the key of the conversation. */
export function idOf(activityId: string): string {
  return activityId.slice(activityId.indexOf(":") + 1);
}

/** Whether this has the form of a record's id, as people type one. */
export function isActivityId(text: string): boolean {
  return /^(?:(?:call|card):[\w-]{1,100}|text:[\w+*#-]{1,100})$/.test(text);
}

/** `call:123` as the columns `kind` and `ref`. */
export function columnsOf(activityId: string): { kind: RecordKind; ref: string } {
  return { kind: kindOf(activityId), ref: idOf(activityId) };
}

/** The columns `kind` and `ref` as `call:123`. */
export function activityIdOf({ kind, ref }: { kind: RecordKind; ref: string }): string {
  if (kind === "conversation") return conversationActivityId(ref);
  return kind === "card" ? cardActivityId(ref) : callActivityId(ref);
}

/** The work item that brings a call or conversation up to date. */
export function workOf(connectionId: string, activityId: string): WorkItem & { kind: RecordKind } {
  return { connectionId, ...columnsOf(activityId), part: "" };
}

/** How urgent a work item is, most urgent first (L3). */
export const PRIORITIES = ["card", "live call", "message", "ended call", "recording", "catch-up"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Its rank among all priorities. An unknown priority comes last. */
export function rankOf(priority: string): number {
  const rank = PRIORITIES.findIndex((known) => known === priority);
  return rank === -1 ? PRIORITIES.length : rank;
}

/**
 * What a trace may hold about a call or conversation. The ref of a conversation is a phone number, so neither a trace
 * nor a log line has it.
 */
export function activityFacts(connectionId: string, activityId: string): Facts {
  const kind = kindOf(activityId);
  const facts = { "connection.id": connectionId, "subject.kind": kind };
  return kind === "conversation" ? facts : { ...facts, "aircall.call_id": idOf(activityId) };
}

/** The same for a log line. `subject` is null for what is about no call and no conversation. */
export function lineFacts(connectionId: string, activityId: string | null): Readonly<Record<string, string>> {
  if (activityId === null) return { connectionId };
  const kind = kindOf(activityId);
  return kind === "conversation" ? { connectionId, kind } : { connectionId, kind, callId: idOf(activityId) };
}
