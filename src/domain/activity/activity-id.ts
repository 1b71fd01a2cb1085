/**
 * The ids of records: one call (`call:123`), one customer's messages (`text:+33612345678`), one call's card
 * (`card:123`).
 */

export type ActivityKind = "call" | "conversation" | "card";

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

export function kindOf(activityId: string): ActivityKind {
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
