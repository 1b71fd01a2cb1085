/** Calls and conversations as the API tells them, in the list and in full. */
import { z } from "zod";
import { conversationPlanSchema } from "../../domain/conversation/conversation-plan.ts";
import { leftOutOf } from "../../domain/left-out.ts";
import { kindOf } from "../../domain/subject.ts";
import type { ItemInFull, ListedItem } from "../../domain/ports/admin.ts";
import type { ActivityDetailAnswer, ActivityItemAnswer } from "./schemas.ts";

export interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
}

export function describeItem(
  { gorgiasTicketUrl }: DescribeDeps,
  account: string,
  item: ListedItem,
): ActivityItemAnswer {
  const { subject, ticketId } = item;
  return {
    id: subject,
    kind: kindOf(subject),
    result: item.state,
    reason: item.reason,
    direction: item.direction,
    line: item.lineName,
    timeZone: item.timeZone,
    caller: item.caller,
    customerName: item.customerName,
    startedAt: item.startedAt?.toISOString() ?? null,
    updatedAt: item.updatedAt.toISOString(),
    ticketId,
    ticketUrl: ticketId === null ? null : gorgiasTicketUrl(account, ticketId),
    deliveries: item.deliveries,
    requests: item.requests,
    texts: item.texts,
  };
}

export function describeItemInFull(deps: DescribeDeps, account: string, item: ItemInFull): ActivityDetailAnswer {
  return {
    ...describeItem(deps, account, item),
    match: matchOf(item.match),
    received: item.received.map(({ event, receivedAt, outcome }) => ({
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
    })),
    plan: item.plan ?? null,
    writes: item.writes.map(({ at, ...write }) => ({ ...write, at: at.toISOString() })),
    leftOut: leftOutOf(item.writes),
    wakeAt: item.wakeAt?.toISOString() ?? null,
    tickets: ticketsOf(item).map((id) => ({ id, url: deps.gorgiasTicketUrl(account, id) })),
  };
}

const namesTicketSchema = z.object({ ticketId: z.number().int().positive() });

/** Texts of one conversation go to one ticket after the other (M4, M6). */
function ticketsOf({ ticketId, plan, writes }: ItemInFull): number[] {
  const shown = conversationPlanSchema.safeParse(plan);
  const named = [...(shown.success ? shown.data.texts : []), ...writes.map(({ outcome }) => outcome), { ticketId }];
  const ids = named.flatMap((one) => namesTicketSchema.safeParse(one).data?.ticketId ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
}

const matchSchema = z.object({
  customer: z.object({ id: z.number(), name: z.string().nullable() }),
  how: z.string(),
  others: z.array(z.number()),
  unclear: z.array(z.number()).optional(),
});

/** Null where none is kept, or one of an older form. */
function matchOf(kept: unknown): ActivityDetailAnswer["match"] {
  const read = matchSchema.safeParse(kept);
  if (!read.success) return null;
  const { customer, how, others, unclear = [] } = read.data;
  return { customerId: customer.id, name: customer.name, how, others, unclear };
}
