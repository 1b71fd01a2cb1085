/** Finds the customer and the agents, plans the ticket, and writes what is missing. */
import type { Call, Person } from "../domain/call.ts";
import { agentOf, type CallStage } from "../domain/call-stage.ts";
import { nextCallStep } from "../domain/next-call-step.ts";
import { isOwnLine, type OwnLine } from "../domain/own-lines.ts";
import { introductionOf, type FoundCustomer } from "../domain/customer.ts";
import type { DeskUser } from "../domain/people.ts";
import { callerKey, readCaller, type Caller } from "../domain/phone.ts";
import type { Lane, OpenHelpDesk } from "../domain/ports/help-desk.ts";
import type { Dossier, SubjectRecord, SubjectStore } from "../domain/ports/stores.ts";
import type { Links } from "../domain/ports/links.ts";
import { refusalOf, type Reason } from "../domain/reasons/reason.ts";
import { leftOutSoFar } from "../domain/ticket/rejected-parts.ts";
import { textsFor } from "../domain/texts/texts.ts";
import { planTicket, signerOf, type CallPlan } from "../domain/ticket-plan.ts";
import { callSubject } from "../domain/subject.ts";
import { hasTicket, ticketSoFar } from "../domain/ticket/ticket-so-far.ts";
import { workOf } from "../domain/work-item.ts";
import type { Write } from "../domain/write.ts";
import type { Logger } from "../kit/logger.ts";
import { callTicket } from "./call-ticket.ts";
import { afterFailure, afterRefusal, laneOf, NOT_HELD } from "./after-failure.ts";
import { knowUsers, type KnowledgeDeps } from "./desk-knowledge.ts";
import { findCustomer, hasCreatedCustomer, ownCustomers, type CustomerDeps } from "./find-customer.ts";
import { planningAnew } from "./ticket/learn-rejection.ts";
import { learnShown } from "./learn-shown.ts";
import type { Stranger } from "./look-up-customer.ts";
import { joinCallback } from "./join-callback.ts";
import { mediaOutcomes, mediaToCarry } from "./media-standing.ts";
import { nameWakeAt } from "./name-customer.ts";
import { openTicket } from "./ticket/open-ticket.ts";
import { performStep } from "./ticket/perform-step.ts";
import { openTurn, type Turn } from "./turn.ts";
import { forgetRefusals } from "./ticket/write-once.ts";

export interface TicketDeps extends KnowledgeDeps, CustomerDeps {
  subjects: SubjectStore;
  desks: OpenHelpDesk;
  links: Links;
  log: Logger;
}

type Stage = CallStage["stage"];

export interface CallToWrite {
  call: Call;
  stage: Stage;
  /** The call began before its line counted. An existing ticket is changed, but none is created (C17). */
  past: boolean;
}

/** More changes than any ticket needs. A ticket that keeps changing is left to the next run. */
const MOST_STEPS = 60;

/** The updated record, on success or failure. */
export async function writeTicket(
  deps: TicketDeps,
  dossier: Dossier,
  { call, stage, past }: CallToWrite,
  facts: SubjectRecord,
): Promise<SubjectRecord> {
  const lane = laneFor(call, stage, deps.clock());
  const turn = callTurn(deps, dossier, call, lane);
  // This is outside the `try`. If the database fails here, nothing may be saved as completed.
  const joined = await joinCallback(deps, dossier, facts);
  let { record } = joined;
  const withTicket = (end: SubjectRecord): SubjectRecord => ({
    ...end,
    ticketId: ticketSoFar(turn.writes).ticketId,
    ticketSeenAt: turn.ticketSeenAt,
  });
  try {
    const end = await planningAnew(async () => {
      const users = await knowUsers(deps, turn, agentOf(call), signersOf(call));
      if (!signerOf(call, users)) return afterRefusal(record, NO_SIGNER, lane, deps.clock());
      const known: Known = { call, stage, past, users, callbackDone: joined.done };
      const written = await writeFor(deps, dossier, turn, known, (told) => {
        record = { ...record, ...told };
      });
      if (written.left) return "left" as const;
      const media = stage === "finished" ? mediaToCarry(call, turn.writes, dossier.connection.settings) : [];
      const recording = { ...workOf(turn.connectionId, turn.subject), kind: "recording" as const };
      dossier.marks.push(...media.map(({ kind }) => ({ ...recording, part: kind })));
      const missing = refusalIn(turn.writes) ?? (written.unsigned ? NO_SIGNER : null);
      if (missing !== null) {
        const refused = afterRefusal(record, missing, lane, deps.clock());
        return { ...refused, wakeAt: earliest(refused.wakeAt, written.wakeAt) };
      }
      const live: SubjectRecord["state"] = stage === "finished" ? "done" : "pending";
      return { ...record, ...NOT_HELD, state: live, wakeAt: earliest(record.wakeAt, written.wakeAt) };
    });
    if (end === "left") return leave(turn, { ...record, wakeAt: null });
    return withTicket({ ...end, wakeAt: earliest(end.wakeAt, record.wakeAt) });
  } catch (error) {
    deps.log.warn({ err: error, connectionId: turn.connectionId, subject: turn.subject }, "a turn did not get through");
    const failed = afterFailure(record, error, lane, deps.clock());
    return withTicket({ ...failed, wakeAt: earliest(failed.wakeAt, record.wakeAt) });
  }
}

/** Without a signer there is neither note nor ticket (C5, and the seed's table). */
const NO_SIGNER: Reason = { code: "no_signer" };

/** The people whose words or actions the notes report. */
function signersOf({ talkers, comments }: Call): (Person | null)[] {
  return [...talkers.slice(0, 1), ...comments.map(({ author }) => author)];
}

