/** Names the person whose deed a note tells, where somebody else has to sign it (C5). */
import type { Person } from "../call.ts";
import type { Texts } from "../texts/texts.ts";
import type { NoteContent } from "./note.ts";

export function nameOfPerson({ name, email }: Person): string {
  return name ?? email ?? "";
}

/** The same note where it names that person already. */
export function withAgent(note: NoteContent, agent: Person | null, texts: Texts): NoteContent {
  const value = agent ? nameOfPerson(agent) : "";
  if (value === "" || note.fields.some((field) => field.value.split(", ").includes(value))) return note;
  return { ...note, fields: [...note.fields, { label: texts.say("field.agent"), value }] };
}
