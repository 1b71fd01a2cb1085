/** Writes one entry into a ticket that takes it: once, whatever dies in between. */
import { entryIdOf } from "../../domain/conversation/entries.ts";
import { lesserMessages, type LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { MessageDraft, TicketState, TicketThere } from "../../domain/ports/help-desk.ts";
import type { Without } from "../../domain/ticket/rejected-parts.ts";
import { textIntentSchema, textOutcomeSchema } from "../../domain/write.ts";
import { learning } from "../ticket/learn-rejection.ts";
import { EXTERNAL_ID, lesserAttempts } from "../ticket/lesser-attempts.ts";
import { countLook } from "../turn.ts";
import { writeOnce } from "../ticket/write-once.ts";
import { ticketsOpened, type ConversationDeps, type ConversationTurn } from "./conversation-turn.ts";
import { draftMessage, optionsFor } from "./draft-message.ts";
import type { SignedEntry } from "./sign-entry.ts";
import { addTags, tagsFor } from "./thread-tags.ts";
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
  await addTags(deps, turn, { wanted: tagsFor(turn, [entry]), ticketId, state });
  const message = await draftMessage(deps, turn, entry);
  const options = optionsFor(deps, turn);
  const isSlow = turn.ticketSeenAt !== null && deps.clock() - turn.ticketSeenAt > SLOW_MS;
  if (believed || isSlow || takerId !== null)
    await noteBelieved(deps, turn, ticketId, { keys: burst, assigneeId: takerId });
  const round = ticketsOpened(turn);
  const sentTo = turn.writes.find((write) => write.key === entry.key && write.state === "intended");
  const candidates = new Set([...(sentTo ? [textIntentSchema.parse(sentTo.intent).ticketId] : []), ticketId]);
  let elsewhere: TicketState | null = null;
  const send = async (sent: MessageDraft, without: Without) => {
    const { texts, notes } = turn.desk;
    const added =
      sent.kind === "text"
        ? await texts.add(ticketId, sent.draft, without)
        : await notes.add(ticketId, sent.draft, without);
    if (typeof added === "number") return { ticketId, messageId: added, at: deps.clock() };
    elsewhere = added;
    return null;
  };
  await writeOnce(deps, turn, {
    round: sentTo?.round ?? round,
    key: entry.key,
    intent: { ticketId },
    async find(intent) {
      const { text, at } = message.draft;
      const like = isUnnamed(intent, options) ? { text, at } : undefined;
      for (const candidate of candidates) {
        const messageId = await turn.desk.notes.find(candidate, entryIdOf(entry), like);
        if (messageId !== null) return textOutcomeSchema.parse({ ticketId: candidate, messageId, at: deps.clock() });
      }
      return null;
    },
    send: () => learning(deps, turn, { stale: "all" }, () => send(message, options.without)),
    lesser: lesserAttempts(deps, turn, lesserMessages(message, options), {
      intent: (form) => ({ ticketId, unnamed: form.without.message.has(EXTERNAL_ID) }),
      send: (form) => send(form.draft, form.without),
    }),
  });
  if (elsewhere) await lookAgain(deps, turn);
}

/** Whether a message that was sent with this intent bears no external id. */
function isUnnamed(intent: unknown, { without }: LesserOptions): boolean {
  return without.message.has(EXTERNAL_ID) || textIntentSchema.parse(intent).unnamed === true;
}

/** The ticket went away between the look and the write: nothing is believed any more. */
async function lookAgain(deps: ConversationDeps, turn: ConversationTurn): Promise<void> {
  turn.ticketSeenAt = null;
  turn.ticket = null;
  await countLook(deps, turn, { round: 0, requests: 1 });
}
