/** Calls as the API tells them, in the list and in full. */
import { z } from "zod";
import type { CallInFull, ListedCall } from "../../domain/ports/admin.ts";
import type { ActivityDetailAnswer, ActivityItemAnswer } from "./schemas.ts";

export interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
}

export function describeCall(
  { gorgiasTicketUrl }: DescribeDeps,
  account: string,
  call: ListedCall,
): ActivityItemAnswer {
  const { callId, ticketId } = call;
  return {
    id: `call:${callId}`,
    kind: "call",
    result: call.state,
    reason: call.reason,
    direction: call.direction,
    line: call.lineName,
    timeZone: call.timeZone,
    caller: call.caller,
    customerName: call.customerName,
    startedAt: call.startedAt?.toISOString() ?? null,
    updatedAt: call.updatedAt.toISOString(),
    ticketId,
    ticketUrl: ticketId === null ? null : gorgiasTicketUrl(account, ticketId),
    deliveries: call.deliveries,
    requests: call.requests,
  };
}

export function describeCallInFull(deps: DescribeDeps, account: string, call: CallInFull): ActivityDetailAnswer {
  return {
    ...describeCall(deps, account, call),
    match: matchOf(call.match),
    received: call.received.map(({ event, receivedAt, outcome }) => ({
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
    })),
    plan: call.plan ?? null,
    writes: call.writes.map(({ at, ...write }) => ({ ...write, at: at.toISOString() })),
    wakeAt: call.wakeAt?.toISOString() ?? null,
  };
}

const matchSchema = z.object({
  customer: z.object({ id: z.number(), name: z.string().nullable() }),
  how: z.string(),
  others: z.array(z.number()),
});

/** Null where none is kept, or one of an older form. */
function matchOf(kept: unknown): ActivityDetailAnswer["match"] {
  const read = matchSchema.safeParse(kept);
  if (!read.success) return null;
  const { customer, how, others } = read.data;
  return { customerId: customer.id, name: customer.name, how, others };
}
