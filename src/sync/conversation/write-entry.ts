/** Writes one entry into a ticket that takes it: once, whatever dies in between. */
import { entryIdOf, type Entry } from "../../domain/conversation/entries.ts";
import type { TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import {
  textIntentSchema,
  textOutcomeSchema,
  threadTagsIntentSchema,
  threadTicketIntentSchema,
  threadTicketOutcomeSchema,
} from "../../domain/write.ts";
import { knowTags } from "../desk-knowledge.ts";
import { orForget } from "../forget.ts";
import { countLook } from "../turn.ts";
import { writeOnce } from "../write-once.ts";
import { numbered, ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { draftEntry } from "./draft-entry.ts";
import { tagsFor } from "./open-ticket.ts";
import type { SignedEntry } from "./sign-entry.ts";
import { noteBelieved } from "./verify-ticket.ts";

/** Files on their way, or a wait for room: after so long the ticket is not as it was seen. */
const SLOW_MS = 2_000;

export interface WritePlace {
  ticketId: number;
  /** What was just seen of the ticket, null when an earlier look is believed. */
  state: TicketThere | null;
  believed: boolean;
  /** The agent who is to take the ticket at the end of the burst. */
  takerId: number | null;
  /** Keys of all entries that are to be written in this turn. */
  burst: readonly string[];
}

export async function writeEntry(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entry: SignedEntry,
  { ticketId, state, believed, takerId, burst }: WritePlace,
): Promise<void> {
  await addTags(deps, turn, entry, ticketId, state);
  const made = await draftEntry(deps, turn, entry);
  const isSlow = turn.ticketSeenAt !== null && deps.clock() - turn.ticketSeenAt > SLOW_MS;
  if (believed || isSlow || takerId !== null)
    await noteBelieved(deps, turn, ticketId, { keys: burst, assigneeId: takerId });
  const round = ticketsOpened(turn);
  const sentTo = turn.writes.find((write) => write.key === entry.key && write.state === "intended");
  const candidates = new Set([...(sentTo ? [textIntentSchema.parse(sentTo.intent).ticketId] : []), ticketId]);
  let elsewhere: TicketState | null = null;
  await writeOnce(deps, turn, {
    round: sentTo?.round ?? round,
    key: entry.key,
    intent: { ticketId },
    async find() {
      for (const candidate of candidates) {
        const messageId = await turn.desk.notes.find(candidate, entryIdOf(entry));
        if (messageId !== null) return textOutcomeSchema.parse({ ticketId: candidate, messageId, at: deps.clock() });
      }
      return null;
    },
    async send() {
      const { texts, notes } = turn.desk;
      const added = await orForget(deps, turn, [], () =>
        made.kind === "text" ? texts.add(ticketId, made.draft) : notes.add(ticketId, made.draft),
      );
      if (typeof added === "number") return { ticketId, messageId: added, at: deps.clock() };
      elsewhere = added;
      return null;
    },
  });
  if (elsewhere) await lookAgain(deps, turn);
}

/** The ticket went away between the look and the write: nothing is believed any more. */
async function lookAgain(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  turn.ticketSeenAt = null;
  turn.ticket = null;
  await countLook(deps, turn, { round: 0, requests: 1 });
}

/** Before the text, so that nothing is left to do when its worker dies. Each tag is put on a ticket once (C12). */
async function addTags(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entry: Entry,
  ticketId: number,
  state: TicketThere | null,
): Promise<void> {
  const there = new Set([...tagsPut(turn, ticketId), ...(state?.tags ?? [])]);
  const tags = tagsFor(turn, [entry]).filter((tag) => !there.has(tag));
  if (tags.length === 0) return settleLostTags(deps, turn);
  const known = await knowTags(deps, turn, tags);
  const round = ticketsOpened(turn);
  await writeOnce(deps, turn, {
    round,
    key: numbered(turn, round, "tags"),
    intent: { ticketId, tags },
    async send() {
      await orForget(deps, turn, tags, () => turn.desk.tickets.addTags(ticketId, known));
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
