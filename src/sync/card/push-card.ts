/** Shows the agent who calls while it rings (I1–I4): at once or not at all; nothing here is ever tried again. */
import type { Call } from "../../domain/call.ts";
import { planCard, type CardLine, type CardTicket } from "../../domain/card/plan-card.ts";
import { foldCall } from "../../domain/fold-call.ts";
import { callerKey, readCaller } from "../../domain/phone.ts";
import type { Connection } from "../../domain/connection.ts";
import type { Customer } from "../../domain/customer.ts";
import type { HelpDesk, ListedTicket, OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { DeliveryReader, OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Dossier, PhoneIndex, SubjectRecord, SubjectStore } from "../../domain/ports/stores.ts";
import { callSubject, cardSubject } from "../../domain/subject.ts";
import { textsFor } from "../../domain/texts/texts.ts";
import type { Clock } from "../../kit/clock.ts";
import type { Logger } from "../../kit/logger.ts";
import { blankRecord } from "../blank-record.ts";
import { lookUp } from "../look-up-customer.ts";
import { readDeliveries } from "../read-deliveries.ts";

export interface CardDeps {
  clock: Clock;
  subjects: Pick<SubjectStore, "open" | "save" | "lastSeen" | "callsOf">;
  index: Pick<PhoneIndex, "known" | "remember">;
  reader: DeliveryReader;
  desks: OpenHelpDesk;
  phones: OpenPhoneSystem;
  /** `https://acme.gorgias.com`, where people see the help desk. */
  deskUrl(account: string): string;
  log: Logger;
}

/** A call that begins. */
export interface CardWork {
  connectionId: string;
  /** `call:123`. */
  subject: string;
  /** When its first event reached us, epoch ms. */
  heardAt: number;
}

/** After this a card is worth nothing (I2). */
export const CARD_WORTH_MS = 10_000;

export async function pushCard(deps: CardDeps, work: CardWork): Promise<void> {
  const dossier = await deps.subjects.open(work.connectionId, work.subject);
  const call = dossier && callIn(deps, dossier);
  if (!dossier || !call || dossier.record?.trimmed || !isWanted(dossier, call)) return;
  const desk = deps.desks(dossier.connection, "card");
  const record = recordOf(call, cardSubject(call.id));
  const keep = async (end: Partial<SubjectRecord>) => {
    const at = deps.clock();
    const outcome = { reason: end.reason ?? null };
    const write = { round: 0, key: "card", state: "done", outcome, requests: desk.spent(), at } as const;
    await deps.subjects.save(work.connectionId, { ...record, ...end }, new Map(), at, [write]);
  };
  try {
    const shown = await showCard(deps, work, dossier, call, desk);
    await keep(shown);
  } catch (error) {
    deps.log.info({ err: error, connectionId: work.connectionId, subject: record.subject }, "a card was not shown");
    const why = error instanceof Error ? error.message : "failed for an unknown reason";
    await keep({ state: "ignored", reason: `no card: ${why}` });
  }
}

function callIn({ reader }: CardDeps, dossier: Dossier): Call | null {
  return foldCall(readDeliveries(reader, dossier.deliveries).events);
}

function isWanted({ connection, selectedLines }: Dossier, call: Call): boolean {
  if (connection.status !== "active" || connection.settings.card === "off") return false;
  // A call that is over when we first look is no news to anybody: not even that it had no card.
  return call.endedAt === null && call.line !== null && selectedLines.has(call.line.id);
}

/** What became of the card; rejects when a vendor stood in the way. */
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
  const { customer, unclear } = await findKnown(deps, work, call, desk);
  const found = { customerId: customer?.id ?? null, customerName: customer?.name ?? null };
  const lines = await linesFor(deps, dossier, call, desk, customer);
  if (!lines)
    return { ...found, state: "ignored", reason: unclear ? NOT_CLEAR : "no card: the caller is not known in Gorgias" };
  // Looking took time: the call may have ended meanwhile.
  const now = await deps.subjects.open(connection.id, work.subject);
  const tooLate = lateness(deps, work, (now && callIn(deps, now)) ?? call);
  if (tooLate) return { ...found, ...tooLate };
  const phones = await deps.phones(connection.id, "card");
  await phones.pushCard(call.id, lines);
  return { ...found, state: "done", reason: null, plan: { card: lines } };
}

function lateness(deps: CardDeps, { heardAt }: CardWork, call: Call): Partial<SubjectRecord> | null {
  if (call.endedAt !== null) return { state: "ignored", reason: "no card: the call was over already" };
  if (deps.clock() - heardAt <= CARD_WORTH_MS) return null;
  return { state: "ignored", reason: "no card: it would have come more than 10 s late" };
}

interface Known {
  customer: Customer | null;
  /** Somebody has a number that may be the caller's, and just as well another's (C1). */
  unclear: boolean;
}

const NOT_CLEAR = "no card: a customer in Gorgias may have this number, and just as well another one";

/** Without creating anybody (I1): our own index first, then Gorgias. */
async function findKnown(deps: CardDeps, work: CardWork, call: Call, desk: HelpDesk): Promise<Known> {
  const country = call.line?.country ?? null;
  const caller = readCaller(call.callerDigits, country);
  if (caller.kind === "anonymous") return { customer: null, unclear: false };
  const known = await deps.index.known(work.connectionId, callerKey(caller));
  if (known) return { customer: known, unclear: false };
  const asking = { connectionId: work.connectionId, desk };
  const { match, unclear } = await lookUp(deps, asking, { caller, contact: null, country });
  if (!match) return { customer: null, unclear: unclear.length > 0 };
  await deps.index.remember(work.connectionId, callerKey(caller), match.customer, deps.clock());
  return { customer: match.customer, unclear: false };
}

async function linesFor(
  deps: CardDeps,
  { connection }: Dossier,
  call: Call,
  desk: HelpDesk,
  customer: Customer | null,
): Promise<CardLine[] | null> {
  const { settings } = connection;
  const root = deps.deskUrl(connection.account);
  const caller = readCaller(call.callerDigits, call.line?.country ?? null);
  const about = customer ? await gather(deps, connection, desk, customer) : null;
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
    customerUrl: (id) => `${root}/app/customer/${id}`,
    ticketUrl: (id) => `${root}/app/ticket/${id}`,
  });
}

/** Asks Gorgias only for what the settings show: each question is a request. */
async function gather(deps: CardDeps, { id, settings }: Connection, desk: HelpDesk, customer: Customer) {
  const wantsTickets = settings.cardTickets === "show" || settings.cardLastContact === "show";
  const [card, listed, seen] = await Promise.all([
    settings.cardNotes === "show" ? desk.customers.read(customer.id) : null,
    wantsTickets ? desk.tickets.ofCustomer(customer.id) : [],
    deps.subjects.lastSeen(id, [customer.id]),
  ]);
  return {
    customer: { ...customer, note: null, ...card },
    tickets: listed.filter(({ state }) => !state.spam && !state.trashed).map(cardTicket),
    lastContactAt: seen.get(customer.id) ?? null,
  };
}

function cardTicket({ state, subject, assigneeName, lastMessageAt }: ListedTicket): CardTicket {
  const { ticketId: id, status, snoozed } = state;
  return { id, subject, open: status === "open", snoozed, assignee: assigneeName, lastMessageAt };
}

function recordOf(call: Call, subject: string): SubjectRecord {
  return {
    ...blankRecord(subject),
    direction: call.direction,
    lineName: call.line?.name ?? null,
    startedAt: call.startedAt * 1000,
    caller: callerKey(readCaller(call.callerDigits, call.line?.country ?? null)),
  };
}
