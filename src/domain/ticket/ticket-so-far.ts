/** What the writes already settled add up to: the ticket as we left it. */
import type { Language } from "../texts/texts.ts";
import {
  changeIntentSchema,
  correctIntentSchema,
  editOutcomeSchema,
  goneOutcomeSchema,
  movedOutcomeSchema,
  noteIntentSchema,
  noteOutcomeSchema,
  tagsIntentSchema,
  ticketIntentSchema,
  ticketOutcomeSchema,
  type NoteMark,
  type Write,
} from "../write.ts";

export interface TicketSoFar {
  round: number;
  /** Null before the first ticket of the call is made. */
  language: Language | null;
  /** Null before the ticket is made. */
  ticketId: number | null;
  /** Gorgias refused to make it. */
  refused: boolean;
  tags: Set<string>;
  /** By the note's key; what we last tried to make it say. */
  notes: Map<string, NoteMark>;
  /** Keys of the notes that the help desk left without their files when they were edited. */
  withoutFiles: Set<string>;
  /** Keys of the notes that may be there: their answer was never seen. */
  inDoubt: Set<string>;
  /** Undefined while nobody knows. */
  assigneeId: number | null | undefined;
  opened: boolean;
  /** Whom the ticket was opened for, and under which subject; null where that was not kept. */
  heading: { customerId: number; subject: string } | null;
  /** Why the ticket of the round before was left, and how it stood then (C16). */
  left: { why: "trashed" | "spam" | "deleted"; ticketId: number; as: TicketSoFar } | null;
  /** The highest number among the settled writes of each kind; names the next one. */
  settled: Map<string, number>;
}

/** Pure; `writes` are all of one call, in any order. */
export function ticketSoFar(writes: readonly Write[]): TicketSoFar {
  const gone = writes.filter((write) => write.key === "gone" && write.state === "done");
  return inRound(writes, gone, gone.length + 1);
}

function inRound(writes: readonly Write[], gone: readonly Write[], round: number): TicketSoFar {
  const leftBy = gone.find((write) => write.round === round - 1);
  const soFar: TicketSoFar = {
    round,
    language: null,
    ticketId: null,
    refused: false,
    tags: new Set(),
    notes: new Map(),
    withoutFiles: new Set(),
    inDoubt: new Set(),
    assigneeId: null,
    opened: false,
    heading: null,
    left: leftBy ? { ...goneOutcomeSchema.parse(leftBy.outcome), as: inRound(writes, gone, round - 1) } : null,
    settled: new Map(),
  };
  const begun = writes.find((write) => write.key === "ticket" && write.state === "done");
  if (begun) soFar.language = ticketIntentSchema.parse(begun.intent).language;
  const ofRound = writes.filter((write) => write.round === round && write.state !== "intended");
  for (const write of ofRound.sort(byTurn)) settle(soFar, write);
  for (const write of writes) if (write.round === round && write.state === "intended") doubt(soFar, write);
  return soFar;
}

/** A ticket of ours is there, or may be: its answer was never seen. */
export function hasTicket(writes: readonly Write[]): boolean {
  const { ticketId, round } = ticketSoFar(writes);
  return (
    ticketId !== null ||
    writes.some((write) => write.key === "ticket" && write.round === round && write.state === "intended")
  );
}

/**
 * A change whose answer was never seen may have been made. It is to be made again even where the call has turned out to be
 * as it was before: else the ticket would say for ever what was true for a moment.
 */
function doubt(soFar: TicketSoFar, write: Write): void {
  const [kind, ...key] = kindOf(write.key).split(":");
  const mark = kind === "edit" ? soFar.notes.get(key.join(":")) : undefined;
  if (mark) mark.digest = null;
  if (kind === "note") soFar.inDoubt.add(write.key.slice("note:".length));
  if (kind === "change" && changeIntentSchema.parse(write.intent).assigneeId !== undefined)
    soFar.assigneeId = undefined;
}

/** The ticket, then its notes, then what changed either, in the order of its numbers. */
function byTurn(a: Write, b: Write): number {
  return rankOf(a.key) - rankOf(b.key) || numberOf(a.key) - numberOf(b.key);
}

function rankOf(key: string): number {
  return key === "ticket" ? 0 : key.startsWith("note:") ? 1 : 2;
}

function numberOf(key: string): number {
  return Number(/:(\d+)$/.exec(key)?.[1] ?? 0);
}

function settle(soFar: TicketSoFar, write: Write): void {
  const kind = kindOf(write.key);
  if (kind !== write.key) soFar.settled.set(kind, Math.max(soFar.settled.get(kind) ?? 0, numberOf(write.key)));
  switch (kind.split(":")[0]) {
    case "ticket":
      return settleTicket(soFar, write);
    case "change":
      return settleChange(soFar, write);
    case "correct":
      soFar.heading = correctIntentSchema.parse(write.intent);
      return;
    case "tags":
      for (const tag of tagsIntentSchema.parse(write.intent).tags) soFar.tags.add(tag);
      return;
    case "note":
      return settleNote(soFar, write);
    case "edit":
      return settleEdit(soFar, write, kind.slice("edit:".length));
    case "remove":
      // Its place stays taken: a note is not written twice.
      soFar.notes.set(kind.slice("remove:".length), { digest: null, messageId: null });
      return;
    case "moved":
      soFar.ticketId = movedOutcomeSchema.parse(write.outcome).ticketId;
      return;
  }
}

function settleEdit(soFar: TicketSoFar, write: Write, key: string): void {
  const messageId = soFar.notes.get(key)?.messageId ?? null;
  soFar.notes.set(key, { digest: noteIntentSchema.parse(write.intent).digest, messageId });
  if (editOutcomeSchema.safeParse(write.outcome).data?.withoutFiles) soFar.withoutFiles.add(key);
}

/** `edit:ended:2` is of kind `edit:ended`, `tags:1` of kind `tags`; a note's own key may end in digits. */
function kindOf(key: string): string {
  return key.startsWith("note:") ? key : key.replace(/:\d+$/, "");
}

function settleTicket(soFar: TicketSoFar, write: Write): void {
  if (write.state === "refused") {
    soFar.refused = true;
    return;
  }
  const intent = ticketIntentSchema.parse(write.intent);
  const outcome = ticketOutcomeSchema.parse(write.outcome);
  soFar.ticketId = outcome.ticketId;
  soFar.assigneeId = intent.assigneeId;
  soFar.opened = intent.finished;
  const { customerId, subject } = intent;
  if (customerId !== undefined && subject !== undefined) soFar.heading = { customerId, subject };
  for (const tag of intent.tags) soFar.tags.add(tag);
  for (const [key, digest] of Object.entries(intent.notes)) {
    const messageId = outcome.messageIds[key] ?? null;
    if (messageId !== null || !outcome.found) soFar.notes.set(key, { digest, messageId });
  }
}

function settleChange(soFar: TicketSoFar, write: Write): void {
  const intent = changeIntentSchema.parse(write.intent);
  if (intent.open) soFar.opened = true;
  if (intent.assigneeId !== undefined) soFar.assigneeId = intent.assigneeId;
}

function settleNote(soFar: TicketSoFar, write: Write): void {
  const messageId = write.state === "done" ? noteOutcomeSchema.parse(write.outcome).messageId : null;
  soFar.notes.set(write.key.slice("note:".length), { digest: noteIntentSchema.parse(write.intent).digest, messageId });
}
