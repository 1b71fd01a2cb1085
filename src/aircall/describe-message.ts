/** Converts Aircall's messages to the domain's types. */
import type { Direction } from "../domain/call/call.ts";
import type { MessageFile, MessageSnapshot } from "../domain/conversation/text-message.ts";
import { phoneKey, readSender, toE164 } from "../domain/phone/phone.ts";
import { isSameNumber, variantsOf } from "../domain/phone/variants.ts";
import { conversationActivityId } from "../domain/activity/work-item.ts";
import { describeContact, describeLine } from "./describe-call.ts";
import { describeFile, type FileFields } from "./message-file.ts";
import type { MessageAnswer } from "./message-schema.ts";
import { templateText } from "./template-text.ts";

/** More files than a message can have (docs/vendors/aircall.md 6.3: ten). */
const MOST_FILES = 20;
/** Most characters of a work item's name and of the index on numbers. Longer text is no phone number. */
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
    customerDigits: customerPhoneOf(message),
    line: message.number ? describeLine(message.number) : null,
    user: message.user,
    contact: message.contact ? describeContact(message.contact) : null,
    files: describeFiles(message),
    group: groupId ? { id: groupId, participants: othersOf(message) } : null,
  };
}

/** The conversation of a message: its group's, else the customer's. All lines of the company share it (M2). */
export function conversationOf(message: MessageAnswer): string {
  if (message.group_conversation_id) {
    return conversationActivityId(`group-${message.group_conversation_id.replaceAll(/[^\w-]/g, "_").slice(0, 90)}`);
  }
  return conversationActivityId(phoneKey(readSender(customerPhoneOf(message), countryOf(message))));
}

/**
 * Up to version 0.6 each number of a subscriber had its own conversation. The first existing one continues, so that no
 * message is written twice.
 */
export function conversationsBefore(message: MessageAnswer): string[] {
  const context = readSender(customerPhoneOf(message), countryOf(message));
  const numbers = context.kind === "number" && !message.group_conversation_id ? variantsOf(context.e164) : [];
  return numbers.length > 1 ? numbers.map(conversationActivityId) : [];
}

/**
 * The displayed number has its plus sign, the raw digits lack it (docs/vendors/aircall.md 6.3). An outbound group
 * message names no customer, or our own line. Then the first participant stands for the group.
 */
function customerPhoneOf(message: MessageAnswer): string | null {
  const { external_number, raw_digits } = message;
  return outsidersOf(message, [external_number, raw_digits])[0] ?? othersOf(message).toSorted()[0] ?? null;
}

function othersOf(message: MessageAnswer): string[] {
  return outsidersOf(message, message.participants.slice(0, MOST_PEOPLE));
}

/** Removes text too long for a number, and our own line, which a group may list (not documented). */
function outsidersOf(message: MessageAnswer, numbers: readonly (string | null)[]): string[] {
  const country = countryOf(message);
  const own = toE164(message.number?.e164_digits ?? message.number?.digits ?? "", country);
  const isOwn = (digits: string) => {
    const number = own === null ? null : toE164(digits, country);
    return own !== null && number !== null && isSameNumber(number, own);
  };
  return numbers
    .filter((digits) => digits !== null)
    .filter((digits) => digits.length <= LONGEST_NUMBER && !isOwn(digits));
}

function countryOf({ number }: MessageAnswer): string | null {
  return number?.country?.toUpperCase() ?? null;
}

/** Group messages have no direction. The event or the status decides (docs/vendors/aircall.md 6.3). */
function directionOf(event: string, { direction, status }: MessageAnswer): Direction {
  if (direction) return direction;
  if (event.endsWith(".received")) return "inbound";
  if (event.endsWith(".sent")) return "outbound";
  return status === "received" ? "inbound" : "outbound";
}

/** Prefers `media_details`, which has the most data. The other lists fill its gaps, entry by entry. */
export function describeFiles({
  media_details,
  media_url,
  media,
}: Pick<MessageAnswer, "media_details" | "media_url" | "media">): MessageFile[] {
  const lists = [media_details, media_url, media];
  const count = Math.min(Math.max(...lists.map((files) => files.length)), MOST_FILES);
  return Array.from({ length: count }, (_, i) => {
    const entries = lists.flatMap((files) => files[i] ?? []);
    const first = <T>(pick: (file: FileFields) => T | null): T | null =>
      entries.map(pick).find((part) => part !== null) ?? null;
    return describeFile({ name: first((f) => f.name), type: first((f) => f.type), url: first((f) => f.url) }, i);
  });
}