function laneFor(call: Call, stage: Stage, now: number): Lane {
  return stage === "finished" ? laneOf("ended call", (call.endedAt ?? call.startedAt) * 1000, now) : "live call";
}

function callTurn(deps: TicketDeps, dossier: Dossier, call: Call, lane: Lane): Turn {
  const { connection, writes, record, doubtedUntil } = dossier;
  forgetRefusals(writes);
  return openTurn(deps, dossier, {
    lane,
    record,
    subject: callSubject(call.id),
    callerKey: callerKey(callerOf(call)),
    texts: textsFor(ticketSoFar(writes).language ?? connection.settings.language),
    era: 0,
    // After a restore from a backup, Gorgias may hold tickets and notes that the database lacks.
    cautious: call.swept || (doubtedUntil !== null && call.startedAt * 1000 < doubtedUntil),
  });
}

interface Known extends CallToWrite {
  users: DeskUser[];
  callbackDone: boolean;
}

/** Calls `tell` with the customer and the plan before it writes the ticket. */
async function writeFor(
  deps: TicketDeps,
  dossier: Dossier,
  turn: Turn,
  known: Known,
  tell: (told: Partial<SubjectRecord>) => void,
): Promise<End & { unsigned: boolean }> {
  const stranger = strangerOf(known.call, dossier.ownLines);
  const { settings } = dossier.connection;
  const { ticketId } = ticketSoFar(turn.writes);
  const write = async (match: FoundCustomer) => {
    const plan = planFor(deps, dossier, turn, { ...known, stranger, match });
    tell({ customerId: plan.customerId, customerName: match.customer.name, match, plan });
    return { ...(await carryOut(deps, turn, plan, known.past)), unsigned: plan.unsigned };
  };
  const match = await findCustomer(deps, turn, stranger, settings, keptMatch(dossier, turn));
  let end = await write(match);
  if (end.left) return end;
  const customer = await learnShown(deps, turn, stranger, match.customer);
  if (customer && customer.name !== match.customer.name) end = await write({ ...match, customer });
  if (!customer && ticketId === null) {
    // The ticket was opened for a customer who no longer owns the number. The record names no customer until the run
    // finds the right one.
    tell({ match: null });
    end = await write(await findCustomer(deps, turn, stranger, settings));
  }
  return { ...end, wakeAt: earliest(end.wakeAt, nameWakeAt(ownCustomers(turn), deps.clock())) };
}

/** An existing ticket stays with its customer, even if the number has moved to another one. */
function keptMatch({ record }: Dossier, turn: Turn): FoundCustomer | null {
  const { ticketId, heading } = ticketSoFar(turn.writes);
  const match = record?.match;
  return ticketId !== null && match && match.customer.id === heading?.customerId ? match : null;
}

function planFor(
  deps: TicketDeps,
  { connection }: Dossier,
  turn: Turn,
  { stranger, match, ...known }: Known & { stranger: Stranger; match: FoundCustomer },
): CallPlan {
  const leftOut = leftOutSoFar(turn.writes, deps.clock());
  return planTicket(known.call, {
    ...known,
    settings: connection.settings,
    texts: turn.texts,
    callUrl: deps.links.call,
    caller: stranger.caller,
    customer: match.customer,
    customerCreated: hasCreatedCustomer(turn) && !stranger.internal,
    introduction: stranger.internal ? null : introductionOf(ownCustomers(turn)),
    callbackTagIds: connection.callbackTagIds,
    leftOut,
    media: mediaOutcomes(turn.writes, leftOut.files),
  });
}

interface End {
  wakeAt: number | null;
  /** The ticket is gone, and the call gets no other. */
  left: boolean;
}

/** Performs one step at a time. Derives the next step from the completed writes. */
async function carryOut(deps: TicketDeps, turn: Turn, plan: CallPlan, past: boolean): Promise<End> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextCallStep(plan, turn.writes, turn.texts, deps.clock());
    if (step.do === "wait") return { wakeAt: step.until, left: false };
    if (step.do === "done" || step.do === "refused") return { wakeAt: null, left: false };
    if (step.do === "left" || (past && !hasTicket(turn.writes))) return { wakeAt: null, left: true };
    const work = callTicket(deps, turn, plan);
    if (step.do !== "open ticket") await performStep(deps, turn, work, step);
    else if ((await openTicket(deps, turn, work, step)).kind === "done") turn.ticketSeenAt = deps.clock();
  }
  return { wakeAt: deps.clock() + 60_000, left: false };
}

/** The record keeps the id of the ticket that is gone, because people may want to look at it (C16). */
function leave({ writes, ticketSeenAt }: Turn, record: SubjectRecord): SubjectRecord {
  const ticketId = ticketSoFar(writes).left?.ticketId ?? null;
  return { ...record, ...NOT_HELD, state: "done", reason: { code: "ticket_gone" }, ticketId, ticketSeenAt };
}

/** The rejection of a write in the present ticket, if there is one. */
function refusalIn(writes: readonly Write[]): Reason | null {
  const { generation } = ticketSoFar(writes);
  const refused = writes.find(
    (write) => write.state === "refused" && (write.round === generation || write.round === 0),
  );
  return refused ? refusalOf(refused.outcome) : null;
}

function strangerOf(call: Call, ownLines: readonly OwnLine[]): Stranger {
  const caller = callerOf(call);
  const internal = isOwnLine(caller, ownLines);
  return { caller, contact: call.contact, country: call.line?.country ?? null, internal };
}

function callerOf(call: Call): Caller {
  return readCaller(call.callerDigits, call.line?.country ?? null);
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
