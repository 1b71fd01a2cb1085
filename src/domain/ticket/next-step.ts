/** Compares the plan with the ticket as we left it and names the one change to make next. Pure. */
import { createHash } from "node:crypto";
import type { MediaKind } from "../call.ts";
import { renderNote } from "../notes/note.ts";
import type { Texts } from "../texts/texts.ts";
import type { PlannedNote, TicketPlan } from "../ticket-plan.ts";
import { ticketSoFar, type TicketSoFar } from "./ticket-so-far.ts";
import type { Write } from "../write.ts";

export type Step =
  | { do: "open ticket"; round: number; key: "ticket"; tags: string[]; notes: PlannedNote[] }
  | { do: "change ticket"; round: number; key: string; ticketId: number; open: boolean; assigneeId?: number | null }
  | { do: "correct ticket"; round: number; key: string; ticketId: number; from: Heading; to: Heading }
  | { do: "add note"; round: number; key: string; ticketId: number; note: PlannedNote }
  | { do: "remove note"; round: number; key: string; ticketId: number; messageId: number }
  | { do: "edit note"; round: number; key: string; ticketId: number; messageId: number; note: PlannedNote }
  | { do: "add tags"; round: number; key: string; ticketId: number; tags: string[] };

type Heading = NonNullable<TicketSoFar["heading"]>;

/**
 * `wait`: a note waits for its file until then. `done`: the ticket is as planned. `refused`: Gorgias will not make it.
 * `left`: the ticket is gone, and nothing new has happened since.
 */
export type NextStep = Step | { do: "wait"; until: number } | { do: "done" } | { do: "refused" } | { do: "left" };

/** `now` in epoch ms. Asked again after each change, until it answers something that is no step. */
export function nextStep(plan: TicketPlan, writes: readonly Write[], texts: Texts, now: number): NextStep {
  const soFar = ticketSoFar(writes);
  if (soFar.refused) return { do: "refused" };
  const notes = withReplacement(plan, soFar, texts).filter(
    ({ key, insteadOf }) => soFar.inDoubt.has(key) || !isCarried(insteadOf, soFar),
  );
  const ready = notes.filter((note) => note.waitsUntil === null || note.waitsUntil <= now);
  if (soFar.ticketId === null) {
    // A ticket without a message cannot be made; nobody can sign what there is to say yet.
    if (ready.length === 0) return { do: "done" };
    if (soFar.left && !hasNews(plan, soFar.left.as)) return { do: "left" };
    return { do: "open ticket", round: soFar.round, key: "ticket", tags: plan.tags, notes: ready };
  }
  const step =
    changeTicket(plan, soFar, soFar.ticketId) ??
    correctTicket(plan, soFar, soFar.ticketId) ??
    (plan.stage === "closing" ? null : addNote(ready, soFar, soFar.ticketId)) ??
    (plan.stage === "finished" ? lastTouches(plan, ready, soFar, soFar.ticketId) : null) ??
    (plan.stage === "finished" ? removeNote(plan, soFar, soFar.ticketId) : null);
  if (step) return step;
  const waiting = notes.flatMap((note) => note.waitsUntil ?? []).filter((until) => until > now);
  return waiting.length > 0 ? { do: "wait", until: Math.min(...waiting) } : { do: "done" };
}

/**
 * What nobody needs while the call lasts waits for its end: then the one answer that opens the ticket also shows whether
 * it may still be written to, and no look of its own is paid for (C16).
 */
function lastTouches(plan: TicketPlan, ready: PlannedNote[], soFar: TicketSoFar, ticketId: number): Step | null {
  return addTags(plan, soFar, ticketId) ?? editNote(ready, soFar, ticketId);
}

/** What a note says, of whom, and what it carries, in 22 characters: a change of it means an edit. */
export function digestOf(note: PlannedNote): string {
  const essence = JSON.stringify([note.htmlAsOwn ?? note.content.html, note.about, note.files.map((file) => file.url)]);
  return createHash("sha256").update(essence).digest("base64url").slice(0, 22);
}

/** Names the ticket of a call in Gorgias; each round has its own (C3, C16). */
export function externalIdOf(callId: string, round: number): string {
  return round === 1 ? `aircall-call-${callId}` : `aircall-call-${callId}-${round}`;
}

const FILE_NOTES = new Set<string>(["recording", "voicemail"] satisfies MediaKind[]);

/**
 * Whether something has happened since the ticket was left that a person should see: a further note, an agent's other words,
 * another agent. A file or a tag that arrives late is none of these (C16).
 */
