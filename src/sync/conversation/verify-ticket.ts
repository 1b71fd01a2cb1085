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
import { putWrite, completeNow } from "../run.ts";
import { changeThread, recoverChange, takeTicket } from "./change-thread.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";

/** How long a look at the ticket is valid, and how soon after it the entries written meanwhile are verified. */
export const BELIEVED_MS = 10_000;

/** Records entries that are about to be written without a look. The intent is saved before they are sent. */
export async function noteBelieved(
  deps: ConversationDeps,
  run: ConversationRun,
  ticketId: number,
  { keys, assigneeId }: { keys: readonly string[]; assigneeId: number | null },
): Promise<void> {
  const known = verificationsIn(run.writes).find((one) => one.ticketId === ticketId);
  const intent = {
    ticketId,
    entries: [...new Set([...(known?.entries ?? []), ...keys])],
    since: known?.since ?? run.ticketSeenAt ?? deps.clock(),
    assigneeId: known?.assigneeId ?? assigneeId,
  };
  if (known && known.entries.length === intent.entries.length && known.assigneeId === intent.assigneeId) return;
  const made = run.writes.filter(({ key, state }) => key.startsWith(`${VERIFY}:`) && state === "done");
  const key = known?.key ?? `${VERIFY}:${made.length + 1}:${ticketId}`;
  const now = deps.clock();
  await deps.writes.intend(run.connectionId, run.activityId, { generation: 0, key, intent }, now);
  putWrite(run.writes, { generation: 0, key, intent, state: "intended", outcome: null, requests: 0, intendedAt: now });
}

/** When the next verification is due, epoch ms. */
export function verificationDueAt({ writes }: Pick<ConversationRun, "writes">): number | null {
  const due = verificationsIn(writes).map(({ since }) => since + BELIEVED_MS);
  return due.length > 0 ? Math.min(...due) : null;
}

/** Makes one verification that is due. False where none is. */
export async function verifyDue(deps: ConversationDeps, run: ConversationRun): Promise<boolean> {
  const due = verificationsIn(run.writes).find(({ since }) => since + BELIEVED_MS <= deps.clock());
  if (!due) return false;
  const seen = await lookAtTicket(deps, run, due.ticketId);
  await recoverChange(deps, run, seen);
  const { state, again } = await settleVerifications(deps, run, due.ticketId, seen);
  if (again || state.kind !== "there" || state.status !== "open") return true;
  const taken = await takeTicket(deps, run, state, due.assigneeId);
  if (run.ticketId !== due.ticketId) return true;
  run.ticket = taken;
  run.ticketSeenAt = deps.clock();
  return true;
}

/**
 * Any look at the ticket verifies what was written into it before. `again`: some entries have to be written once more.
 */
export async function settleVerifications(
  deps: ConversationDeps,
  run: ConversationRun,
  ticketId: number,
  seen: TicketState,
): Promise<{ state: TicketState; again: boolean }> {
  let state = seen;
  let again = false;
  for (const one of verificationsIn(run.writes).filter((each) => each.ticketId === ticketId)) {
    const verdict = judge(one, state, run.writes);
    if (verdict.go === "reopen" && mayReopen(run, state)) {
      state = await changeThread(deps, run, ticketId, { open: true });
      await withdraw(deps, run, { generation: 0, key: one.key });
    } else if (verdict.go === "stands") {
      await withdraw(deps, run, { generation: 0, key: one.key });
    } else {
      const outcome = { ticketId, again: verdict.keys };
      await completeNow(deps, run, { generation: 0, key: one.key, outcome, requests: 0 });
      again = true;
      run.ticket = null;
      run.ticketSeenAt = null;
    }
  }
  return { state, again };
}

/** False where the settings keep closed tickets closed. */
function mayReopen({ settings }: ConversationRun, state: TicketState): boolean {
  return chooseTicket(state, 0, settings.reopenWindow).go === "reopen";
}
