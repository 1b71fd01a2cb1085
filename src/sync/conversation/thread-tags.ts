/** The tags of a conversation's ticket (M10): each is put on it once (C12). */
import type { Entry } from "../../domain/conversation/entries.ts";
import type { TicketThere } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { threadTagsIntentSchema, threadTicketIntentSchema, threadTicketOutcomeSchema } from "../../domain/write.ts";
import { knowTags } from "../desk-knowledge.ts";
import { putTags } from "../ticket/put-tags.ts";
import { writeOnce } from "../ticket/write-once.ts";
import { numbered, ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";

/** The tags of texts on this line (M10). */
export function tagsFor(turn: ConversationTurn, entries: readonly Entry[]): string[] {
  const lines = entries.flatMap(({ message }) => message.line?.name.slice(0, 256) ?? []);
  return [...new Set([turn.texts.say("tag.aircallSms"), ...lines])];
}

/** Before the text, so that nothing is left to do when its worker dies; `state`: what was just seen of the ticket. Each tag is put on a ticket once (C12). */
export async function addTags(
  deps: ConversationDeps,
  turn: ConversationTurn,
  { wanted, ticketId, state }: { wanted: readonly string[]; ticketId: number; state: TicketThere | null },
): Promise<void> {
  const { tags: rejected } = leftOutSoFar(turn.writes, deps.clock());
  const there = new Set([...tagsPut(turn, ticketId), ...(state?.tags ?? []), ...rejected]);
  const tags = wanted.filter((tag) => !there.has(tag));
  if (tags.length === 0) return settleLostTags(deps, turn);
  const known = await knowTags(deps, turn, tags);
  const round = ticketsOpened(turn);
  await writeOnce(deps, turn, {
    round,
    key: numbered(turn, round, "tags"),
    intent: { ticketId, tags },
    async send() {
      await putTags(deps, turn, ticketId, known);
      return { tagIds: known.map((tag) => tag.id) };
    },
  });
}

/** Tags whose answer was never seen, and which the ticket turned out to have. */
async function settleLostTags(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  const lost = turn.writes.find(({ key, state }) => key.startsWith("tags:") && state === "intended");
  if (!lost) return;
  const { round, key, intent } = lost;
  await writeOnce(deps, turn, { round, key, intent, find: async () => ({ tagIds: [] }), send: async () => null });
}

/** What we have put on this ticket, be it taken off again since. */
function tagsPut(turn: ConversationTurn, ticketId: number): string[] {
  return turn.writes.flatMap((write) => {
    if (write.state !== "done") return [];
    if (write.key === "ticket" && threadTicketOutcomeSchema.parse(write.outcome).ticketId === ticketId) {
      return threadTicketIntentSchema.parse(write.intent).tags;
    }
    const isTags = write.key.startsWith("tags:");
    if (!isTags) return [];
    const put = threadTagsIntentSchema.parse(write.intent);
    return put.ticketId === ticketId ? put.tags : [];
  });
}
