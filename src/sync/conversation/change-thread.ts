/**
 * Changes the ticket of a conversation, once, even if a worker dies in between. It reopens the ticket for a message, or
 * assigns it to the agent who answers.
 */
import { ticketsOpened } from "../../domain/conversation/thread-so-far.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import { nextKey } from "../../domain/ticket/numbering.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { changeIntentSchema, type Write, type WriteState } from "../../domain/ticket/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import { changeTicket } from "../ticket/change-ticket.ts";
import { withdraw } from "../ticket/write-once.ts";
import { countLook, complete } from "../run.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";

/**
 * Resolves with the ticket as Gorgias shows it afterwards. Rejects with a RequestError when Gorgias refuses the change.
 */
export async function changeThread(
  deps: ConversationDeps,
  run: ConversationRun,
  ticketId: number,
  change: { open?: boolean; assigneeId?: number },
): Promise<TicketState> {
  const generation = ticketsOpened(run);
  const key = nextKey(run.writes, generation, "change");
  const how = { change, stale: "all", looksFirst: false } as const;
  const { result, seen, requests } = await changeTicket(deps, run, { generation, key, ticketId }, how);
  if (result.kind === "refused") throw result.error;
  if (result.kind === "nothing") await countLook(deps, run, { generation: 0, requests });
  return seen ?? { kind: "deleted" };
}

/**
 * Completes a change whose answer was lost, where the ticket is as wanted. Otherwise deletes its intent, and the change
 * is planned again if still wanted.
 */
export async function recoverChange(deps: ConversationDeps, run: ConversationRun, state: TicketState): Promise<void> {
  const lost = run.writes.find((write) => write.state === "intended" && isChange(write));
  if (!lost) return;
  if (state.kind !== "there") return withdraw(deps, run, lost);
  const { ticketId, open, assigneeId } = changeIntentSchema.parse(lost.intent);
  const isAsWanted = (!open || state.status === "open") && (assigneeId ?? state.assigneeId) === state.assigneeId;
  if (ticketId !== state.ticketId || !isAsWanted) return withdraw(deps, run, lost);
  complete(run, { ...lost, state: "done", outcome: { ticketId }, requests: 0, at: deps.clock() });
}

/** The first agent who answers is assigned an unassigned ticket (C4). */
export async function takeTicket(
  deps: ConversationDeps,
  run: ConversationRun,
  state: TicketThere,
  agentId: number | null,
): Promise<TicketThere> {
  const assign = assignment(run, state, agentId, deps.clock());
  if (assign.assigneeId === undefined) return state;
  try {
    const changed = await changeThread(deps, run, state.ticketId, assign);
    return changed.kind === "there" ? changed : state;
  } catch (error) {
    // If Gorgias rejects the assignee, still write the message.
    if (!(error instanceof RequestError) || error.fate !== "refused" || error.status === 401) throw error;
    return { ...state, assigneeId: assign.assigneeId };
  }
}

/**
 * The part of a change that assigns the ticket to the agent. Empty where the ticket has an assignee, or Gorgias
 * rejected the agent.
 */
export function assignment(
  run: ConversationRun,
  state: TicketState,
  agentId: number | null,
  now: number,
): { assigneeId?: number } {
  if (state.kind !== "there" || state.assigneeId !== null || agentId === null) return {};
  const wasRefused = changesOf(run, state.ticketId, "refused").some(({ assigneeId }) => assigneeId === agentId);
  const isLeftOut = leftOutSoFar(run.writes, now).assignees.has(agentId);
  return wasRefused || isLeftOut ? {} : { assigneeId: agentId };
}

/** True when we have assigned the ticket to an agent before. */
export function wasTaken(run: ConversationRun, ticketId: number): boolean {
  return changesOf(run, ticketId, "done").some(({ assigneeId }) => assigneeId !== undefined);
}

/** The changes of this ticket that ended in this state. */
function changesOf({ writes }: ConversationRun, ticketId: number, ended: WriteState) {
  const changes = writes.filter((write) => write.state === ended && isChange(write));
  return changes.map(({ intent }) => changeIntentSchema.parse(intent)).filter((change) => change.ticketId === ticketId);
}

function isChange({ key }: Write): boolean {
  return key.startsWith("change:");
}
