/** What we read of Aircall's messages (contract 6.3): one-to-one and group, in webhooks and in answers. As lenient as the rest. */
import { z } from "zod";
import { contactSchema, idSchema, lineSchema, list, moment, optionalText, person, text } from "./schemas.ts";

/** ISO strings in webhooks, Unix milliseconds in answers (contract 6.3): epoch ms, null for what is no time. */
const time = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((value) => {
    const ms = typeof value === "string" ? Date.parse(value) : (value ?? Number.NaN);
    return ms >= 0 && ms < 4_102_444_800_000 ? ms : null;
  });

/** An object in the documents, a bare link in the field (contract 6.3). */
const file = z.union([
  z
    .string()
    .min(1)
    .transform((url) => ({ file_name: null, file_type: null, presigned_url: url })),
  z.object({ file_name: optionalText, file_type: optionalText, presigned_url: z.string().min(1) }),
]);

/** A number's digits, or a name: of any length, for it is cut to what is needed where it is used. */
const word = z.union([text, z.number().transform(String)]);

export const messageSchema = z.object({
  id: idSchema,
  direction: z.enum(["inbound", "outbound"]).nullish().catch(null),
  external_number: optionalText,
  raw_digits: optionalText,
  body: optionalText,
  status: optionalText,
  channel: optionalText,
  media_details: list(file),
  media_url: list(file),
  created_at: time,
  sent_at: time,
  number: lineSchema.nullish().catch(null),
  contact: contactSchema.nullish().catch(null),
  user: person,
  group_conversation_id: word.nullish().catch(null),
  participants: list(word),
});
export type MessageAnswer = z.output<typeof messageSchema>;

export const messageDeliverySchema = z.object({ event: z.string(), timestamp: moment, data: messageSchema });
