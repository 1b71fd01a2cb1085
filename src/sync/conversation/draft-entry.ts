/** Makes of an entry what Gorgias is given: a text of the customer or the agent, or the note that a text did not arrive. */
import { entryIdOf, uploadKeyOf } from "../../domain/conversation/entries.ts";
import { storedFileOutcomeSchema, type FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { renderMessage } from "../../domain/conversation/render-message.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import { threadCaller } from "../../domain/conversation/thread-caller.ts";
import { renderNote, type RenderedNote } from "../../domain/notes/note.ts";
import { isOwnLine } from "../../domain/own-lines.ts";
import { callerKey, readSender, type Caller } from "../../domain/phone.ts";
import type { MessageDraft, TextDraft } from "../../domain/ports/help-desk.ts";
import { displayMoment } from "../../domain/texts/moments.ts";
import type { Texts } from "../../domain/texts/texts.ts";
import { findCustomer } from "../find-customer.ts";
import type { ConversationDeps, ConversationTurn } from "./conversation-turn.ts";
import type { SignedEntry } from "./sign-entry.ts";

/** Longest address that Gorgias is given; senders may be words. */
const LONGEST_ADDRESS = 60;

/** The files of the text are carried already, or given up. Rejects with a RequestError when it should be tried again. */
export async function draftEntry(
  deps: ConversationDeps,
  turn: ConversationTurn,
  entry: SignedEntry,
): Promise<MessageDraft> {
  const { message } = entry;
  const common = { externalId: entryIdOf(entry), at: entry.at / 1000 };
  if (entry.kind === "undelivered") {
    const note = { ...common, ...undeliveredNote(message, turn.texts), authorId: entry.authorId, files: [] };
    return { kind: "note", draft: note };
  }
  const outcomes = fileOutcomes(turn, message);
  const words = outcomes.flatMap((outcome) => (outcome.kind === "words" ? outcome.said : []));
  const draft: TextDraft = {
    ...common,
    ...renderMessage(message, outcomes, words, turn.texts),
    direction: message.direction,
    customerId: await customerOf(deps, turn, message),
    authorId: entry.authorId,
    callerAddress: addressOf(writerOf(message), message.callerDigits),
    lineAddress: (message.line?.digits || message.line?.name || "Aircall").slice(0, LONGEST_ADDRESS),
    files: outcomes.flatMap((outcome) => (outcome.kind === "attached" ? [outcome.file] : [])),
  };
  return { kind: "text", draft };
}

/** In the order of the message's files. */
function fileOutcomes({ writes, givenUp }: ConversationTurn, message: TextMessage): FileOutcome[] {
  return message.files.map((_, index) => {
    const key = uploadKeyOf(message.id, index);
    const carried = writes.find((write) => write.key === key && write.state === "done");
    return carried ? storedFileOutcomeSchema.parse(carried.outcome) : (givenUp.get(key) ?? { kind: "gone" });
  });
}

/** In a group each writes in their own name; else there is but one customer. */
async function customerOf(deps: ConversationDeps, turn: ConversationTurn, message: TextMessage): Promise<number> {
  const caller = writerOf(message);
  if (message.direction === "outbound" || callerKey(caller) === turn.callerKey) return turn.customer.id;
  const internal = isOwnLine(caller, turn.ownLines);
  const stranger = { caller, contact: message.contact, country: message.line?.country ?? null, internal };
  return (await findCustomer(deps, turn, stranger, turn.settings)).customer.id;
}

/** The outside party of this one text: in a group, whoever wrote it. */
function writerOf(message: TextMessage): Caller {
  if (message.direction === "outbound") return threadCaller(message);
  return readSender(message.callerDigits, message.line?.country ?? null);
}

function addressOf(caller: Caller, told: string | null): string {
  const address = caller.kind === "number" ? caller.e164 : caller.kind === "unusual" ? caller.digits : told;
  return (address || "anonymous").slice(0, LONGEST_ADDRESS);
}

function undeliveredNote({ sentAt, line, undelivered }: TextMessage, texts: Texts): RenderedNote {
  const time = displayMoment(Math.floor(sentAt / 1000), line?.timeZone ?? null, texts.language);
  const sentence = texts.say("sentence.textNotDelivered", { time, status: undelivered?.status.slice(0, 60) ?? "" });
  return renderNote({ title: texts.say("note.textNotDelivered"), fields: [], sentences: [sentence] }, texts.language);
}
