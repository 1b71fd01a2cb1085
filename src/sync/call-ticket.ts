/** What is particular to the ticket of a call: how it and its notes are named, and what an answer means for it (C3, C16). */
import { digestOf, externalIdOf, writeKeyOf } from "../domain/next-call-step.ts";
import type { MessageDraft, NoteDraft } from "../domain/ports/help-desk.ts";
import { idOf } from "../domain/subject.ts";
import type { CallPlan, PlannedNote } from "../domain/ticket-plan.ts";
import type { ForgetDeps } from "./forget.ts";
import { lesserOptions } from "./ticket/lesser-attempts.ts";
import { mayWriteTo, noteState } from "./ticket/look-at-ticket.ts";
import type { TicketWork } from "./ticket/ticket-work.ts";
import type { Turn } from "./turn.ts";

export function callTicket(deps: ForgetDeps, turn: Turn, plan: CallPlan): TicketWork<PlannedNote> {
  const nameOf = (generation: number) => externalIdOf(idOf(turn.subject), generation);
  return {
    plan,
    channel: "phone",
    options: lesserOptions(deps, turn, { adminId: plan.adminId, withoutFiles }),
    stale: "users",
    writeKeyOf,
    digestOf,
    externalIdOf: nameOf,
    draft: (note, generation) => ({ kind: "note", draft: draftOf(note, `${nameOf(generation)}:${note.key}`) }),
    intentOf: ({ externalId, subject, tags, assigneeId, messages }, planned, notes) => ({
      language: turn.texts.language,
      externalId,
      tags,
      assigneeId,
      finished: plan.stage === "finished",
      // A note that was made with less is edited to what was planned, as far as that is taken.
      notes: Object.fromEntries(
        notes.map((note, i) => [note.key, messages[i] === planned.messages[i] ? digestOf(note) : ""]),
      ),
      customerId: plan.customerId,
      subject,
    }),
    mayWriteTo: (ticket) => mayWriteTo(deps, turn, ticket),
    seen: (ticket, state, requests) => noteState(deps, turn, ticket, { state, requests }),
  };
}

/** By its name a note is found again among a ticket's messages, after an answer was lost. */
function draftOf({ key, content, authorId, at, files }: PlannedNote, externalId: string): NoteDraft {
  // A file may move from one agent note to another, when a further one is heard of (C10).
  const clearsFiles = files.length === 0 && key.startsWith("comment:");
  return { externalId, html: content.html, text: content.text, authorId, at, files, clearsFiles };
}

/** The plan says in the note's text that a file is missing, once it is known that it is. */
function withoutFiles(message: MessageDraft): MessageDraft {
  return message.kind === "note" ? { kind: "note", draft: { ...message.draft, files: [] } } : message;
}
