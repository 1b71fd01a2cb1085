/** Compares the plan with the ticket as we left it, and names the one change to make next. Pure. */
import type { Write } from "./write.ts";
import { nextKey } from "./numbering.ts";
import type { Heading, MessageRules, PlannedMessage, TicketPlan, WrittenTicket } from "./plan.ts";

interface Into {
  generation: number;
  /** The key of the write for this step. */
  key: string;
  ticketId: number;
}

export type Step<M extends PlannedMessage> =
  | { do: "open ticket"; generation: number; key: "ticket"; tags: readonly string[]; messages: M[] }
  | (Into & { do: "change ticket"; open: boolean; assigneeId?: number | null })
  | (Into & { do: "correct ticket"; from: Heading; to: Heading })
  | (Into & { do: "add message"; message: M })
  | (Into & { do: "edit message"; messageId: number; message: M })
  | (Into & { do: "remove message"; messageId: number })
  | (Into & { do: "add tags"; tags: string[] });

/** `wait`: a message waits for its file until then. `done`: the ticket is as planned. */
export type NextStep<M extends PlannedMessage> = Step<M> | { do: "wait"; until: number } | { do: "done" };

export interface Comparison<M extends PlannedMessage> {
  plan: TicketPlan<M>;
  written: WrittenTicket;
  /** All writes of the work item. They determine the keys of the next ones. */
  writes: readonly Write[];
  rules: MessageRules<M>;
}

/** `now` in epoch ms. Called again after each change, until it returns `wait` or `done`. */
export function nextStep<M extends PlannedMessage>(compared: Comparison<M>, now: number): NextStep<M> {
  const { plan, written } = compared;
  const { ticketId, generation, inDoubt } = written;
  const messages = plan.messages.filter(({ key, insteadOf }) => inDoubt.has(key) || !isTransferred(insteadOf, written));
  // A message that may exist is looked for at once, or it would be written twice.
  const ready = messages.filter(({ key, waitsUntil }) => waitsUntil === null || waitsUntil <= now || inDoubt.has(key));
  if (ticketId === null) {
    // A ticket needs a message, and no message can be signed yet.
    if (ready.length === 0) return { do: "done" };
    return { do: "open ticket", generation, key: "ticket", tags: plan.tags, messages: ready };
  }
  const step = stepInto(compared, ready, ticketId);
  if (step) return step;
  const waiting = messages.flatMap(({ waitsUntil }) => waitsUntil ?? []).filter((until) => until > now);
  return waiting.length > 0 ? { do: "wait", until: Math.min(...waiting) } : { do: "done" };
}

function stepInto<M extends PlannedMessage>(
  compared: Comparison<M>,
  ready: readonly M[],
  ticketId: number,
): Step<M> | null {
  const { plan, written, writes, rules } = compared;
  const into = (key: string) => ({ generation: written.generation, key, ticketId });
  const numbered = (kind: string) => into(nextKey(writes, written.generation, kind));

  const change = changeOf(plan, written);
  if (change) return { do: "change ticket", ...numbered("change"), ...change };

  const correction = correctionOf(plan, written);
  if (correction) return { do: "correct ticket", ...numbered("correct"), ...correction };

  const tags = plan.tags.filter((tag) => !written.tags.has(tag));
  if (plan.tagsFirst && tags.length > 0) return { do: "add tags", ...numbered("tags"), tags };

  const message = ready.find(({ key }) => !written.messages.has(key));
  if (message && plan.stage !== "closing") return { do: "add message", ...into(rules.writeKeyOf(message)), message };

  // Changes that can wait are made at the end of the call. The answer that then opens the ticket also shows whether it
  // may still be written to. No look of its own is needed (C16).
  if (plan.stage !== "finished") return null;
  if (tags.length > 0) return { do: "add tags", ...numbered("tags"), tags };

  const marked = (messages: readonly M[]) =>
    messages.flatMap((one) => {
      const { messageId = null, digest } = written.messages.get(one.key) ?? {};
      return messageId === null ? [] : [{ message: one, messageId, digest }];
    });
  const edited = marked(ready).find((one) => one.digest !== rules.digestOf(one.message));
  if (edited) {
    const { message: other, messageId } = edited;
    return { do: "edit message", ...numbered(`edit:${other.key}`), messageId, message: other };
  }
  const twice = marked(plan.messages).find((one) => isTwice(one.message, compared));
  return twice ? { do: "remove message", ...into(`remove:${twice.message.key}`), messageId: twice.messageId } : null;
}

function changeOf(
  { stage, assigneeId }: TicketPlan<PlannedMessage>,
  written: WrittenTicket,
): { open: boolean; assigneeId?: number | null } | null {
  const open = stage === "finished" && !written.opened;
  if (assigneeId !== undefined && assigneeId !== written.assigneeId) return { open, assigneeId };
  return open ? { open } : null;
}

/** The answer that opened the ticket, or Aircall, showed more of the customer than was known before (C1, C3). */
function correctionOf({ customerId, subject }: Heading, { heading: from }: WrittenTicket) {
  const isSo = !from || (from.customerId === customerId && from.subject === subject);
  return isSo ? null : { from, to: { customerId, subject } };
}

/** A message has the file, or will have it. Then the file needs no message of its own (C10). */
function isTransferred(by: string | undefined, { withoutFiles }: WrittenTicket): boolean {
  return by !== undefined && !withoutFiles.has(by);
}

/**
 * A file had a message of its own before another message took it over. Once that message has it, the file is there
 * twice.
 */
function isTwice<M extends PlannedMessage>({ insteadOf }: M, { plan, written, rules }: Comparison<M>): boolean {
  const carrier = plan.messages.find(({ key }) => key === insteadOf);
  if (!carrier || !isTransferred(insteadOf, written)) return false;
  return written.messages.get(carrier.key)?.digest === rules.digestOf(carrier);
}
