/** The events that the result of a run makes true. Pure: compares the record before with the record after. */
import { conversationPlan, conversationPlanSchema } from "../conversation/conversation-plan.ts";
import type { TextMessage } from "../conversation/text-message.ts";
import type { Links } from "../ports/links.ts";
import type { ActivityRecord } from "../ports/stores.ts";
import type { Reason } from "../reasons/reason.ts";
import { columnsOf } from "../activity/work-item.ts";
import type { Write } from "../ticket/write.ts";
import type { WebhookEvent } from "./webhook-event.ts";

export interface RunResult {
  account: string;
  links: Pick<Links, "ticket">;
  before: ActivityRecord | null;
  after: ActivityRecord;
  /** Epoch ms. */
  now: number;
}

export function eventsOfCall(run: RunResult): WebhookEvent[] {
  const { account, links, before, after, now } = run;
  const { ticketId, lineId, direction, answered, startedAt } = after;
  const failed = eventsOfFailure(run);
  // A ticket that is gone stays in the record, because people may want to look at it.
  if (ticketId === null || ticketId === before?.ticketId || after.reason?.code === "ticket_gone") return failed;
  const { kind, ref } = columnsOf(after.activityId);
  const event: WebhookEvent = {
    type: "call.ticketed",
    key: `call.ticketed:${ref}:${ticketId}`,
    about: { kind, ref },
    data: {
      account,
      activityId: after.activityId,
      callId: ref,
      ticketId,
      ticketUrl: links.ticket(account, ticketId),
      lineId,
      direction,
      answered,
      startedAt: isoOf(startedAt),
    },
    at: now,
  };
  return [event, ...failed];
}

export interface ConversationResult extends RunResult {
  /** The messages that the run has read. */
  messages: readonly TextMessage[];
  writes: readonly Write[];
}

export function eventsOfConversation(run: ConversationResult): WebhookEvent[] {
  const { account, links, before, after, now, messages, writes } = run;
  const { kind, ref } = columnsOf(after.activityId);
  const known = ticketsIn(before?.plan);
  const events = messages.flatMap((message): WebhookEvent[] => {
    const ticketId = ticketsIn(conversationPlan(null, [message], writes)).get(message.id) ?? null;
    if (ticketId === null || known.get(message.id) === ticketId) return [];
    const data = {
      account,
      activityId: after.activityId,
      messageId: message.id,
      ticketId,
      ticketUrl: links.ticket(account, ticketId),
      lineId: message.line?.id ?? null,
      direction: message.direction,
      sentAt: isoOf(message.sentAt),
    };
    const key = `message.ticketed:${message.id}:${ticketId}`;
    return [{ type: "message.ticketed", key, about: { kind, ref }, data, at: now }];
  });
  return [...events, ...eventsOfFailure(run)];
}

/** The ticket of each message that is written. */
function ticketsIn(plan: unknown): Map<string, number> {
  const read = conversationPlanSchema.safeParse(plan);
  const texts = read.success ? read.data.texts : [];
  return new Map(
    texts.flatMap(({ id, state, ticketId }) => (state === "done" && ticketId !== null ? [[id, ticketId]] : [])),
  );
}

/** Once where the item begins to fail, and once more where the cause is another one. */
function eventsOfFailure({ account, links, before, after, now }: RunResult): WebhookEvent[] {
  if (after.state !== "failed") return [];
  if (before?.state === "failed" && before.reason?.code === after.reason?.code) return [];
  const { kind, ref } = columnsOf(after.activityId);
  const { ticketId } = after;
  const data = {
    account,
    activityId: after.activityId,
    kind,
    ticketId,
    ticketUrl: ticketId === null ? null : links.ticket(account, ticketId),
    reason: after.reason && bareReason(after.reason),
  };
  return [{ type: "item.failed", key: `item.failed:${after.activityId}:${now}`, about: { kind, ref }, data, at: now }];
}

/** Without the vendor's own words, which may name a person. */
function bareReason(reason: Reason): Record<string, unknown> {
  const { code } = reason;
  const vendor = "vendor" in reason ? { vendor: reason.vendor } : {};
  return { code, ...vendor, ...("status" in reason ? { status: reason.status } : {}) };
}

function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
