/**
 * The parts of ticket writing that are special to calls: the names of ticket and notes, and how to read an answer (C3,
 * C16).
 */
import { digestOf, externalIdOf, writeKeyOf } from "../../domain/call/next-call-step.ts";
import type { MessageDraft, NoteDraft } from "../../domain/ports/help-desk.ts";
import { idOf } from "../../domain/activity/work-item.ts";
import type { CallPlan, PlannedNote } from "../../domain/call/call-plan.ts";
import type { ForgetDeps } from "../ticket/forget.ts";
import { lesserOptions } from "../ticket/lesser-attempts.ts";
import { mayWriteTo, noteState } from "../ticket/look-at-ticket.ts";
import type { TicketWork } from "../ticket/ticket-work.ts";
import type { Run } from "../run.ts";

export function callTicket(deps: ForgetDeps, run: Run, plan: CallPlan): TicketWork<PlannedNote> {
  const nameOf = (generation: number) => externalIdOf(idOf(run.activityId), generation);
  return {
    plan,
    channel: "phone",
    options: lesserOptions(deps, run, { adminId: plan.adminId, withoutFiles }),
    stale: "users",
    writeKeyOf,
    digestOf,
    externalIdOf: nameOf,
    draft: (note, generation) => ({ kind: "note", draft: draftOf(note, `${nameOf(generation)}:${note.key}`) }),
    intentOf: ({ externalId, subject, tags, assigneeId, messages }, planned, notes) => ({
      language: run.translations.language,
      externalId,
      tags,
      assigneeId,
      finished: plan.stage === "finished",
      // A note that was written with less has an empty digest. A later step edits it to the planned note, as far as
      // Gorgias accepts it.
      notes: Object.fromEntries(
        notes.map((note, i) => [note.key, messages[i] === planned.messages[i] ? digestOf(note) : ""]),
      ),
      customerId: plan.customerId,
      subject,
    }),
    mayWriteTo: (ticket) => mayWriteTo(deps, run, ticket),
    seen: (ticket, state, requests) => noteState(deps, run, ticket, { state, requests }),
  };
}

/** The external id finds the note among a ticket's messages after a lost answer. */
function draftOf({ key, content, authorId, at, files }: PlannedNote, externalId: string): NoteDraft {
  // A file may move from one agent note to another when a further note arrives (C10).
  const clearsFiles = key.startsWith("comment:");
  return { externalId, html: content.html, text: content.text, authorId, at, files, clearsFiles };
}

/** The plan adds a line to the note once a file is known to be missing. */
function withoutFiles(message: MessageDraft): MessageDraft {
  return message.kind === "note" ? { kind: "note", draft: { ...message.draft, files: [] } } : message;
}
