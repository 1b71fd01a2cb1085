/**
 * Shows the agent the caller while the call rings (I1–I4). The card is pushed at once or not at all, and never retried.
 */
import type { Call } from "../../domain/call/call.ts";
import { planCard, type CardLine } from "../../domain/insight-card/plan-card.ts";
import { foldCall } from "../../domain/call/fold-call.ts";
import { phoneKey, readPhone } from "../../domain/phone/phone.ts";
import { unknownCallerOf } from "../../domain/customer/unknown-caller.ts";
import type { HelpDesk, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Links } from "../../domain/ports/links.ts";
import type { DeliveryReader, OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { TicketMemory } from "../../domain/ports/ticket-memory.ts";
import type { PhoneIndex } from "../../domain/ports/phone-index.ts";
import type { Snapshot, Inbox, ActivityRecord, ActivityStore } from "../../domain/ports/stores.ts";
import { failureOf } from "../../domain/reasons/failure-of.ts";
import { leftOutBy } from "../../domain/reasons/reason.ts";
import { callActivityId, cardActivityId } from "../../domain/activity/work-item.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import { RequestError } from "../../kit/request-error.ts";
import { blankRecord } from "../activity-record.ts";
import { readAgain } from "../call/read-again.ts";
import { readDeliveries } from "../call/read-deliveries.ts";
import { findShown, type AboutCustomer, type Shown } from "./find-shown.ts";

export interface CardDeps {
  clock: Clock;
  activities: Pick<ActivityStore, "open" | "claim" | "save" | "lastSeen" | "lastTicket" | "callsOf">;
  index: PhoneIndex;
  ticketMemory: TicketMemory;
  reader: DeliveryReader;
  helpDesks: OpenHelpDesk;
  phones: OpenPhoneSystem;
  inbox: Inbox;
  links: Links;
  /** The phone system accepts no larger insight card, in bytes. */
  maxCardBytes: number;
  log: Logger;
}

/** A call that begins. */
export interface CardWork {
  connectionId: string;
  /** `call:123`. */
  activityId: string;
  /** When its first event arrived, epoch ms. */
  heardAt: number;
}

/** After this an insight card is useless (I2). */
const CARD_WORTH_MS = 10_000;

export async function pushCard(deps: CardDeps, work: CardWork): Promise<void> {
  const snapshot = await openWithLine(deps, work);
  const call = snapshot && callIn(deps, snapshot);
  if (!snapshot || !call || snapshot.record?.trimmed || !isWanted(snapshot, call)) return;
  const record = recordOf(call, cardActivityId(call.id));
  // Aircall may report the beginning twice, with different bytes. Only one of the two runs shows the card (I1).
  if (!(await deps.activities.claim(work.connectionId, { ...record, ...BEGUN }, deps.clock()))) return;
  const helpDesk = deps.helpDesks(snapshot.connection, "card");
  const keep = async (end: Partial<ActivityRecord>) => {
    const at = deps.clock();
    const outcome = { reason: end.reason ?? null };
    const write = { generation: 0, key: "card", state: "done", outcome, requests: helpDesk.used(), at } as const;
    await deps.activities.save(work.connectionId, { ...record, ...end }, new Map(), at, { completed: [write] });
  };
  try {
    const shown = await showCard(deps, work, snapshot, call, helpDesk);
    await keep(shown);
  } catch (error) {
    deps.log.info(
      { err: error, connectionId: work.connectionId, activityId: record.activityId },
      "a card was not shown",
    );
    await keep({ state: "ignored", reason: { code: "card_failed", cause: failureOf(error) } });
  }
}

/** The record of a card whose process died. */
const BEGUN = { state: "ignored", reason: { code: "card_unfinished" } } as const;

/**
 * Reads a call without a line again, because only selected lines get cards (C14). An anonymous caller gets none anyway.
 */
async function openWithLine(deps: CardDeps, { connectionId, activityId }: CardWork): Promise<Snapshot | null> {
  const snapshot = await deps.activities.open(connectionId, activityId);
  const call = snapshot && callIn(deps, snapshot);
  if (!call || call.line || snapshot.connection.status !== "active") return snapshot;
  if (snapshot.connection.settings.card === "off" || readPhone(call.customerDigits, null).kind === "anonymous")
    return snapshot;
  try {
    const isStored = await readAgain(deps, connectionId, activityId);
    return isStored ? await deps.activities.open(connectionId, activityId) : snapshot;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return snapshot;
  }
}

function callIn({ reader }: CardDeps, snapshot: Snapshot): Call | null {
  return foldCall(readDeliveries(reader, snapshot.deliveries).events);
}

function isWanted({ connection, selectedLines }: Snapshot, call: Call): boolean {
  if (connection.status !== "active" || connection.settings.card === "off") return false;
  // A call that is already over needs no card, and no record that it had none.
  return call.endedAt === null && call.line !== null && selectedLines.has(call.line.id);
}

/** The result of the card. Rejects when a vendor request fails. */
async function showCard(
  deps: CardDeps,
  work: CardWork,
  snapshot: Snapshot,
  call: Call,
  helpDesk: HelpDesk,
): Promise<Partial<ActivityRecord>> {
  const late = lateness(deps, work, call);
  if (late) return late;
  const { connection } = snapshot;
  const unknownCaller = unknownCallerOf(call, snapshot.ownLines);
  if (unknownCaller.internal && connection.settings.internalCalls === "skip")
    return { state: "ignored", reason: leftOutBy("internalCalls") };
  const { about, unclear } =
    unknownCaller.customerPhone.kind === "anonymous"
      ? NOT_FOUND
      : await findShown(deps, connection, helpDesk, unknownCaller);
  const found = { customerId: about?.customer.id ?? null, customerName: about?.customer.name ?? null };
  const lines = await linesFor(deps, snapshot, call, about);
  if (!lines)
    return { ...found, state: "ignored", reason: { code: unclear ? "card_caller_unclear" : "card_caller_unknown" } };
  // The search took time. The call may have ended meanwhile.
  const now = await deps.activities.open(connection.id, work.activityId);
  const tooLate = lateness(deps, work, (now && callIn(deps, now)) ?? call);
  if (tooLate) return { ...found, ...tooLate };
  const phones = await deps.phones(connection.id, "card");
  await phones.pushCard(call.id, lines);
  return { ...found, state: "done", reason: null, plan: { card: lines } };
}

function lateness(deps: CardDeps, { heardAt }: CardWork, call: Call): Partial<ActivityRecord> | null {
  if (call.endedAt !== null) return { state: "ignored", reason: { code: "card_call_over" } };
  if (deps.clock() - heardAt <= CARD_WORTH_MS) return null;
  return { state: "ignored", reason: { code: "card_late" } };
}

const NOT_FOUND: Shown = { about: null, unclear: false };

async function linesFor(
  deps: CardDeps,
  { connection }: Snapshot,
  call: Call,
  about: AboutCustomer | null,
): Promise<CardLine[] | null> {
  const { settings } = connection;
  const customerPhone = readPhone(call.customerDigits, call.line?.country ?? null);
  return planCard({
    customerPhone,
    customer: about?.customer ?? null,
    contact: call.contact,
    tickets: about?.tickets ?? [],
    ticketsAsOf: about?.ticketsAsOf ?? null,
    lastContactAt: about?.lastContactAt ?? null,
    earlierCalls: about
      ? 0
      : await deps.activities.callsOf(connection.id, phoneKey(customerPhone), callActivityId(call.id)),
    settings,
    translations: translationsFor(settings.language),
    timeZone: call.line?.timeZone ?? null,
    customerUrl: (id) => deps.links.customer(connection.account, id),
    ticketUrl: (id) => deps.links.ticket(connection.account, id),
    maxBytes: deps.maxCardBytes,
  });
}

function recordOf(call: Call, activityId: string): ActivityRecord {
  return {
    ...blankRecord(activityId),
    direction: call.direction,
    lineName: call.line?.name ?? null,
    lineId: call.line?.id ?? null,
    startedAt: call.startedAt * 1000,
    caller: phoneKey(readPhone(call.customerDigits, call.line?.country ?? null)),
  };
}
