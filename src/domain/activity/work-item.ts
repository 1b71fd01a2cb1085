/**
 * Work items: what a connection has to do. Each has at most one run at a time. Calls, conversations and cards also have
 * an id in one string.
 */
import { idOf, kindOf, callActivityId, cardActivityId, conversationActivityId } from "./activity-id.ts";

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
