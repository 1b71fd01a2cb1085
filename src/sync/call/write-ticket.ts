/** Finds the customer and the agents, plans the ticket, and writes what is missing. */
import type { Call, Person } from "../../domain/call/call.ts";
import { agentOf, type CallStage } from "../../domain/call/call-stage.ts";
import { nextCallStep } from "../../domain/call/next-call-step.ts";
import type { UnknownCaller } from "../../domain/customer/unknown-caller.ts";
import { introductionOf, type FoundCustomer } from "../../domain/customer/customer.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import { phoneKey } from "../../domain/phone/phone.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import { type Priority, callActivityId, workOf } from "../../domain/activity/work-item.ts";
import type { Snapshot, ActivityRecord, ActivityStore } from "../../domain/ports/stores.ts";
import type { Links } from "../../domain/ports/links.ts";
import { refusalOf, type Reason } from "../../domain/reasons/reason.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import { planTicket, signerOf, type CallPlan } from "../../domain/call/call-plan.ts";
import { hasTicket, ticketSoFar } from "../../domain/ticket/ticket-so-far.ts";
import type { Write } from "../../domain/ticket/write.ts";
import type { Logger } from "../../kit/logger.ts";
import { callTicket } from "./call-ticket.ts";
import { afterFailure, afterRejection, priorityOf, NOT_HELD } from "../activity-record.ts";
import { knowUsers, type KnowledgeDeps } from "../ticket/help-desk-knowledge.ts";
import { findCustomer, hasCreatedCustomer, ownCustomers, type CustomerDeps } from "../customer/find-customer.ts";
import { planningAnew } from "../ticket/learn-rejection.ts";
import { learnShown } from "../customer/learn-shown.ts";
import { joinCallback } from "./join-callback.ts";
import { mediaOutcomes, mediaToTransfer } from "./media-status.ts";
import { nameWakeAt } from "../customer/name-customer.ts";
import { openTicket } from "../ticket/open-ticket.ts";
import { performStep } from "../ticket/perform-step.ts";
import { openRun, type Run } from "../run.ts";
import { forgetRefusals } from "../ticket/write-once.ts";

export interface TicketDeps extends KnowledgeDeps, CustomerDeps {
  activities: ActivityStore;
  helpDesks: OpenHelpDesk;
  links: Links;
  log: Logger;
}

type Stage = CallStage["stage"];

export interface CallToWrite {
  call: Call;
  unknownCaller: UnknownCaller;
  stage: Stage;
  /** The call began before its line counted. An existing ticket is changed, but none is created (C17). */
  past: boolean;
}

/** More changes than any ticket needs. A ticket that keeps changing is left to the next run. */
const MOST_STEPS = 60;

/** The updated record, on success or failure. */
export async function writeTicket(
  deps: TicketDeps,
  snapshot: Snapshot,
  { call, unknownCaller, stage, past }: CallToWrite,
  facts: ActivityRecord,
): Promise<ActivityRecord> {
  const priority = priorityFor(call, stage, deps.clock());
  const run = callRun(deps, snapshot, { call, unknownCaller }, priority);
  // This is outside the `try`. If the database fails here, nothing may be saved as completed.
  const joined = await joinCallback(deps, snapshot, facts);
  let { record } = joined;
  const withTicket = (end: ActivityRecord): ActivityRecord => ({
    ...end,
    ticketId: ticketSoFar(run.writes).ticketId,
    ticketSeenAt: run.ticketSeenAt,
  });
  try {
    const end = await planningAnew(async () => {
      const users = await knowUsers(deps, run, agentOf(call), signersOf(call));
      if (!signerOf(call, users)) return afterRejection(record, NO_SIGNER, priority, deps.clock());
      const known: Known = { call, unknownCaller, stage, past, users, callbackDone: joined.done };
      const written = await writeFor(deps, snapshot, run, known, (told) => {
        record = { ...record, ...told };
      });
      if (written.left) return "left" as const;
      const media = stage === "finished" ? mediaToTransfer(call, run.writes, snapshot.connection.settings) : [];
      const recording = { ...workOf(run.connectionId, run.activityId), kind: "recording" as const };
      snapshot.marks.push(...media.map(({ kind }) => ({ ...recording, part: kind })));
      const missing = refusalIn(run.writes) ?? (written.unsigned ? NO_SIGNER : null);
      if (missing !== null) {
        const refused = afterRejection(record, missing, priority, deps.clock());
        return { ...refused, wakeAt: earliest(refused.wakeAt, written.wakeAt) };
      }
      const live: ActivityRecord["state"] = stage === "finished" ? "done" : "pending";
      return { ...record, ...NOT_HELD, state: live, wakeAt: earliest(record.wakeAt, written.wakeAt) };
    });
    if (end === "left") return leave(run, { ...record, wakeAt: null });
    return withTicket({ ...end, wakeAt: earliest(end.wakeAt, record.wakeAt) });
  } catch (error) {
    deps.log.warn({ err: error, connectionId: run.connectionId, activityId: run.activityId }, "run failed, will retry");
    const failed = afterFailure(record, error, priority, deps.clock());
    return withTicket({ ...failed, wakeAt: earliest(failed.wakeAt, record.wakeAt) });
  }
}

/** Without a signer there is neither note nor ticket (C5, and the seed's table). */
const NO_SIGNER: Reason = { code: "no_signer" };

