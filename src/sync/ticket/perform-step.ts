/** Performs one step of a plan: the one place where a call's ticket is written. */
import { digestOf, externalIdOf, type Step } from "../../domain/ticket/next-step.ts";
import { lesserMessages, lesserTickets } from "../../domain/ticket/lesser-drafts.ts";
import type {
  MadeTicket,
  MessageDraft,
  NoteDraft,
  TicketDraft,
  TicketState,
  TicketThere,
} from "../../domain/ports/help-desk.ts";
import type { Without } from "../../domain/ticket/rejected-parts.ts";
import type { PlannedNote, TicketPlan } from "../../domain/ticket-plan.ts";
import { idOf } from "../../domain/subject.ts";
import { correctTicket } from "./correct-ticket.ts";
import { knowTags } from "../desk-knowledge.ts";
import type { ForgetDeps } from "../forget.ts";
import { learning } from "./learn-rejection.ts";
import { EXTERNAL_ID, lesserAttempts, lesserOptions, wasUnnamed } from "./lesser-attempts.ts";
import { putTags } from "./put-tags.ts";
import { isOpenToWrites, mayWriteTo, noteStanding } from "./ticket-standing.ts";
import type { Turn } from "../turn.ts";
import { writeOnce, type Attempt, type WriteSpec } from "./write-once.ts";

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
      return addNote(deps, turn, plan, step);
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
  const outcomeOf = ({ ticketId, messageIds }: MadeTicket) => ({
    ticketId,
    messageIds: Object.fromEntries(
      notes.flatMap((note) => {
        const id = messageIds.get(noteIdOf(turn, round, note));
        return id === undefined ? [] : [[note.key, id] as const];
      }),
    ),
  });
  const drafts = notes.map((note) => draftOf(turn, round, note));
  const draft: TicketDraft = { externalId, subject, customerId, assigneeId, tags, notes: drafts, createdAt };
  const intentOf = (sent: TicketDraft) => ({
    language: turn.texts.language,
    externalId,
    tags: sent.tags,
    assigneeId: sent.assigneeId,
    finished: plan.stage === "finished",
    // A note that was made with less is edited to what was planned, as far as that is taken.
    notes: Object.fromEntries(notes.map((n, i) => [n.key, sent.notes[i] === drafts[i] ? digestOf(n) : ""])),
    customerId,
    subject: sent.subject,
  });
  const send = async (sent: TicketDraft, without: Without) => outcomeOf(await turn.desk.tickets.open(sent, without));
  const options = lesserOptions(deps, turn, { adminId: plan.adminId, withoutFiles: dropFiles });
  const forms = lesserTickets(draft, options);
  const result = await writeOnce(deps, turn, {
    round,
    key,
    intent: intentOf(draft),
    lesser: lesserAttempts(deps, turn, forms, {
      intent: (form) => ({ ...intentOf(form.draft), unnamed: form.without.ticket.has(EXTERNAL_ID) }),
      send: (form) => send(form.draft, form.without),
    }),
    async find(intent) {
      const named = await turn.desk.tickets.find(externalId);
      const found = named ?? (wasUnnamed(intent, options) ? await turn.desk.tickets.findLike(draft) : null);
      return found && { ...outcomeOf(found), found: true };
    },
    send: () => learning(deps, turn, { tags, stale: "all" }, () => send(draft, options.without)),
  });
  if (result.kind === "done") turn.ticketSeenAt = deps.clock();
}

