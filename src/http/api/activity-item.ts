/** One call, conversation or insight card as lists show it. */
import { z } from "zod";
import { OUTCOMES } from "../../domain/call/call-stage.ts";
import type { ListedItem } from "../../domain/ports/admin.ts";
import type { Links } from "../../domain/ports/links.ts";
import { displayNumber } from "../../domain/phone/phone.ts";
import { reasonSchema } from "../../domain/reasons/reason.ts";
import { sayReason } from "../../domain/reasons/say-reason.ts";
import { kindOf } from "../../domain/activity/work-item.ts";
import type { Language } from "../../domain/translations/translations.ts";

const resultSchema = z.enum(["pending", "done", "ignored", "failed"]);

export const activityItemSchema = z.object({
  /** `call:123`, `text:+33612345678`. */
  id: z.string(),
  kind: z.enum(["call", "conversation", "card"]),
  result: resultSchema,
  reason: reasonSchema.nullable(),
  /** The reason in a sentence of the session's language. */
  message: z.string().nullable(),
  /** What became of it. Null for a card, and where no event tells. */
  outcome: z.enum(OUTCOMES).nullable(),
  direction: z.enum(["inbound", "outbound"]).nullable(),
  line: z.string().nullable(),
  /** IANA time zone of the line. */
  timeZone: z.string().nullable(),
  /** The agent of the ticket, or who sent the latest message. Their Aircall user id. */
  agent: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  caller: z.string().nullable(),
  /** The number for people to read: `+33 6 12 34 56 78`. Null where there is none. */
  phone: z.string().nullable(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** From the first ring to the end, in seconds. */
  duration: z.number().nullable(),
  updatedAt: z.iso.datetime(),
  /** The tags that agents chose in Aircall. */
  tags: z.array(z.string()),
  ticketId: z.number().nullable(),
  ticketUrl: z.string().nullable(),
  deliveries: z.number(),
  requests: z.number(),
  /** Number of stored messages of a conversation, at most the latest hundred. Null for a call. */
  texts: z.number().nullable(),
  /** The insight card of a call, where one was to be shown. */
  card: z.object({ result: resultSchema, reason: reasonSchema.nullable(), message: z.string().nullable() }).nullable(),
});

export type ActivityItemAnswer = z.infer<typeof activityItemSchema>;

export interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
  links?: Pick<Links, "call" | "customer">;
}

export function describeItem(
  { gorgiasTicketUrl }: DescribeDeps,
  account: string,
  item: ListedItem,
  language: Language,
): ActivityItemAnswer {
  const { activityId, ticketId, agentId, card } = item;
  return {
    id: activityId,
    kind: kindOf(activityId),
    result: item.state,
    reason: item.reason,
    message: item.reason && sayReason(language, item.reason),
    outcome: item.outcome,
    direction: item.direction,
    line: item.lineName,
    timeZone: item.timeZone,
    agent: agentId === null ? null : { id: agentId, name: item.agentName },
    caller: item.caller,
    phone: item.caller === null || item.caller === "anonymous" ? null : displayNumber(item.caller),
    customerName: item.customerName,
    customerEmail: item.customerEmail,
    startedAt: item.startedAt?.toISOString() ?? null,
    endedAt: item.endedAt?.toISOString() ?? null,
    duration: item.durationS,
    updatedAt: item.updatedAt.toISOString(),
    tags: item.tags ?? [],
    ticketId,
    ticketUrl: ticketId === null ? null : gorgiasTicketUrl(account, ticketId),
    deliveries: item.deliveries,
    requests: item.requests,
    texts: item.texts,
    card: card && {
      result: card.state,
      reason: card.reason,
      message: card.reason && sayReason(language, card.reason),
    },
  };
}
