/** Calls and conversations as the API tells them, in the list and in full. */
import { sayOutcome, sayReason } from "../../domain/reasons/say-reason.ts";
import type { ShownPlan } from "../../domain/shown-plan.ts";
import { kindOf } from "../../domain/subject.ts";
import type { ItemInFull, ListedItem } from "../../domain/ports/admin.ts";
import type { Language } from "../../domain/texts/texts.ts";
import type { ActivityDetailAnswer, ActivityItemAnswer, PlanAnswer } from "./schemas.ts";

export interface DescribeDeps {
  gorgiasTicketUrl(account: string, ticketId: number): string;
}

export function describeItem(
  { gorgiasTicketUrl }: DescribeDeps,
  account: string,
  item: ListedItem,
  language: Language,
): ActivityItemAnswer {
  const { subject, ticketId } = item;
  return {
    id: subject,
    kind: kindOf(subject),
    result: item.state,
    reason: item.reason,
    message: item.reason && sayReason(language, item.reason),
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

export function describeItemInFull(
  deps: DescribeDeps,
  account: string,
  item: ItemInFull,
  language: Language,
): ActivityDetailAnswer {
  return {
    ...describeItem(deps, account, item, language),
    match: item.match,
    received: item.received.map(({ event, receivedAt, outcome }) => ({
      event,
      receivedAt: receivedAt.toISOString(),
      outcome,
      message: outcome && sayOutcome(language, outcome),
    })),
    plan: item.plan && describePlan(item.plan),
    writes: item.writes.map(({ at, ...write }) => ({
      ...write,
      message: write.reason && sayReason(language, write.reason),
      at: at.toISOString(),
    })),
    leftOut: item.leftOut,
    wakeAt: item.wakeAt?.toISOString() ?? null,
    tickets: ticketsOf(item).map((id) => ({ id, url: deps.gorgiasTicketUrl(account, id) })),
  };
}

/** Texts of one conversation go to one ticket after the other (M4, M6). */
function ticketsOf({ ticketId, plan, writes }: ItemInFull): number[] {
  const texts = plan?.kind === "conversation" ? plan.texts : [];
  const ids = [...texts, ...writes, { ticketId }].flatMap((one) => one.ticketId ?? []);
  return [...new Set(ids)].sort((a, b) => a - b);
}

function describePlan(plan: ShownPlan): PlanAnswer {
  switch (plan.kind) {
    case "ticket":
      return { ...plan, notes: plan.notes.map(({ at, ...note }) => ({ ...note, at: at === null ? null : iso(at) })) };
    case "conversation":
      return { ...plan, texts: plan.texts.map(({ at, ...text }) => ({ ...text, at: iso(at) })) };
    case "card":
      return plan;
    default:
      return plan satisfies never;
  }
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