function hasNews(plan: TicketPlan, left: TicketSoFar): boolean {
  const isNew = (note: PlannedNote): boolean => {
    const mark = left.notes.get(note.key);
    if (!mark) return !FILE_NOTES.has(note.key);
    if (!note.key.startsWith("comment:") || mark.digest === null) return false;
    return mark.digest !== digestOf(note) && mark.digest !== digestOf({ ...note, files: [] });
  };
  const reassigned = left.assigneeId !== undefined && plan.assigneeId !== left.assigneeId && plan.assigneeId !== null;
  return reassigned || plan.notes.some(isNew);
}

/** A ticket that stands in for one that is gone says so in a note of its own (C16). */
function withReplacement(plan: TicketPlan, soFar: TicketSoFar, texts: Texts): PlannedNote[] {
  if (!soFar.left) return plan.notes;
  const why = { trashed: "ticketTrashed", spam: "ticketSpam", deleted: "ticketDeleted" } as const;
  const sentence = texts.say(`sentence.${why[soFar.left.why]}`, { ticket: String(soFar.left.ticketId) });
  const authorId = plan.notes[0]?.authorId;
  if (authorId === undefined) return plan.notes;
  const content = renderNote(
    { title: texts.say("note.ticketReplaced"), fields: [], sentences: [sentence] },
    texts.language,
  );
  return [
    { key: "replaced", content, authorId, about: null, at: plan.createdAt, files: [], waitsUntil: null },
    ...plan.notes,
  ];
}

function changeTicket(plan: TicketPlan, soFar: TicketSoFar, ticketId: number): Step | null {
  const open = plan.stage === "finished" && !soFar.opened;
  const reassign = plan.assigneeId !== soFar.assigneeId;
  if (!open && !reassign) return null;
  const change = reassign ? { assigneeId: plan.assigneeId } : {};
  return { do: "change ticket", round: soFar.round, key: numbered("change", soFar), ticketId, open, ...change };
}

/** The answer that opened the ticket, or Aircall, told more of the customer than was known before (C1, C3). */
function correctTicket({ customerId, subject }: TicketPlan, soFar: TicketSoFar, ticketId: number): Step | null {
  const { heading: from, round } = soFar;
  if (!from || (from.customerId === customerId && from.subject === subject)) return null;
  const to = { customerId, subject };
  return { do: "correct ticket", round, key: numbered("correct", soFar), ticketId, from, to };
}

function addNote(notes: PlannedNote[], soFar: TicketSoFar, ticketId: number): Step | null {
  const note = notes.find((candidate) => !soFar.notes.has(candidate.key));
  return note ? { do: "add note", round: soFar.round, key: `note:${note.key}`, ticketId, note } : null;
}

function addTags(plan: TicketPlan, soFar: TicketSoFar, ticketId: number): Step | null {
  const tags = plan.tags.filter((tag) => !soFar.tags.has(tag));
  return tags.length > 0 ? { do: "add tags", round: soFar.round, key: numbered("tags", soFar), ticketId, tags } : null;
}

function editNote(notes: PlannedNote[], soFar: TicketSoFar, ticketId: number): Step | null {
  for (const note of notes) {
    const mark = soFar.notes.get(note.key);
    if (!mark || mark.messageId === null || mark.digest === digestOf(note)) continue;
    const key = numbered(`edit:${note.key}`, soFar);
    return { do: "edit note", round: soFar.round, key, ticketId, messageId: mark.messageId, note };
  }
  return null;
}

/** An agent note has the file, or will have it: then it needs no note of its own (C10). */
function isCarried(by: string | undefined, soFar: TicketSoFar): boolean {
  return by !== undefined && !soFar.withoutFiles.has(by);
}

/** The note that a file had of its own before there was an agent note to carry it: once that has it, the file is there twice. */
function removeNote({ notes }: TicketPlan, soFar: TicketSoFar, ticketId: number): Step | null {
  for (const { key, insteadOf } of notes) {
    const carrier = notes.find((note) => note.key === insteadOf);
    const messageId = soFar.notes.get(key)?.messageId ?? null;
    if (!carrier || messageId === null || !isCarried(insteadOf, soFar)) continue;
    if (soFar.notes.get(carrier.key)?.digest !== digestOf(carrier)) continue;
    return { do: "remove note", round: soFar.round, key: `remove:${key}`, ticketId, messageId };
  }
  return null;
}

function numbered(kind: string, soFar: TicketSoFar): string {
  return `${kind}:${(soFar.settled.get(kind) ?? 0) + 1}`;
}
