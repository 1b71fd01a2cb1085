/**
 * What we read of Aircall's objects (contract 3–5). Lenient on purpose: a real event must not be refused over a field
 * that nobody reads, absent keys and nulls mean the same, and ids come as numbers or strings.
 */
import { z } from "zod";

/** Strangers' text: what no database can store (NUL, lone surrogates) is taken out. */
export const text = z.string().transform((value) => value.toWellFormed().replaceAll("\u0000", ""));
export const optionalText = text
  .nullish()
  .catch(null)
  .transform((value) => value || null);
/** Longer ids are nobody's: they would burden the index, and Gorgias takes 255 characters of an external id at most. */
const LONGEST_ID = 100;
export const idSchema = z.union([z.number().transform(String), text.pipe(z.string().max(LONGEST_ID))]);
const id = idSchema;
/** Unix seconds until the year 2100; anything else is no time. */
export const moment = z.number().min(0).max(4_102_444_800);
const seconds = moment.nullish().catch(null);

/** `tagged_by` of a system tag is an empty object (contract 4.3): nobody. */
export const person = z
  .object({ id, name: optionalText, email: optionalText })
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item.nullable().catch(null))
    .nullish()
    .catch(null)
    .transform((items) => (items ?? []).filter((entry) => entry !== null));

const line = z.object({
  id,
  name: optionalText,
  digits: optionalText,
  e164_digits: optionalText,
  country: optionalText,
  time_zone: optionalText,
});

export const contactSchema = z.object({
  first_name: optionalText,
  last_name: optionalText,
  company_name: optionalText,
  /** Tolerated by some consumers (contract 3.3). */
  company: optionalText,
  emails: list(z.object({ value: text })),
});

const ivrChoice = z.object({ key: optionalText, title: optionalText });

export const callSchema = z.object({
  id,
  direction: z.enum(["inbound", "outbound"]),
  status: z.string(),
  missed_call_reason: optionalText,
  started_at: moment,
  answered_at: seconds,
  ended_at: seconds,
  raw_digits: optionalText,
  recording: optionalText,
  voicemail: optionalText,
  user: person,
  contact: contactSchema.nullish().catch(null),
  number: line.nullish().catch(null),
  assigned_to: person,
  transferred_to: person,
  teams: list(z.object({ name: text })),
  tags: list(z.object({ id, name: text })),
  comments: list(z.object({ id, content: text, posted_by: person, posted_at: moment })),
  ivr_options_selected: list(ivrChoice),
  /** Older spellings of the same, read by production consumers (contract 5.1). */
  ivr_options: list(ivrChoice),
  ivr_option: ivrChoice.nullish().catch(null),
  automatic_callback_call_id: id.nullish().catch(null),
});
export type CallAnswer = z.infer<typeof callSchema>;

/** The envelope of a delivery about a call (contract 2.1). */
export const callDeliverySchema = z.object({ event: z.string(), timestamp: moment, data: callSchema });

export const lineSchema = line;

export const tagSchema = z.object({ id, name: text, description: optionalText });
