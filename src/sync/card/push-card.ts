/**
 * Shows the agent the caller while the call rings (I1–I4). The card is pushed at once or not at all, and never retried.
 */
import type { Call } from "../../domain/call.ts";
import { planCard, type CardLine } from "../../domain/card/plan-card.ts";
import { foldCall } from "../../domain/fold-call.ts";
import { callerKey, readCaller } from "../../domain/phone.ts";
import { isOwnLine } from "../../domain/own-lines.ts";
import type { HelpDesk, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { Links } from "../../domain/ports/links.ts";
import type { DeliveryReader, OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Dossier, Inbox, PhoneIndex, SubjectRecord, SubjectStore } from "../../domain/ports/stores.ts";
import { failureOf } from "../../domain/reasons/failure-of.ts";
import { callSubject, cardSubject } from "../../domain/subject.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import { RequestError } from "../../kit/request-error.ts";
import { blankRecord } from "../blank-record.ts";
import type { Stranger } from "../look-up-customer.ts";
import { readAgain } from "../read-again.ts";
import { readDeliveries } from "../read-deliveries.ts";
import { findShown, type AboutCustomer, type Shown } from "./find-shown.ts";

export interface CardDeps {
  clock: Clock;
  subjects: Pick<SubjectStore, "open" | "claim" | "save" | "lastSeen" | "callsOf">;
  index: PhoneIndex;
  reader: DeliveryReader;
  desks: OpenHelpDesk;
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
  subject: string;
  /** When its first event arrived, epoch ms. */
  heardAt: number;
}

/** After this an insight card is useless (I2). */
const CARD_WORTH_MS = 10_000;

export async function pushCard(deps: CardDeps, work: CardWork): Promise<void> {
  const dossier = await openWithLine(deps, work);
  const call = dossier && callIn(deps, dossier);
  if (!dossier || !call || dossier.record?.trimmed || !isWanted(dossier, call)) return;
  const record = recordOf(call, cardSubject(call.id));
  // Aircall may report the beginning twice, with different bytes. Only one of the two runs shows the card (I1).
  if (!(await deps.subjects.claim(work.connectionId, { ...record, ...BEGUN }, deps.clock()))) return;
  const desk = deps.desks(dossier.connection, "card");
  const keep = async (end: Partial<SubjectRecord>) => {
    const at = deps.clock();
    const outcome = { reason: end.reason ?? null };
    const write = { round: 0, key: "card", state: "done", outcome, requests: desk.spent(), at } as const;
    await deps.subjects.save(work.connectionId, { ...record, ...end }, new Map(), at, { settled: [write] });
  };
  try {
    const shown = await showCard(deps, work, dossier, call, desk);
    await keep(shown);
  } catch (error) {
    deps.log.info({ err: error, connectionId: work.connectionId, subject: record.subject }, "a card was not shown");
    await keep({ state: "ignored", reason: { code: "card_failed", cause: failureOf(error) } });
  }
}

/** The record of a card whose process died. */
const BEGUN = { state: "ignored", reason: { code: "card_unfinished" } } as const;

/**
 * Reads a call without a line again, because only selected lines get cards (C14). An anonymous caller gets none anyway.
 */
async function openWithLine(deps: CardDeps, { connectionId, subject }: CardWork): Promise<Dossier | null> {
  const dossier = await deps.subjects.open(connectionId, subject);
  const call = dossier && callIn(deps, dossier);
  if (!call || call.line || dossier.connection.status !== "active") return dossier;
  if (dossier.connection.settings.card === "off" || readCaller(call.callerDigits, null).kind === "anonymous")
    return dossier;
  try {
    const isKept = await readAgain(deps, connectionId, subject);
    return isKept ? await deps.subjects.open(connectionId, subject) : dossier;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return dossier;
  }
}

function callIn({ reader }: CardDeps, dossier: Dossier): Call | null {
  return foldCall(readDeliveries(reader, dossier.deliveries).events);
}

function isWanted({ connection, selectedLines }: Dossier, call: Call): boolean {
  if (connection.status !== "active" || connection.settings.card === "off") return false;
  // A call that is already over needs no card, and no record that it had none.
  return call.endedAt === null && call.line !== null && selectedLines.has(call.line.id);
}

/** The result of the card. Rejects when a vendor request fails. */
async function showCard(
  deps: CardDeps,
  work: CardWork,
  dossier: Dossier,
  call: Call,
  desk: HelpDesk,
): Promise<Partial<SubjectRecord>> {
  const late = lateness(deps, work, call);
  if (late) return late;
  const { connection } = dossier;
  const stranger = strangerOf(call, dossier);
  if (stranger.internal && connection.settings.internalCalls === "skip")
    return { state: "ignored", reason: { code: "own_line" } };
  const { about, unclear } =
    stranger.caller.kind === "anonymous" ? NOBODY : await findShown(deps, connection, desk, stranger);
  const found = { customerId: about?.customer.id ?? null, customerName: about?.customer.name ?? null };
  const lines = await linesFor(deps, dossier, call, about);
  if (!lines)
    return { ...found, state: "ignored", reason: { code: unclear ? "card_caller_unclear" : "card_caller_unknown" } };
  // The search took time. The call may have ended meanwhile.
  const now = await deps.subjects.open(connection.id, work.subject);
  const tooLate = lateness(deps, work, (now && callIn(deps, now)) ?? call);
  if (tooLate) return { ...found, ...tooLate };
  const phones = await deps.phones(connection.id, "card");
  await phones.pushCard(call.id, lines);
  return { ...found, state: "done", reason: null, plan: { card: lines } };
}

function lateness(deps: CardDeps, { heardAt }: CardWork, call: Call): Partial<SubjectRecord> | null {
  if (call.endedAt !== null) return { state: "ignored", reason: { code: "card_call_over" } };
  if (deps.clock() - heardAt <= CARD_WORTH_MS) return null;
  return { state: "ignored", reason: { code: "card_late" } };
}

const NOBODY: Shown = { about: null, unclear: false };

function strangerOf(call: Call, { ownLines }: Dossier): Stranger {
  const country = call.line?.country ?? null;
  const caller = readCaller(call.callerDigits, country);
  return { caller, contact: call.contact, country, internal: isOwnLine(caller, ownLines) };
}

async function linesFor(
  deps: CardDeps,
  { connection }: Dossier,
  call: Call,
  about: AboutCustomer | null,
): Promise<CardLine[] | null> {
  const { settings } = connection;
  const caller = readCaller(call.callerDigits, call.line?.country ?? null);
  return planCard({
    caller,
    customer: about?.customer ?? null,
    contact: call.contact,
    tickets: about?.tickets ?? [],
    lastContactAt: about?.lastContactAt ?? null,
    earlierCalls: about ? 0 : await deps.subjects.callsOf(connection.id, callerKey(caller), callSubject(call.id)),
    settings,
    texts: textsFor(settings.language),
    timeZone: call.line?.timeZone ?? null,
    customerUrl: (id) => deps.links.customer(connection.account, id),
    ticketUrl: (id) => deps.links.ticket(connection.account, id),
    maxBytes: deps.maxCardBytes,
  });
}

function recordOf(call: Call, subject: string): SubjectRecord {
  return {
    ...blankRecord(subject),
    direction: call.direction,
    lineName: call.line?.name ?? null,
    lineId: call.line?.id ?? null,
    startedAt: call.startedAt * 1000,
    caller: callerKey(readCaller(call.callerDigits, call.line?.country ?? null)),
  };
}
