/**
 * Turns an entry into a draft for Gorgias: a message of the customer or the agent, or the note that a message was not
 * delivered.
 */
import { entryIdOf, uploadKeyOf } from "../../domain/conversation/entries.ts";
import { storedFileOutcomeSchema, type FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { renderMessage } from "../../domain/conversation/render-message.ts";
import type { SignedEntry } from "../../domain/conversation/sign-entry.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import { threadPhone } from "../../domain/conversation/thread-phone.ts";
import type { ThreadMessage } from "../../domain/conversation/thread-plan.ts";
import type { StoredFile } from "../../domain/ticket/media.ts";
import { escapeHtml, renderNote, type RenderedNote } from "../../domain/notes/note.ts";
import { isOwnLine } from "../../domain/customer/unknown-caller.ts";
import { phoneKey, readSender, type CustomerPhone } from "../../domain/phone/phone.ts";
import type { MessageDraft, TextDraft } from "../../domain/ports/help-desk.ts";
import { leftOutSoFar } from "../../domain/ticket/rejected-parts.ts";
import { displayMoment } from "../../domain/translations/moments.ts";
import type { Translations } from "../../domain/translations/translations.ts";
import { findCustomer } from "../customer/find-customer.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";

/** Longest address sent to Gorgias, in characters. A sender may be a word. */
const LONGEST_ADDRESS = 60;

/**
 * The draft leaves out files that Gorgias rejected before (C18). The files of the message are already transferred or
 * given up. Rejects with a RequestError when it should be tried again.
 */
export async function draftMessage(
  deps: ConversationDeps,
  run: ConversationRun,
  { key, entry, introduction }: ThreadMessage,
): Promise<MessageDraft> {
  if (introduction) {
    const note = { externalId: `aircall-${key}`, ...introduction, at: entry.at / 1000, files: [] };
    return { kind: "note", draft: note };
  }
  const { files } = leftOutSoFar(run.writes, deps.clock());
  return dropFiles(await draftEntry(deps, run, entry), ({ url }) => files.has(url), run.translations);
}

async function draftEntry(deps: ConversationDeps, run: ConversationRun, entry: SignedEntry): Promise<MessageDraft> {
  const { message } = entry;
  const common = { externalId: entryIdOf(entry), at: entry.at / 1000 };
  if (entry.kind === "undelivered") {
    const note = { ...common, ...undeliveredNote(message, run.translations), authorId: entry.authorId, files: [] };
    return { kind: "note", draft: note };
  }
  const outcomes = fileOutcomes(run, message);
  const words = outcomes.flatMap((outcome) => (outcome.kind === "words" ? outcome.said : []));
  const draft: TextDraft = {
    ...common,
    ...renderMessage(message, outcomes, words, run.translations),
    direction: message.direction,
    customerId: await customerOf(deps, run, message),
    authorId: entry.authorId,
    customerAddress: addressOf(writerOf(message), message.customerDigits),
    lineAddress: (message.line?.digits || message.line?.name || "Aircall").slice(0, LONGEST_ADDRESS),
    files: outcomes.flatMap((outcome) => (outcome.kind === "attached" ? [outcome.file] : [])),
  };
  return { kind: "text", draft };
}

/** In the order of the message's files. */
function fileOutcomes({ writes, givenUp }: ConversationRun, message: TextMessage): FileOutcome[] {
  return message.files.map((_, index) => {
    const key = uploadKeyOf(message.id, index);
    const transferred = writes.find((write) => write.key === key && write.state === "done");
    return transferred ? storedFileOutcomeSchema.parse(transferred.outcome) : (givenUp.get(key) ?? { kind: "gone" });
  });
}

/** In a group each participant writes in their own name. Otherwise there is only one customer. */
async function customerOf(deps: ConversationDeps, run: ConversationRun, message: TextMessage): Promise<number> {
  const customerPhone = writerOf(message);
  if (message.direction === "outbound" || phoneKey(customerPhone) === run.phoneKey) return run.customer.id;
  const internal = isOwnLine(customerPhone, run.ownLines);
  const unknownCaller = { customerPhone, contact: message.contact, country: message.line?.country ?? null, internal };
  return (await findCustomer(deps, run, unknownCaller, run.settings)).customer.id;
}

/** The external party of this one message. In a group, an inbound message has its own sender. */
function writerOf(message: TextMessage): CustomerPhone {
  if (message.direction === "outbound") return threadPhone(message);
  return readSender(message.customerDigits, message.line?.country ?? null);
}

function addressOf(customerPhone: CustomerPhone, told: string | null): string {
  const address =
    customerPhone.kind === "number"
      ? customerPhone.e164
      : customerPhone.kind === "unusual"
        ? customerPhone.digits
        : told;
  return (address || "anonymous").slice(0, LONGEST_ADDRESS);
}

function undeliveredNote({ sentAt, line, undelivered }: TextMessage, translations: Translations): RenderedNote {
  const time = displayMoment(Math.floor(sentAt / 1000), line?.timeZone ?? null, translations.language);
  const sentence = translations.say("sentence.textNotDelivered", {
    time,
    status: undelivered?.status.slice(0, 60) ?? "",
  });
  return renderNote(
    { title: translations.say("note.textNotDelivered"), fields: [], sentences: [sentence] },
    translations.language,
  );
}

/**
 * Drops files from a draft. Its text then names them, as for a file that could not be downloaded (M9, C18). Returns the
 * same draft where it has none of them.
 */
export function dropFiles(
  message: MessageDraft,
  dropped: (file: StoredFile) => boolean,
  translations: Translations,
): MessageDraft {
  const missing = message.draft.files.filter(dropped);
  if (missing.length === 0) return message;
  const reason = translations.say("fileReason.rejected");
  const lines = missing.map(({ name }) => translations.say("message.fileMissing", { file: name, reason }));
  const changed = {
    files: message.draft.files.filter((file) => !dropped(file)),
    text: [message.draft.text, ...lines].join("\n"),
    html: [message.draft.html, ...lines.map((line) => `<p><i>${escapeHtml(line)}</i></p>`)].join(""),
  };
  return message.kind === "note"
    ? { kind: "note", draft: { ...message.draft, ...changed } }
    : { kind: "text", draft: { ...message.draft, ...changed } };
}
