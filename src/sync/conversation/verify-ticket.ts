/**
 * Verifies what was written on the strength of an earlier look (M5). A burst makes one look at its beginning and one
 * after it. A message that landed in a closed ticket reopens it. A message that landed in trash or spam is written once
 * more, elsewhere.
 */
import { chooseTicket } from "../../domain/conversation/choose-ticket.ts";
import { judge, verificationsIn, VERIFY } from "../../domain/conversation/verification.ts";
import type { TicketState } from "../../domain/ports/help-desk.ts";
import { lookAtTicket } from "../ticket/look-at-ticket.ts";
import { withdraw } from "../ticket/write-once.ts";
import { keep, settleNow } from "../turn.ts";
import { changeThread, recoverChange, takeTicket } from "./change-thread.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";

/** How long a look at the ticket is valid, and how soon after it the entries written meanwhile are verified. */
export const BELIEVED_MS = 10_000;

/** Records entries that are about to be written without a look. The intent is saved before they are sent. */
export async function noteBelieved(
  deps: ConversationDeps,
  turn: ConversationTurn,
  ticketId: number,
  { keys, assigneeId }: { keys: readonly string[]; assigneeId: number | null },
): Promise<void> {
  const known = verificationsIn(turn.writes).find((one) => one.ticketId === ticketId);
  const intent = {
    ticketId,
    entries: [...new Set([...(known?.entries ?? []), ...keys])],
    since: known?.since ?? turn.ticketSeenAt ?? deps.clock(),
    assigneeId: known?.assigneeId ?? assigneeId,
  };
  if (known && known.entries.length === intent.entries.length && known.assigneeId === intent.assigneeId) return;
  const made = turn.writes.filter(({ key, state }) => key.startsWith(`${VERIFY}:`) && state === "done");
  const key = known?.key ?? `${VERIFY}:${made.length + 1}:${ticketId}`;
  const now = deps.clock();
  await deps.writes.intend(turn.connectionId, turn.subject, { round: 0, key, intent }, now);
  keep(turn.writes, { round: 0, key, intent, state: "intended", outcome: null, requests: 0, intendedAt: now });
}

/** When the next verification is due, epoch ms. */
export function verificationDueAt({ writes }: Pick<ConversationTurn, "writes">): number | null {
  const due = verificationsIn(writes).map(({ since }) => since + BELIEVED_MS);
  return due.length > 0 ? Math.min(...due) : null;
}

/** Makes one verification that is due. False where none is. */
export async function verifyDue(deps: ConversationDeps, turn: ConversationTurn): Promise<boolean> {
  const due = verificationsIn(turn.writes).find(({ since }) => since + BELIEVED_MS <= deps.clock());
  if (!due) return false;
  const seen = await lookAtTicket(deps, turn, due.ticketId);
  await recoverChange(deps, turn, seen);
  const { state, again } = await settleVerifications(deps, turn, due.ticketId, seen);
  if (again || state.kind !== "there" || state.status !== "open") return true;
  const taken = await takeTicket(deps, turn, state, due.assigneeId);
  if (turn.ticketId !== due.ticketId) return true;
  turn.ticket = taken;
  turn.ticketSeenAt = deps.clock();
  return true;
}

/**
 * Any look at the ticket verifies what was written into it before. `again`: some entries have to be written once more.
 */
export async function settleVerifications(
  deps: ConversationDeps,
  turn: ConversationTurn,
  ticketId: number,
  seen: TicketState,
): Promise<{ state: TicketState; again: boolean }> {
  let state = seen;
  let again = false;
  for (const one of verificationsIn(turn.writes).filter((each) => each.ticketId === ticketId)) {
    const verdict = judge(one, state, turn.writes);
    if (verdict.go === "reopen" && mayReopen(turn, state)) {
      state = await changeThread(deps, turn, ticketId, { open: true });
      await withdraw(deps, turn, { round: 0, key: one.key });
    } else if (verdict.go === "stands") {
      await withdraw(deps, turn, { round: 0, key: one.key });
    } else {
      const outcome = { ticketId, again: verdict.keys };
      await settleNow(deps, turn, { round: 0, key: one.key, outcome, requests: 0 });
      again = true;
      turn.ticket = null;
      turn.ticketSeenAt = null;
    }
  }
  return { state, again };
}

/** False where the settings keep closed tickets closed. */
function mayReopen({ settings }: ConversationTurn, state: TicketState): boolean {
  return chooseTicket(state, 0, settings.reopenWindow).go === "reopen";
}
