/** Performs one step of a plan: the one place where a call's ticket is written. */
import { digestOf, externalIdOf, type Step } from "../domain/next-step.ts";
import type { NoteDraft, TicketState, TicketThere } from "../domain/ports/help-desk.ts";
import type { PlannedNote, TicketPlan } from "../domain/ticket-plan.ts";
import { idOf } from "../domain/subject.ts";
import { correctTicket } from "./correct-ticket.ts";
import { knowTags } from "./desk-knowledge.ts";
import { orForget, type ForgetDeps } from "./forget.ts";
import { isOpenToWrites, mayWriteTo, noteStanding } from "./ticket-standing.ts";
import type { Turn } from "./turn.ts";
import { writeOnce, type WriteSpec } from "./write-once.ts";

/** Resolves when the step is settled, or when the ticket turned out to be elsewhere: then the next step is another one. */
export async function performStep(deps: ForgetDeps, turn: Turn, plan: TicketPlan, step: Step): Promise<void> {
  switch (step.do) {
    case "open ticket":
      return openTicket(deps, turn, plan, step);
    case "change ticket":
      return changeTicket(deps, turn, step);
    case "correct ticket":
      return correctTicket(deps, turn, step);
    case "add note":
      return addNote(deps, turn, step);
    case "edit note":
      return editNote(deps, turn, step);
    case "remove note":
      return removeNote(deps, turn, step);
    case "add tags":
      return addTags(deps, turn, step);
    default:
      return step satisfies never;
  }
}

type StepOf<D extends Step["do"]> = Extract<Step, { do: D }>;

async function openTicket(deps: ForgetDeps, turn: Turn, plan: TicketPlan, step: StepOf<"open ticket">): Promise<void> {
  await knowTags(deps, turn, step.tags);
  const { round, key, tags, notes } = step;
  const externalId = externalIdOf(idOf(turn.subject), round);
  const { assigneeId, subject, customerId, createdAt } = plan;
  const finished = plan.stage === "finished";
  const outcomeOf = (ticketId: number, messageIds: ReadonlyMap<string, number>) => ({
    ticketId,
    messageIds: Object.fromEntries(
      notes.flatMap((note) => {
        const id = messageIds.get(noteIdOf(turn, round, note));
        return id === undefined ? [] : [[note.key, id] as const];
      }),
    ),
  });
  const result = await writeOnce(deps, turn, {
    round,
    key,
    intent: {
      language: turn.texts.language,
      externalId,
      tags,
      assigneeId,
      finished,
      notes: Object.fromEntries(notes.map((n) => [n.key, digestOf(n)])),
      customerId,
      subject,
    },
    async find() {
      const found = await turn.desk.tickets.find(externalId);
      return found && { ...outcomeOf(found.ticketId, found.messageIds), found: true };
    },
    async send() {
      const drafts = notes.map((note) => draftOf(turn, round, note));
      const draft = { externalId, subject, customerId, assigneeId, tags, notes: drafts, createdAt };
      const made = await orForget(deps, turn, tags, () => turn.desk.tickets.open(draft));
      return outcomeOf(made.ticketId, made.messageIds);
    },
  });
  if (result.kind === "done") turn.ticketSeenAt = deps.clock();
}

/** Looked at first, whenever it was last seen: a ticket that is as wanted is left alone, one in trash or spam too (C11, C16). */
async function changeTicket(deps: ForgetDeps, turn: Turn, step: StepOf<"change ticket">): Promise<void> {
  const { round, key, ticketId, open, assigneeId } = step;
  const change = { ...(open ? { open } : {}), ...(assigneeId === undefined ? {} : { assigneeId }) };
  let shown: TicketState | null = null;
  const before = turn.desk.spent();
  const result = await writeOnce(deps, turn, {
    round,
    key,
    intent: { open, assigneeId },
    async send() {
      shown = await turn.desk.tickets.read(ticketId);
      if (isOpenToWrites(shown) && !isSo(shown, step)) shown = await turn.desk.tickets.change(ticketId, change);
      return isOpenToWrites(shown) ? { ticketId: shown.ticketId } : null;
    },
  });
  const requests = result.kind === "nothing" ? turn.desk.spent() - before : 0;
  if (shown) await noteStanding(deps, turn, { round, ticketId, state: shown, requests });
}

