// A message in the vendor's JSON: ISO times in webhooks, milliseconds in answers, and other names for the same files (contract 6.3).
import { parsePhoneNumberFromString } from "libphonenumber-js";
import {
  describeContact,
  describeLineBriefly,
  describeLineInCall,
  describeUserBriefly,
  describeUserInCall,
  directLink,
} from "../describe-resources.ts";
import { compactDigits, displayDigits } from "../digits.ts";
import type { Company, Contact, Line, User } from "../entities.ts";
import type { Exchange } from "../exchange.ts";
import { findCompany, findLine } from "../find.ts";
import type { Message } from "./message.ts";
import { signAttachment } from "./message-media.ts";

interface Around {
  company: Company;
  line: Line;
  contact: Contact | undefined;
  user: User | undefined;
}

/** `data` of a message webhook. */
export function describeMessageInWebhook(exchange: Exchange, message: Message): Record<string, unknown> {
  const around = lookAround(exchange, message);
  if (message.group === null) return describeSingle(exchange, message, around);
  const full = exchange.settings.groupMessagesInFull ? describeSingle(exchange, message, around) : {};
  return { ...full, ...describeGroup(exchange, message, around) };
}

/** The message at the top level of an answer: of a sending, and of reading it again (contract 6.3, 6.4). */
export function describeMessage(exchange: Exchange, message: Message): Record<string, unknown> {
  const { line, contact, user } = lookAround(exchange, message);
  const { group } = message;
  return {
    ...(group === null
      ? { id: message.id }
      : {
          group_message_id: message.id,
          group_conversation_id: group.conversationId,
          participants: listParticipants(exchange, message, line),
        }),
    direct_link: linkTo(exchange, message),
    direction: message.direction,
    ...(group === null ? { raw_digits: message.digits } : {}),
    body: message.body,
    status: message.status,
    media_url:
      exchange.settings.messageMediaForm === "without-link"
        ? []
        : message.attachments.map((one) => signAttachment(exchange, message, one)),
    channel: nameChannel(message),
    created_at: message.createdAtMs,
    updated_at: message.updatedAtMs,
    sent_at: message.sentAtMs,
    number: describeLineInCall(exchange, line),
    contact: contact === undefined ? null : describeContact(exchange, contact),
    user: user === undefined ? null : describeUserInCall(exchange, user),
    ...describeWhatsapp(message),
  };
}

function describeSingle(exchange: Exchange, message: Message, around: Around): Record<string, unknown> {
  const { line, contact, user } = around;
  const hideContact = contact === undefined && exchange.settings.messageContact === "absent";
  return {
    id: message.id,
    direct_link: linkTo(exchange, message),
    direction: message.direction,
    external_number: displayDigits(message.digits),
    // Without the plus here, with it in answers (contract 6.3).
    raw_digits: dropPlus(message.digits),
    body: message.body,
    status: message.status,
    channel: nameChannel(message),
    media_details: describeFiles(exchange, message),
    created_at: timeAs(exchange, message.createdAtMs),
    updated_at: timeAs(exchange, message.updatedAtMs),
    sent_at: timeAs(exchange, message.sentAtMs),
    number: describeLineBriefly(exchange, line),
    ...(hideContact ? {} : { contact: contact === undefined ? null : describeContact(exchange, contact) }),
    // Absent, not null, when no agent wrote it.
    ...(user === undefined ? {} : { user: describeUserBriefly(exchange, user) }),
    ...describeWhatsapp(message),
  };
}

/** Groups are documented with fewer members: no direction, no contact, no user. */
function describeGroup(exchange: Exchange, message: Message, { line }: Around): Record<string, unknown> {
  const inbound = message.direction === "inbound";
  const hideSender = !inbound && exchange.settings.groupSenderOfOutbound === "absent";
  const files = message.attachments.length === 0 ? {} : { media_details: describeFiles(exchange, message) };
  return {
    id: message.id,
    group_conversation_id: message.group?.conversationId,
    participants: listParticipants(exchange, message, line).map((one) => dropPlus(one)),
    body: message.body,
    status: message.status,
    // Undefined takes the member out of the JSON, also the one of the full form.
    external_number: hideSender ? undefined : displayDigits(inbound ? message.digits : compactDigits(line.digits)),
    created_at: timeAs(exchange, message.createdAtMs),
    number: describeLineBriefly(exchange, line),
    ...files,
  };
}

function describeFiles(exchange: Exchange, message: Message): unknown[] {
  return message.attachments.map((one) => {
    const presignedUrl = signAttachment(exchange, message, one);
    const file = { file_name: one.name, file_type: one.type };
    switch (exchange.settings.messageMediaForm) {
      case "strings":
        return presignedUrl;
      case "url":
        return { ...file, url: presignedUrl };
      case "media":
        return { ...file, media: presignedUrl };
      case "without-link":
        return { ...file, presigned_url: null };
      default:
        return { ...file, presigned_url: presignedUrl };
    }
  });
}

function describeWhatsapp({ whatsapp, digits, attachments }: Message): Record<string, unknown> {
  if (whatsapp === null) return {};
  const kind = whatsapp.templateContent === null ? "text" : "template";
  return {
    template_content: whatsapp.templateContent,
    type: attachments.length > 0 ? "media" : kind,
    metadata: whatsapp.metadata,
    parent_id: whatsapp.parentId,
    whatsapp_message_category: whatsapp.category,
    whatsapp_message_type: whatsapp.messageType,
    recipient_country: parsePhoneNumberFromString(digits)?.country ?? null,
  };
}

function listParticipants(exchange: Exchange, { group }: Message, line: Line): string[] {
  const own = exchange.settings.groupParticipantsIncludeLine ? [compactDigits(line.digits)] : [];
  return [...(group?.participants ?? []), ...own];
}

function lookAround(exchange: Exchange, message: Message): Around {
  const company = findCompany(exchange, message.companyId);
  return {
    company,
    line: findLine(company, message.lineId),
    contact: company.contacts.find((one) => one.id === message.contactId),
    user: company.users.find((one) => one.id === message.userId),
  };
}

function linkTo(exchange: Exchange, { lineId, id }: Message): string {
  return directLink(exchange, `numbers/${lineId}/messages/${id}`);
}

/** Null for SMS and MMS alike: a picture message is known by its files (contract 6.3). */
function nameChannel({ whatsapp }: Message): "whatsapp" | null {
  return whatsapp === null ? null : "whatsapp";
}

function dropPlus(digits: string): string {
  return digits.replace(/^\+/, "");
}

function timeAs({ settings }: Exchange, ms: number): string | number {
  const iso = new Date(ms).toISOString();
  switch (settings.messageTimeForm) {
    case "naive":
      return iso.replace("Z", "");
    case "seconds":
      return Math.floor(ms / 1000);
    case "milliseconds":
      return ms;
    case "text":
      return String(Math.floor(ms / 1000));
    default:
      return iso;
  }
}
