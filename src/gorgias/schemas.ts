/**
 * The fields that the service reads of Gorgias' answers, checked strictly. Other fields are ignored
 * (docs/vendors/gorgias.md 4–9).
 */
import { z } from "zod";
import { vendorTime } from "../kit/vendor-time.ts";

/** Gorgias escapes nothing and refuses nothing in names; lone surrogates and NUL cannot be stored, so they go here. */
export const text = z.string().transform((value) => value.toWellFormed().replaceAll("\u0000", ""));
export const optionalText = text.nullish().transform((value) => value ?? null);

/** Epoch ms from any known form. Null if it is not a time. */
const time = z.unknown().nullish().transform(vendorTime);

/** Keeps the readable items of a list. */
export const items = <T extends z.ZodType>(item: T) =>
  z.array(item.nullable().catch(null)).transform((entries) => entries.filter((entry) => entry !== null));

export const customerSchema = z
  .object({ id: z.number().int(), name: optionalText, email: optionalText })
  .transform(({ id, name, email }) => ({ id, name, email }));

const channelsSchema = z.array(
  z.object({ type: z.string(), address: z.string().nullish(), preferred: z.boolean().nullish() }),
);

export const customerCardSchema = z
  .object({
    id: z.number().int(),
    name: optionalText,
    email: optionalText,
    external_id: optionalText,
    note: optionalText,
    channels: channelsSchema.nullish(),
  })
  .transform(({ channels, ...card }) => ({ ...card, channels: channels ?? [] }));

/** A ticket's customer. Only one who is shown with channels and note is shown in full. */
export const ticketOwnerSchema = z.object({
  customer: z.preprocess((shown) => (isInFull(shown) ? shown : null), customerCardSchema),
});

function isInFull(shown: unknown): boolean {
  return typeof shown === "object" && shown !== null && "channels" in shown && "note" in shown;
}

/** A search may return channels with the customer inside (docs/vendors/gorgias.md 16). */
export const foundCustomerSchema = z.object({
  id: z.number().int(),
  name: optionalText,
  email: optionalText,
  customer: z.object({ id: z.number().int(), name: optionalText }).nullish().catch(null),
});

/** A ticket's customer; lists leave the channels out. One that cannot be read must not hide the ticket. */
export const shownCustomerSchema = z
  .object({ id: z.number().int(), name: text.nullable(), email: optionalText, channels: channelsSchema.nullish() })
  .nullish()
  .catch(null);

export const messageSchema = z.object({
  id: z.number().int(),
  external_id: z.string().nullish(),
  body_text: z.string().nullish().catch(null),
  body_html: z.string().nullish().catch(null),
  created_datetime: time,
  sent_datetime: time,
});
export type MessageAnswer = z.infer<typeof messageSchema>;

/** The fields that decide whether a ticket may be written to (C16). */
export const ticketSchema = z.object({
  id: z.number().int(),
  external_id: z.string().nullish(),
  channel: z.string().nullish(),
  status: z.string().nullish(),
  closed_datetime: time,
  created_datetime: time,
  snooze_datetime: z.unknown().nullish(),
  assignee_user: z.object({ id: z.number().int().nullish(), name: optionalText }).nullish(),
  subject: optionalText,
  customer: shownCustomerSchema,
  last_message_datetime: time,
  spam: z.boolean().nullish(),
  trashed_datetime: z.unknown().nullish(),
  tags: items(z.object({ name: text })).nullish(),
  messages: z.array(messageSchema).nullish(),
});
export type TicketAnswer = z.infer<typeof ticketSchema>;

export const userSchema = z
  .object({
    id: z.number().int(),
    name: optionalText,
    email: optionalText,
    active: z.boolean().nullish(),
    client_id: z.string().nullish(),
    role: z.object({ name: z.string() }).nullish(),
    created_datetime: time,
  })
  .transform((user) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    active: user.active ?? true,
    bot: user.client_id != null || user.role?.name === "bot",
    role: user.role?.name ?? null,
    createdAt: user.created_datetime === null ? "" : new Date(user.created_datetime).toISOString(),
  }));

export const tagSchema = z.object({ id: z.number().int(), name: text });

/** `size` is a number in the type and a string in the sample (docs/vendors/gorgias.md 7). */
export const fileSchema = z.object({
  url: z.string(),
  name: z.string().nullish(),
  content_type: z.string().nullish(),
  size: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .nullish(),
});

/**
 * For lists that are shown or chosen from. Not for a search by name: the unreadable item may be the wanted one, and the
 * service would create a second one.
 */
export function readableOf<T extends z.ZodType>(item: T) {
  return listOf(item.nullable().catch(null)).transform(({ data, next }) => ({
    data: data.filter((entry) => entry !== null),
    next,
  }));
}

/** A list comes bare or in an envelope, with or without `meta` (docs/vendors/gorgias.md 11.1). */
export function listOf<T extends z.ZodType>(item: T) {
  const meta = z.object({ next_cursor: z.string().nullish() }).nullish();
  return z.union([
    z.array(item).transform((data) => ({ data, next: null })),
    z
      .object({ data: z.array(item), meta })
      .transform((list) => ({ data: list.data, next: list.meta?.next_cursor ?? null })),
  ]);
}
