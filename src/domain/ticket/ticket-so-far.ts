/** What the completed writes of a call add up to: its ticket as we left it. */
import type { Language } from "../translations/translations.ts";
import {
  changeIntentSchema,
  correctIntentSchema,
  editOutcomeSchema,
  goneOutcomeSchema,
  messageIntentSchema,
  movedOutcomeSchema,
  noteOutcomeSchema,
  tagsIntentSchema,
  ticketIntentSchema,
  ticketOutcomeSchema,
  type Write,
} from "./write.ts";
import { kindOf, numberOf } from "./numbering.ts";
import type { MessageMark, WrittenTicket } from "./plan.ts";
import type { GoneBecause } from "./whereabouts.ts";

export interface TicketSoFar extends WrittenTicket {
  /** Null before the first ticket of the call is made. */
  language: Language | null;
  /** Gorgias refused the new ticket. */
  refused: boolean;
  /** Why the ticket of the previous generation was left, and its state then (C16). */
  left: { why: GoneBecause; ticketId: number; as: TicketSoFar } | null;
}

/** The state while writes are added up. */
interface Growing extends TicketSoFar {
  tags: Set<string>;
  messages: Map<string, MessageMark>;
  withoutFiles: Set<string>;
  inDoubt: Set<string>;
}

/** Pure. `writes` are all of one call, in any order. */
export function ticketSoFar(writes: readonly Write[]): TicketSoFar {
  const gone = writes.filter((write) => write.key === "gone" && write.state === "done");
  return inGeneration(writes, gone, gone.length + 1);
}

function inGeneration(writes: readonly Write[], gone: readonly Write[], generation: number): TicketSoFar {
  const leftBy = gone.find((write) => write.generation === generation - 1);
  const soFar: Growing = {
    generation,
    language: null,
    ticketId: null,
    refused: false,
    tags: new Set(),
    messages: new Map(),
    withoutFiles: new Set(),
    inDoubt: new Set(),
    assigneeId: null,
    opened: false,
    heading: null,
    left: leftBy
      ? { ...goneOutcomeSchema.parse(leftBy.outcome), as: inGeneration(writes, gone, generation - 1) }
      : null,
  };
  const begun = writes.find((write) => write.key === "ticket" && write.state === "done");
  if (begun) soFar.language = ticketIntentSchema.parse(begun.intent).language;
  const ofGeneration = writes.filter((write) => write.generation === generation && write.state !== "intended");
  for (const write of ofGeneration.sort(byRun)) complete(soFar, write);
  for (const write of writes) if (write.generation === generation && write.state === "intended") doubt(soFar, write);
  return soFar;
}

/** True when a ticket of ours exists, or may exist because its answer was lost. */
export function hasTicket(writes: readonly Write[]): boolean {
  const { ticketId, generation } = ticketSoFar(writes);
  return (
    ticketId !== null ||
    writes.some((write) => write.key === "ticket" && write.generation === generation && write.state === "intended")
  );
}

/**
 * A change whose answer was lost may have been made. It must be made again even if the call is back in its earlier
 * state. Otherwise the ticket would keep a state that was true only for a moment.
 */
function doubt(soFar: Growing, write: Write): void {
  const [kind, ...key] = kindOf(write.key).split(":");
  const mark = kind === "edit" ? soFar.messages.get(key.join(":")) : undefined;
  if (mark) mark.digest = null;
  if (kind === "ticket")
    for (const note of Object.keys(ticketIntentSchema.parse(write.intent).notes)) soFar.inDoubt.add(note);
  if (kind === "note") soFar.inDoubt.add(write.key.slice("note:".length));
  if (kind === "change" && changeIntentSchema.parse(write.intent).assigneeId !== undefined)
    soFar.assigneeId = undefined;
}

/** The ticket first, then its notes, then the changes of either in the order of their numbers. */
function byRun(a: Write, b: Write): number {
  return rankOf(a.key) - rankOf(b.key) || numberOf(a.key) - numberOf(b.key);
}

function rankOf(key: string): number {
  return key === "ticket" ? 0 : key.startsWith("note:") ? 1 : 2;
}

function complete(soFar: Growing, write: Write): void {
  const kind = kindOf(write.key);
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
      // A removed note keeps its key, so that it is not written twice.
      soFar.messages.set(kind.slice("remove:".length), { digest: null, messageId: null });
      return;
    case "moved":
      soFar.ticketId = movedOutcomeSchema.parse(write.outcome).ticketId;
      return;
  }
}

function settleEdit(soFar: Growing, write: Write, key: string): void {
  const messageId = soFar.messages.get(key)?.messageId ?? null;
  soFar.messages.set(key, { digest: digestOf(write), messageId });
  if (editOutcomeSchema.safeParse(write.outcome).data?.withoutFiles) soFar.withoutFiles.add(key);
}

function settleTicket(soFar: Growing, write: Write): void {
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
    if (messageId !== null || !outcome.found) soFar.messages.set(key, { digest, messageId });
  }
}

function settleChange(soFar: Growing, write: Write): void {
  const intent = changeIntentSchema.parse(write.intent);
  if (intent.open) soFar.opened = true;
  if (intent.assigneeId !== undefined) soFar.assigneeId = intent.assigneeId;
}

function settleNote(soFar: Growing, write: Write): void {
  const messageId = write.state === "done" ? noteOutcomeSchema.parse(write.outcome).messageId : null;
  soFar.messages.set(write.key.slice("note:".length), { digest: digestOf(write), messageId });
}

/** Null where the content is unknown. */
function digestOf({ intent }: Write): string | null {
  return messageIntentSchema.parse(intent).digest ?? null;
}
