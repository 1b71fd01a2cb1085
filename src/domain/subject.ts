/**
 * The ids of records: one call (`call:123`), one customer's messages (`text:+33612345678`), one call's card
 * (`card:123`).
 */

export type SubjectKind = "call" | "conversation" | "card";

export function callSubject(callId: string): string {
  return `call:${callId}`;
}

/** `key` is the customer's key, or `group-…` for the messages of a group. */
export function textSubject(key: string): string {
  return `text:${key}`;
}

export function cardSubject(callId: string): string {
  return `card:${callId}`;
}

export function kindOf(subject: string): SubjectKind {
  if (subject.startsWith("text:")) return "conversation";
  return subject.startsWith("card:") ? "card" : "call";
}

/** The call's id, or the key of the conversation. */
export function idOf(subject: string): string {
  return subject.slice(subject.indexOf(":") + 1);
}

/** Whether this has the form of a record's id, as people type one. */
export function isSubject(text: string): boolean {
  return /^(?:(?:call|card):[\w-]{1,100}|text:[\w+*#-]{1,100})$/.test(text);
}