/** Looked at first, whenever it was last seen: a ticket that is as wanted is left alone, one in trash or spam too (C11, C16). */
async function changeTicket(deps: ForgetDeps, turn: Turn, step: StepOf<"change ticket">): Promise<void> {
  const { round, key, ticketId, open, assigneeId } = step;
  const change = { ...(open ? { open } : {}), ...(assigneeId === undefined ? {} : { assigneeId }) };
  let shown: TicketState | null = null;
  const before = turn.desk.spent();
  const { without } = lesserOptions(deps, turn, { adminId: null, withoutFiles: dropFiles });
  const send = async (wanted: typeof change) => {
    shown = await turn.desk.tickets.read(ticketId);
    if (isOpenToWrites(shown) && !isSo(shown, wanted))
      shown = await turn.desk.tickets.change(ticketId, wanted, without);
    return isOpenToWrites(shown) ? { ticketId: shown.ticketId } : null;
  };
  const isBoth = open && assigneeId !== undefined;
  const only = !open && assigneeId != null ? ({ only: { kind: "assignee", userId: assigneeId } } as const) : {};
  const result = await writeOnce<{ ticketId: number }>(deps, turn, {
    round,
    key,
    intent: { open, assigneeId },
    send: () => learning(deps, turn, { stale: "users", ...only }, () => send(change)),
    // Whatever is wrong with the assignee, the ticket is opened. The assignee is tried on their own then.
    lesser: isBoth ? [{ intent: { open }, send: () => send({ open: true }) }] : [],
  });
  const seen = shown as TicketState | null;
  const requests = result.kind === "nothing" ? turn.desk.spent() - before : 0;
  if (seen) await noteStanding(deps, turn, { round, ticketId, state: seen, requests });
}

function isSo(
  { status, snoozed, assigneeId }: TicketThere,
  wanted: { open?: boolean; assigneeId?: number | null },
): boolean {
  const isOpen = status === "open" && !snoozed;
  return (isOpen || !wanted.open) && (wanted.assigneeId === undefined || wanted.assigneeId === assigneeId);
}

async function addNote(deps: ForgetDeps, turn: Turn, plan: TicketPlan, step: StepOf<"add note">): Promise<void> {
  const { round, ticketId, note } = step;
  if (!(await mayWriteTo(deps, turn, round, ticketId))) return;
  const draft = draftOf(turn, round, note);
  const options = lesserOptions(deps, turn, { adminId: plan.adminId, withoutFiles: dropFiles });
  const forms = lesserMessages({ kind: "note", draft }, options);
  await writeInto(deps, turn, step, {
    intent: { digest: digestOf(note) },
    async find() {
      const { externalId, text, at } = draft;
      const messageId = await turn.desk.notes.find(ticketId, externalId, { text, at });
      return messageId === null ? null : { messageId };
    },
    async send(elsewhere) {
      const added = await learning(deps, turn, { stale: "users" }, () =>
        turn.desk.notes.add(ticketId, draft, options.without),
      );
      return typeof added === "number" ? { messageId: added } : elsewhere(added);
    },
    lesser: (elsewhere) =>
      lesserAttempts(deps, turn, forms, {
        intent: () => ({ digest: "" }),
        async send({ draft: form, without }) {
          if (form.kind !== "note") return null;
          const added = await turn.desk.notes.add(ticketId, form.draft, without);
          return typeof added === "number" ? { messageId: added } : elsewhere(added);
        },
      }),
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
      const state = await putTags(deps, turn, ticketId, known);
      return state === null ? { tagIds: known.map((tag) => tag.id) } : elsewhere(state);
    },
  });
}

interface WriteInto<T> extends Pick<WriteSpec<T>, "intent" | "find"> {
  /** Says `elsewhere` where the ticket is not there to be written to. */
  send(elsewhere: Elsewhere): Promise<T | null>;
  lesser?(elsewhere: Elsewhere): Attempt<T>[];
}

type Elsewhere = (state: TicketState) => null;

/** Once; a ticket that went away between the look and the write is noted, and the next step is another one. */
async function writeInto<T>(
  deps: ForgetDeps,
  turn: Turn,
  { round, key, ticketId }: StepOf<"add note" | "edit note" | "remove note" | "add tags">,
  write: WriteInto<T>,
): Promise<void> {
  let gone: TicketState | null = null;
  const elsewhere: Elsewhere = (state) => {
    gone = state;
    return null;
  };
  const lesser = write.lesser?.(elsewhere) ?? [];
  await writeOnce<T>(deps, turn, { round, key, ...write, send: () => write.send(elsewhere), lesser });
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

/** The plan says in the note's text that a file is missing, once it is known that it is. */
function dropFiles(message: MessageDraft): MessageDraft {
  return message.kind === "note" ? { kind: "note", draft: { ...message.draft, files: [] } } : message;
}
