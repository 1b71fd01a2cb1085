/** The differences between the tickets of calls and of conversations, for all code that writes tickets. */
import type { MessageDraft, TicketDraft, TicketState } from "../../domain/ports/help-desk.ts";
import type { LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { Step } from "../../domain/ticket/next-step.ts";
import type { MessageRules, PlannedMessage, TicketPlan } from "../../domain/ticket/plan.ts";
import type { Memory } from "./forget.ts";
import type { SeenTicket } from "./write-once.ts";

export interface TicketWork<M extends PlannedMessage> extends MessageRules<M> {
  plan: Pick<TicketPlan<M>, "subject" | "customerId" | "assigneeId"> & { createdAt: number };
  channel: "phone" | "sms";
  options: LesserOptions;
  /** What may be outdated if a rejection of a write names no part. */
  stale: Memory;
  externalIdOf(generation: number): string;
  /** The message as the help desk receives it. */
  draft(message: M, generation: number): Promise<MessageDraft> | MessageDraft;
  /** The intent to store for the ticket as sent, which may hold less than planned. */
  intentOf(sent: TicketDraft, planned: TicketDraft, messages: readonly M[]): object;
  /** The ticket that may hold the message after a lost answer. */
  sentBefore?(message: M): SeenTicket | null;
  /** False if the ticket has moved or is gone. */
  mayWriteTo(ticket: SeenTicket): Promise<boolean>;
  /** Saves the state that an answer showed. `requests` is the number used if nothing was done. */
  seen(ticket: SeenTicket, state: TicketState, requests: number): Promise<boolean>;
}

export type StepOf<M extends PlannedMessage, D extends Step<M>["do"]> = Extract<Step<M>, { do: D }>;
