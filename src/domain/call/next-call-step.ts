/**
 * The next change to the ticket of a call. Adds the handling of a ticket that is gone to the comparison (C16). Pure.
 */
import { createHash } from "node:crypto";
import type { MediaKind } from "./call.ts";
import { renderNote } from "../notes/note.ts";
import type { CallPlan, PlannedNote } from "./call-plan.ts";
import { nextStep, type NextStep } from "../ticket/next-step.ts";
import { ticketSoFar, type TicketSoFar } from "../ticket/ticket-so-far.ts";
import type { Translations } from "../translations/translations.ts";
import type { Write } from "../ticket/write.ts";

/** `refused`: Gorgias rejects the ticket. `left`: the ticket is gone, and nothing new has happened since. */
export type NextCallStep = NextStep<PlannedNote> | { do: "refused" } | { do: "left" };

/** `now` in epoch ms. Call it again after each change, until the answer is not a step. */
export function nextCallStep(
  plan: CallPlan,
  writes: readonly Write[],
  translations: Translations,
  now: number,
): NextCallStep {
  const written = ticketSoFar(writes);
  if (written.refused) return { do: "refused" };
  const messages = withReplacement(plan, written, translations);
  const step = nextStep({ plan: { ...plan, messages }, written, writes, rules: { writeKeyOf, digestOf } }, now);
  return step.do === "open ticket" && written.left && !hasNews(plan, written.left.as) ? { do: "left" } : step;
}

export function writeKeyOf({ key }: PlannedNote): string {
  return `note:${key}`;
}

/** A digest of 22 characters: the note's content, its agent and its files. A new digest means an edit. */
export function digestOf(note: PlannedNote): string {
  const essence = JSON.stringify([note.htmlAsOwn ?? note.content.html, note.about, note.files.map((file) => file.url)]);
  return createHash("sha256").update(essence).digest("base64url").slice(0, 22);
}

/** Identifies the ticket of a call in Gorgias. Each ticket generation has its own (C3, C16). */
export function externalIdOf(callId: string, generation: number): string {
  return generation === 1 ? `aircall-call-${callId}` : `aircall-call-${callId}-${generation}`;
}

const FILE_NOTES = new Set<string>(["recording", "voicemail"] satisfies MediaKind[]);

/**
 * Whether something happened since the ticket was left that a person should see. A further note, an agent's new wording
 * or another agent counts. A late file or tag does not count (C16).
 */
function hasNews(plan: CallPlan, left: TicketSoFar): boolean {
  const isNew = (note: PlannedNote): boolean => {
    const mark = left.messages.get(note.key);
    if (!mark) return !FILE_NOTES.has(note.key);
    if (!note.key.startsWith("comment:") || mark.digest === null) return false;
    return mark.digest !== digestOf(note) && mark.digest !== digestOf({ ...note, files: [] });
  };
  const reassigned = left.assigneeId !== undefined && plan.assigneeId !== left.assigneeId && plan.assigneeId !== null;
  return reassigned || plan.notes.some(isNew);
}

/** A ticket that replaces a lost one says so in a note of its own (C16). */
function withReplacement(
  { notes, createdAt }: CallPlan,
  { left }: TicketSoFar,
  translations: Translations,
): PlannedNote[] {
  const [first] = notes;
  if (!left || !first) return notes;
  const why = { trashed: "ticketTrashed", spam: "ticketSpam", deleted: "ticketDeleted" } as const;
  const sentence = translations.say(`sentence.${why[left.why]}`, { ticket: String(left.ticketId) });
  const note = { title: translations.say("note.ticketReplaced"), fields: [], sentences: [sentence] };
  const content = renderNote(note, translations.language);
  const { authorId, about } = first;
  return [{ key: "replaced", content, authorId, about, at: createdAt, files: [], waitsUntil: null }, ...notes];
}
