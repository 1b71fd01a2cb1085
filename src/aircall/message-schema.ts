/**
 * The fields that the service reads of Aircall's messages (docs/vendors/aircall.md 6.3): one-to-one and group, in
 * webhooks and in answers.
 */
import { z } from "zod";
import { vendorTime } from "../kit/vendor-time.ts";
import { fileSchema } from "./message-file.ts";
import { contactSchema, idSchema, lineSchema, list, moment, optionalText, person, word } from "./schemas.ts";

/**
 * ISO strings in webhooks, Unix milliseconds in answers (docs/vendors/aircall.md 6.3). Epoch ms, or null for any other
 * value.
 */
const time = z.unknown().nullish().transform(vendorTime);

/** Digits or a name, as text or in an object. */
export const participantSchema = z.union([
  word,
  z
    .object({
      phone_number: word,
      e164_digits: word,
      raw_digits: word,
      digits: word,
      external_number: word,
      number: word,
      value: word,
    })
    .partial()
    .transform((value) => Object.values(value)[0] ?? "")
    .refine((value) => value !== ""),
]);

/** The lists of a message, with the schema of their items. */
export const messageLists = {
  media_details: fileSchema,
  media_url: fileSchema,
  media: fileSchema,
  participants: participantSchema,
};

export const messageSchema = z.object({
  id: idSchema,
  direction: z.enum(["inbound", "outbound"]).nullish().catch(null),
  external_number: optionalText,
  raw_digits: optionalText,
  body: optionalText,
  status: optionalText,
  channel: optionalText,
  template_content: z.unknown().nullish(),
  media_details: list(messageLists.media_details),
  media_url: list(messageLists.media_url),
  /** The form that one consumer expects (docs/vendors/aircall.md 15). */
  media: list(messageLists.media),
  created_at: time,
  sent_at: time,
  number: lineSchema.nullish().catch(null),
  contact: contactSchema.nullish().catch(null),
  user: person,
  group_conversation_id: word.nullish().catch(null),
  participants: list(messageLists.participants),
});
export type MessageAnswer = z.output<typeof messageSchema>;

export const messageDeliverySchema = z.object({ event: z.string(), timestamp: moment, data: messageSchema });
