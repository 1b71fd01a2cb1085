/** Gives a ticket what it had to be opened without, because the rejection named nothing: its tags, and the agent who answered (C18). */
import { threadTicketIntentSchema } from "../../domain/write.ts";
import { countLook, settleNow } from "../turn.ts";
import { takeTicket } from "./change-ticket.ts";
import { ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { addTags } from "./thread-tags.ts";

/** Once for each ticket; costs nothing where it was opened with everything. */
export async function completeTicket(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  const round = ticketsOpened(turn);
  const ofRound = turn.writes.filter((write) => write.round === round && write.state === "done");
  const ticket = ofRound.find(({ key }) => key === "ticket");
  const later = ticket && threadTicketIntentSchema.parse(ticket.intent).later;
  const { ticketId } = turn;
  if (!later || ticketId === null || ofRound.some(({ key }) => key === "completed")) return;
  await addTags(deps, turn, { wanted: later.tags, ticketId, state: null });
  if (later.assigneeId !== null) {
    const state = await turn.desk.tickets.read(ticketId);
    await countLook(deps, turn, { round: 0, requests: 1 });
    if (state.kind === "there") await takeTicket(deps, turn, state, later.assigneeId);
  }
  await settleNow(deps, turn, { round, key: "completed", outcome: {}, requests: 0 });
}
