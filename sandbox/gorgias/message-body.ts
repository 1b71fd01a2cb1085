// Bodies that make and change messages (contract 6.3).
import { z } from "zod";
import { channelInput } from "./customer-endpoints.ts";
import { emailField, externalIdField, idField, jsonObject, slugField, subjectField, timeField } from "./fields.ts";
import type { GorgiasSettings } from "./settings.ts";
import { sourceTypes, viaWords } from "./vocabulary.ts";

const personInput = z.strictObject({
  id: idField.optional(),
  email: emailField.nullable().optional(),
  name: z.string().nullable().optional(),
  external_id: externalIdField.optional(),
  note: z.string().nullable().optional(),
  timezone: z.string().nullable().optional(),
  language: z.string().nullable().optional(),
  meta: jsonObject.nullable().optional(),
  channels: z.array(channelInput).optional(),
});
export type PersonInput = z.output<typeof personInput>;

const party = z.strictObject({ name: z.string().nullable().optional(), address: z.string().min(1).max(320) });
const sourceInput = z.strictObject({
  type: z.enum(sourceTypes).optional(),
  from: party.optional(),
  to: z.array(party).optional(),
  cc: z.array(party).optional(),
  bcc: z.array(party).optional(),
  extra: jsonObject.nullable().optional(),
});

/** `url` may lead anywhere and is not fetched (contract 7). */
const attachmentInput = z.strictObject({
  url: z.url(),
  name: z.string().min(1),
  content_type: z.string().min(1),
  size: z.int().min(0).nullable().default(null),
  public: z.boolean().default(true),
  extra: z.unknown().default(null),
});

const text = z.string().nullable().optional();
const time = timeField.nullable().optional();

const commonKeys = {
  body_text: text,
  body_html: text,
  stripped_text: text,
  stripped_html: text,
  stripped_signature: text,
  subject: subjectField.optional(),
  sender: personInput.nullable().optional(),
  receiver: personInput.nullable().optional(),
  source: sourceInput.nullable().optional(),
  public: z.boolean().optional(),
  attachments: z.array(attachmentInput).nullable().optional(),
  external_id: externalIdField.optional(),
  message_id: text,
  integration_id: idField.nullable().optional(),
  headers: jsonObject.nullable().optional(),
  meta: jsonObject.nullable().optional(),
  macros: z.array(z.unknown()).nullable().optional(),
  actions: z.array(z.unknown()).nullable().optional(),
  mention_ids: z.array(idField).optional(),
  sent_datetime: time,
  opened_datetime: time,
  failed_datetime: time,
  deleted_datetime: time,
  last_sending_error: z.strictObject({ error: z.string() }).nullable().optional(),
  imported: z.boolean().nullable().optional(),
};
const via = z.enum(viaWords);
const channel = { channel: slugField, from_agent: z.boolean() };

const createShape = z.strictObject({
  ...commonKeys,
  ...channel,
  via: via.optional(),
  created_datetime: timeField.optional(),
});
export type MessageInput = z.output<typeof createShape>;

const updateShape = z.strictObject({ ...commonKeys, ...channel, via: via.optional() });

/** A new message; `via` may be set to be required (contract 5.2). */
export function messageInput(settings: GorgiasSettings): z.ZodType<MessageInput> {
  return settings.viaRequired ? createShape.extend({ via }) : createShape;
}

/** A change; keys that an account may not edit count as unknown (contract 6.2). */
export function messageChange(settings: GorgiasSettings): z.ZodType<Omit<MessageInput, "created_datetime">> {
  const hidden: { sender?: true; attachments?: true } = {};
  if (!settings.messageSenderEditable) hidden.sender = true;
  if (!settings.messageAttachmentsEditable) hidden.attachments = true;
  return updateShape.omit(hidden);
}
