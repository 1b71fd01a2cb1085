/** Aircall's messages in the domain's words. */
import type { Direction } from "../domain/call.ts";
import type { MessageFile, MessageSnapshot } from "../domain/conversation/text-message.ts";
import { callerKey, readSender, toE164 } from "../domain/phone.ts";
import { isSameNumber, variantsOf } from "../domain/phone/variants.ts";
import { textSubject } from "../domain/subject.ts";
import { describeContact, describeLine } from "./describe-call.ts";
import { describeFile, type ToldFile } from "./message-file.ts";
import type { MessageAnswer } from "./message-schema.ts";
import { templateText } from "./template-text.ts";

/** More files than any message has (contract 6.3 says ten). */
const MOST_FILES = 20;
/** As much as the name of a subject and the indexes of callers take: what is longer is nobody's number. */
const LONGEST_NUMBER = 100;
const MOST_PEOPLE = 100;

export function describeMessage(event: string, message: MessageAnswer): MessageSnapshot {
  const { group_conversation_id: groupId } = message;
  return {
    messageId: message.id,
    direction: directionOf(event, message),
    body: message.body?.trim() ? message.body : templateText(message.template_content) || (message.body ?? ""),
    status: message.status,
    channel: message.channel,
    sentAt: message.sent_at ?? message.created_at,
    callerDigits: callerOf(message),
    line: message.number ? describeLine(message.number) : null,
    user: message.user,
    contact: message.contact ? describeContact(message.contact) : null,
    files: describeFiles(message),
    group: groupId ? { id: groupId, participants: othersOf(message) } : null,
  };
}

/** Whose conversation a message belongs to: its group's, else the other party's. All lines of the company share it (M2). */
export function conversationOf(message: MessageAnswer): string {
  if (message.group_conversation_id) {
    return textSubject(`group-${message.group_conversation_id.replaceAll(/[^\w-]/g, "_").slice(0, 90)}`);
  }
  return textSubject(callerKey(readSender(callerOf(message), countryOf(message))));
}

/**
 * Up to version 0.6 each number of a subscriber had a conversation of its own. The first of these that exists is gone on
 * with, so that no message of it is written once more.
 */
export function conversationsBefore(message: MessageAnswer): string[] {
  const caller = readSender(callerOf(message), countryOf(message));
  const numbers = caller.kind === "number" && !message.group_conversation_id ? variantsOf(caller.e164) : [];
  return numbers.length > 1 ? numbers.map(textSubject) : [];
}

/**
 * The displayed number has its plus, the raw digits have lost it (contract 6.3). An outbound group names nobody, or our
 * own line: its first participant stands for all.
 */
function callerOf(message: MessageAnswer): string | null {
  const { external_number, raw_digits } = message;
  return outsidersOf(message, [external_number, raw_digits])[0] ?? othersOf(message).toSorted()[0] ?? null;
}

function othersOf(message: MessageAnswer): string[] {
  return outsidersOf(message, message.participants.slice(0, MOST_PEOPLE));
}

/** Nobody's number is absurdly long; our own line may be listed like the others of a group, which is not documented. */
function outsidersOf(message: MessageAnswer, told: readonly (string | null)[]): string[] {
  const country = countryOf(message);
  const own = toE164(message.number?.e164_digits ?? message.number?.digits ?? "", country);
  const isOwn = (digits: string) => {
    const number = own === null ? null : toE164(digits, country);
    return own !== null && number !== null && isSameNumber(number, own);
  };
  return told.filter((digits) => digits !== null).filter((digits) => digits.length <= LONGEST_NUMBER && !isOwn(digits));
}

function countryOf({ number }: MessageAnswer): string | null {
  return number?.country?.toUpperCase() ?? null;
}

/** Group messages carry no direction: their event or status tells it (contract 6.3). */
function directionOf(event: string, { direction, status }: MessageAnswer): Direction {
  if (direction) return direction;
  if (event.endsWith(".received")) return "inbound";
  if (event.endsWith(".sent")) return "outbound";
  return status === "received" ? "inbound" : "outbound";
}

/** The details first, as they tell more; a link that they leave out may be told beside them, at the same place. */
export function describeFiles({
  media_details,
  media_url,
  media,
}: Pick<MessageAnswer, "media_details" | "media_url" | "media">): MessageFile[] {
  const lists = [media_details, media_url, media];
  const count = Math.min(Math.max(...lists.map((files) => files.length)), MOST_FILES);
  return Array.from({ length: count }, (_, i) => {
    const told = lists.flatMap((files) => files[i] ?? []);
    const first = <T>(pick: (file: ToldFile) => T | null): T | null =>
      told.map(pick).find((part) => part !== null) ?? null;
    return describeFile({ name: first((f) => f.name), type: first((f) => f.type), url: first((f) => f.url) }, i);
  });
}
