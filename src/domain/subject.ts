/** What things are kept of: one call (`call:123`), one caller's texts (`text:+33612345678`), one call's card (`card:123`). */

export type SubjectKind = "call" | "conversation" | "card";

export function callSubject(callId: string): string {
  return `call:${callId}`;
}

/** `key` is what the caller is remembered under, or `group-…` for the texts of a group. */
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

/** Whether this can be a subject at all, in the words of people who type one. */
export function isSubject(text: string): boolean {
  return /^(?:(?:call|card):[\w-]{1,100}|text:[\w+*#-]{1,100})$/.test(text);
}
