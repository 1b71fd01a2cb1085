/** Names the agent who acted, where another user has to sign the note (C5). */
import type { Person } from "../call/call.ts";
import type { Translations } from "../translations/translations.ts";
import type { NoteContent } from "./note.ts";

export function nameOfPerson({ name, email }: Person): string {
  return name ?? email ?? "";
}

/** Adds the agent's name. Returns the same note where it already names that agent. */
export function withAgent(note: NoteContent, agent: Person | null, translations: Translations): NoteContent {
  const value = agent ? nameOfPerson(agent) : "";
  if (value === "" || note.fields.some((field) => field.value.split(", ").includes(value))) return note;
  return { ...note, fields: [...note.fields, { label: translations.say("field.agent"), value }] };
}