/** The people whose words or actions the notes report. */
function signersOf({ talkers, comments }: Call): (Person | null)[] {
  return [...talkers.slice(0, 1), ...comments.map(({ author }) => author)];
}

function priorityFor(call: Call, stage: Stage, now: number): Priority {
  return stage === "finished" ? priorityOf("ended call", (call.endedAt ?? call.startedAt) * 1000, now) : "live call";
}

function callRun(
  deps: TicketDeps,
  snapshot: Snapshot,
  { call, unknownCaller }: Pick<CallToWrite, "call" | "unknownCaller">,
  priority: Priority,
): Run {
  const { connection, writes, record, doubtedUntil } = snapshot;
  forgetRefusals(writes);
  return openRun(deps, snapshot, {
    priority,
    record,
    activityId: callActivityId(call.id),
    phoneKey: phoneKey(unknownCaller.customerPhone),
    translations: translationsFor(ticketSoFar(writes).language ?? connection.settings.language),
    cacheGeneration: 0,
    // After a restore from a backup, Gorgias may hold tickets and notes that the database lacks.
    cautious: call.swept || (doubtedUntil !== null && call.startedAt * 1000 < doubtedUntil),
  });
}

interface Known extends CallToWrite {
  users: HelpDeskUser[];
  callbackDone: boolean;
}

/** Calls `tell` with the customer and the plan before it writes the ticket. */
async function writeFor(
  deps: TicketDeps,
  snapshot: Snapshot,
  run: Run,
  known: Known,
  tell: (told: Partial<ActivityRecord>) => void,
): Promise<End & { unsigned: boolean }> {
  const { unknownCaller } = known;
  const { settings } = snapshot.connection;
  const { ticketId } = ticketSoFar(run.writes);
  const write = async (match: FoundCustomer) => {
    const plan = planFor(deps, snapshot, run, { ...known, match });
    tell({ customerId: plan.customerId, customerName: match.customer.name, match, plan });
    return { ...(await transferOut(deps, run, plan, known.past)), unsigned: plan.unsigned };
  };
  const match = await findCustomer(deps, run, unknownCaller, settings, storedMatch(snapshot, run));
  let end = await write(match);
  if (end.left) return end;
  const customer = await learnShown(deps, run, unknownCaller, match.customer);
  if (customer && customer.name !== match.customer.name) end = await write({ ...match, customer });
  if (!customer && ticketId === null) {
    // The ticket was opened for a customer who no longer owns the number. The record names no customer until the run
    // finds the right one.
    tell({ match: null });
    end = await write(await findCustomer(deps, run, unknownCaller, settings));
  }
  return { ...end, wakeAt: earliest(end.wakeAt, nameWakeAt(ownCustomers(run), deps.clock())) };
}

/** An existing ticket stays with its customer, even if the number has moved to another one. */
function storedMatch({ record }: Snapshot, run: Run): FoundCustomer | null {
  const { ticketId, heading } = ticketSoFar(run.writes);
  const match = record?.match;
  return ticketId !== null && match && match.customer.id === heading?.customerId ? match : null;
}

function planFor(
  deps: TicketDeps,
  { connection }: Snapshot,
  run: Run,
  { unknownCaller, match, ...known }: Known & { match: FoundCustomer },
): CallPlan {
  const leftOut = leftOutSoFar(run.writes, deps.clock());
  return planTicket(known.call, {
    ...known,
    settings: connection.settings,
    translations: run.translations,
    callUrl: deps.links.call,
    customerPhone: unknownCaller.customerPhone,
    customer: match.customer,
    customerCreated: hasCreatedCustomer(run) && !unknownCaller.internal,
    introduction: unknownCaller.internal ? null : introductionOf(ownCustomers(run)),
    callbackTagIds: connection.callbackTagIds,
    leftOut,
    media: mediaOutcomes(run.writes, leftOut.files),
  });
}

interface End {
  wakeAt: number | null;
  /** The ticket is gone, and the call gets no other. */
  left: boolean;
}

/** Performs one step at a time. Derives the next step from the completed writes. */
async function transferOut(deps: TicketDeps, run: Run, plan: CallPlan, past: boolean): Promise<End> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextCallStep(plan, run.writes, run.translations, deps.clock());
    if (step.do === "wait") return { wakeAt: step.until, left: false };
    if (step.do === "done" || step.do === "refused") return { wakeAt: null, left: false };
    if (step.do === "left" || (past && !hasTicket(run.writes))) return { wakeAt: null, left: true };
    const work = callTicket(deps, run, plan);
    if (step.do !== "open ticket") await performStep(deps, run, work, step);
    else if ((await openTicket(deps, run, work, step)).kind === "done") run.ticketSeenAt = deps.clock();
  }
  return { wakeAt: deps.clock() + 60_000, left: false };
}

/** The record keeps the id of the ticket that is gone, because people may want to look at it (C16). */
function leave({ writes, ticketSeenAt }: Run, record: ActivityRecord): ActivityRecord {
  const ticketId = ticketSoFar(writes).left?.ticketId ?? null;
  return { ...record, ...NOT_HELD, state: "done", reason: { code: "ticket_gone" }, ticketId, ticketSeenAt };
}

/** The rejection of a write in the present ticket, if there is one. */
function refusalIn(writes: readonly Write[]): Reason | null {
  const { generation } = ticketSoFar(writes);
  const refused = writes.find(
    (write) => write.state === "refused" && (write.generation === generation || write.generation === 0),
  );
  return refused ? refusalOf(refused.outcome) : null;
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}
