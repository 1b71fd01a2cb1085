/** Opens a ticket with its messages in one request, exactly once, even if the process dies in between (C3, M6). */
import type { MadeTicket, MessageDraft, TicketDraft } from "../../domain/ports/help-desk.ts";
import { lesserTickets } from "../../domain/ticket/lesser-drafts.ts";
import type { PlannedMessage } from "../../domain/ticket/plan.ts";
import type { Without } from "../../domain/ticket/rejected-parts.ts";
import { knowTags } from "./help-desk-knowledge.ts";
import type { ForgetDeps } from "./forget.ts";
import type { Run } from "../run.ts";
import { learning } from "./learn-rejection.ts";
import { EXTERNAL_ID, lesserAttempts, wasUnnamed } from "./lesser-attempts.ts";
import type { StepOf, TicketWork } from "./ticket-work.ts";
import { writeOnce, type WriteResult } from "./write-once.ts";

export interface OpenedTicket {
  ticketId: number;
  /** Message ids by message key. */
  messageIds: Record<string, number>;
  /** The ticket existed already and holds only the messages that were found. */
  found?: true;
}

export async function openTicket<M extends PlannedMessage>(
  deps: ForgetDeps,
  run: Run,
  work: TicketWork<M>,
  { generation, key, tags, messages }: StepOf<M, "open ticket">,
): Promise<WriteResult<OpenedTicket>> {
  const { subject, customerId, assigneeId = null, createdAt } = work.plan;
  const drafts: MessageDraft[] = [];
  for (const message of messages) drafts.push(await work.draft(message, generation));
  const notesFirst = drafts.toSorted((a, b) => Number(a.kind === "text") - Number(b.kind === "text"));
  const about = { externalId: work.externalIdOf(generation), subject, customerId, assigneeId, tags, createdAt };
  const draft: TicketDraft = { ...about, channel: work.channel, messages: notesFirst };
  await knowTags(deps, run, tags);
  const outcomeOf = ({ ticketId, messageIds }: MadeTicket): OpenedTicket => {
    const ids = messages.map((message, i) => [message.key, messageIds.get(drafts[i]?.draft.externalId ?? "")] as const);
    return {
      ticketId,
      messageIds: Object.fromEntries(ids.flatMap(([name, id]) => (id === undefined ? [] : [[name, id]]))),
    };
  };
  const send = async (sent: TicketDraft, without: Without) => outcomeOf(await run.helpDesk.tickets.open(sent, without));
  return writeOnce<OpenedTicket>(deps, run, {
    generation: generation,
    key,
    intent: work.intentOf(draft, draft, messages),
    async find(intent) {
      const alike = async () => (wasUnnamed(intent, work.options, "ticket") ? draft : null);
      const found = await findOpened(run, draft.externalId, alike);
      return found && { ...outcomeOf(found), found: true };
    },
    send: () => learning(deps, run, { tags, stale: "all" }, () => send(draft, work.options.without)),
    lesser: lesserAttempts(deps, run, lesserTickets(draft, work.options), {
      intent: (form) => ({
        ...work.intentOf(form.draft, draft, messages),
        unnamed: form.without.ticket.has(EXTERNAL_ID),
      }),
      send: (form) => send(form.draft, form.without),
    }),
  });
}

/** Finds the ticket by its external id. If it may have been sent without one, finds a ticket with the same content. */
export async function findOpened(
  { helpDesk }: Run,
  externalId: string,
  alike: () => Promise<TicketDraft | null>,
): Promise<MadeTicket | null> {
  const named = await helpDesk.tickets.find(externalId);
  const draft = named ? null : await alike();
  return draft ? helpDesk.tickets.findLike(draft) : named;
}