function isSo({ status, snoozed, assigneeId }: TicketThere, wanted: StepOf<"change ticket">): boolean {
  const isOpen = status === "open" && !snoozed;
  return (isOpen || !wanted.open) && (wanted.assigneeId === undefined || wanted.assigneeId === assigneeId);
}

async function addNote(deps: ForgetDeps, turn: Turn, step: StepOf<"add note">): Promise<void> {
  const { round, ticketId, note } = step;
  if (!(await mayWriteTo(deps, turn, round, ticketId))) return;
  await writeInto(deps, turn, step, {
    intent: { digest: digestOf(note) },
    async find() {
      const messageId = await turn.desk.notes.find(ticketId, noteIdOf(turn, round, note));
      return messageId === null ? null : { messageId };
    },
    async send(elsewhere) {
      const added = await turn.desk.notes.add(ticketId, draftOf(turn, round, note));
      return typeof added === "number" ? { messageId: added } : elsewhere(added);
    },
  });
}

async function editNote(deps: ForgetDeps, turn: Turn, step: StepOf<"edit note">): Promise<void> {
  const { round, ticketId, messageId, note } = step;
  if (!(await mayWriteTo(deps, turn, round, ticketId))) return;
  await writeInto(deps, turn, step, {
    intent: { digest: digestOf(note) },
    async send(elsewhere) {
      const draft = { ...draftOf(turn, round, note), clearsFiles: note.files.length === 0 && mayCarryFiles(note) };
      const state = await turn.desk.notes.edit(ticketId, messageId, draft);
      if (state?.kind === "without files") return { messageId, withoutFiles: note.files.length > 0 };
      return state === null ? { messageId } : elsewhere(state);
    },
  });
}

/** A file may move from one agent note to another, when a further one is heard of (C10). */
function mayCarryFiles({ key }: PlannedNote): boolean {
  return key.startsWith("comment:");
}

/** What is gone already is gone: no look-up is needed before it is tried again. */
async function removeNote(deps: ForgetDeps, turn: Turn, step: StepOf<"remove note">): Promise<void> {
  const { round, ticketId, messageId } = step;
  if (!(await mayWriteTo(deps, turn, round, ticketId))) return;
  await writeInto<{ messageId: number; kept?: true }>(deps, turn, step, {
    intent: { messageId },
    async send(elsewhere) {
      const state = await turn.desk.notes.remove(ticketId, messageId);
      if (state?.kind === "kept") return { messageId, kept: true };
      return state === null ? { messageId } : elsewhere(state);
    },
  });
}

async function addTags(deps: ForgetDeps, turn: Turn, step: StepOf<"add tags">): Promise<void> {
  const { round, ticketId, tags } = step;
  if (!(await mayWriteTo(deps, turn, round, ticketId))) return;
  const known = await knowTags(deps, turn, tags);
  await writeInto(deps, turn, step, {
    intent: { tags },
    async send(elsewhere) {
      const state = await orForget(deps, turn, tags, () => turn.desk.tickets.addTags(ticketId, known));
      return state === null ? { tagIds: known.map((tag) => tag.id) } : elsewhere(state);
    },
  });
}

interface WriteInto<T> extends Pick<WriteSpec<T>, "intent" | "find"> {
  /** Says `elsewhere` where the ticket is not there to be written to. */
  send(elsewhere: (state: TicketState) => null): Promise<T | null>;
}

/** Once; a ticket that went away between the look and the write is noted, and the next step is another one. */
async function writeInto<T>(
  deps: ForgetDeps,
  turn: Turn,
  { round, key, ticketId }: StepOf<"add note" | "edit note" | "remove note" | "add tags">,
  write: WriteInto<T>,
): Promise<void> {
  let gone: TicketState | null = null;
  const elsewhere = (state: TicketState) => {
    gone = state;
    return null;
  };
  await writeOnce<T>(deps, turn, { round, key, ...write, send: () => write.send(elsewhere) });
  if (gone) await noteStanding(deps, turn, { round, ticketId, state: gone, requests: 1 });
}

/** Names the note among a ticket's messages, so that it is found again after an answer was lost. */
function noteIdOf(turn: Turn, round: number, note: PlannedNote): string {
  return `${externalIdOf(idOf(turn.subject), round)}:${note.key}`;
}

function draftOf(turn: Turn, round: number, note: PlannedNote): NoteDraft {
  const { content, authorId, at, files } = note;
  return { externalId: noteIdOf(turn, round, note), html: content.html, text: content.text, authorId, at, files };
}
