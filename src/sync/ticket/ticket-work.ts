/** Where the tickets of calls and of conversations differ, for everything that writes tickets. */
import type { MessageDraft, TicketDraft, TicketState } from "../../domain/ports/help-desk.ts";
import type { LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { Step } from "../../domain/ticket/next-step.ts";
import type { MessageRules, PlannedMessage, TicketPlan } from "../../domain/ticket/plan.ts";
import type { Memory } from "../forget.ts";
import type { SeenTicket } from "./write-once.ts";

export interface TicketWork<M extends PlannedMessage> extends MessageRules<M> {
  plan: Pick<TicketPlan<M>, "subject" | "customerId" | "assigneeId"> & { createdAt: number };
  channel: "phone" | "sms";
  options: LesserOptions;
  /** What a rejection of a write into the ticket may be due to, where it names nothing. */
  stale: Memory;
  externalIdOf(generation: number): string;
  /** What the help desk is given of a message. */
  draft(message: M, generation: number): Promise<MessageDraft> | MessageDraft;
  /** What is stored of the ticket as it is sent, which may be with less than planned. */
  intentOf(sent: TicketDraft, planned: TicketDraft, messages: readonly M[]): object;
  /** Where a message may have been sent before its answer was lost. */
  sentBefore?(message: M): SeenTicket | null;
  /** False where the ticket turned out to be elsewhere. */
  mayWriteTo(ticket: SeenTicket): Promise<boolean>;
  /** Keeps what an answer showed of the ticket. `requests` were spent where nothing was done. */
  seen(ticket: SeenTicket, state: TicketState, requests: number): Promise<boolean>;
}

export type StepOf<M extends PlannedMessage, D extends Step<M>["do"]> = Extract<Step<M>, { do: D }>;
