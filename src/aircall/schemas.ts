/**
 * The fields that the service reads of Aircall's objects (docs/vendors/aircall.md 3–5). Lenient, so that a field
 * without a reader never blocks an event. Absent keys equal nulls, and ids come as numbers or strings.
 */
import { z } from "zod";
import { vendorTime } from "../kit/vendor-time.ts";

/** Foreign text, without what no database can store (NUL, lone surrogates). */
export const text = z.string().transform((value) => value.toWellFormed().replaceAll("\u0000", ""));
export const optionalText = text
  .nullish()
  .catch(null)
  .transform((value) => value || null);
/** No id is longer. Longer text would burden the index, and Gorgias allows 255 characters in an external id. */
const LONGEST_ID = 100;
export const idSchema = z.union([z.number().transform(String), text.pipe(z.string().max(LONGEST_ID))]);
const id = idSchema;
/** Documented as Unix seconds (docs/vendors/aircall.md 12.6). Any known form becomes Unix seconds. */
export const moment = z.unknown().transform((value, context) => {
  const ms = vendorTime(value);
  if (ms !== null) return ms / 1000;
  context.addIssue({ code: "custom", message: "no time" });
  return z.NEVER;
});
const seconds = moment.nullish().catch(null);

/** `tagged_by` of a system tag is an empty object, which means no agent (docs/vendors/aircall.md 4.3). */
export const person = z
  .object({ id, name: optionalText, email: optionalText })
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** Keeps the readable items of a list. `unreadItems` names the others. */
export const items = <T extends z.ZodType>(item: T) =>
  z.array(item.nullable().catch(null)).transform((entries) => entries.filter((entry) => entry !== null));
/** The same for an optional list. */
export const list = <T extends z.ZodType>(item: T) =>
  z
    .nullish(items(item))
    .catch(null)
    .transform((entries) => entries ?? []);

/** Digits or a name of any length. Its reader shortens it. */
export const word = z.union([text, z.number().transform(String)]);
/** The same, optional. */
const optionalWord = word
  .nullish()
  .catch(null)
  .transform((value) => value || null);

/** An empty list means none. A missing list means unknown (docs/vendors/aircall.md 3.3). */
export const optionalList = <T extends z.ZodType>(item: T) => {
  const items = list(item);
  return z
    .unknown()
    .optional()
    .transform((value) => (Array.isArray(value) ? items.parse(value) : null));
};

const line = z.object({
  id,
  name: optionalText,
  digits: optionalText,
  e164_digits: optionalText,
  /** An alias that one consumer reads (docs/vendors/aircall.md 15). */
  international_format: optionalText,
  country: optionalText,
  time_zone: optionalText,
});

/** The documented object, or its main value alone. */
const email = z.union([text.transform((value) => ({ value })), z.object({ value: text })]);

export const contactSchema = z.object({
  first_name: optionalText,
  last_name: optionalText,
  company_name: optionalText,
  /** Some consumers accept it (docs/vendors/aircall.md 3.3). */
  company: optionalText,
  emails: list(email),
});

/** A system tag has an object without an id where other tags name an agent (docs/vendors/aircall.md 4.3). */
const isSystemTag = z
  .unknown()
  .optional()
  .transform((by) => typeof by === "object" && by !== null && !("id" in by));

const ivrChoice = z.union([
  text.transform((title) => ({ key: null, title })),
  z.object({ key: optionalWord, title: optionalText }),
]);
export const teamSchema = z.union([text.transform((name) => ({ name })), z.object({ name: text })]);
/** Aircall's own tags are known by their ids, all others by their names: either is enough. */
export const callTagSchema = z
  .union([
    text.transform((name) => ({ id: null, name, tagged_by: false })),
    z.object({ id: id.nullish().catch(null), name: optionalText, tagged_by: isSystemTag }),
  ])
  .refine(({ id: known, name }) => known != null || name !== null)
  .transform(({ id: known, name, ...tag }) => ({ ...tag, id: known ?? `name:${name}`, name: name ?? "" }));
export const commentSchema = z.union([
  text.transform((content) => ({ id: null, content, posted_by: null, posted_at: null })),
  z.object({ id: id.nullish().catch(null), content: text, posted_by: person, posted_at: seconds }),
]);

/** The lists of a call, with the schema of their items. */
export const callLists = {
  teams: teamSchema,
  tags: callTagSchema,
  comments: commentSchema,
  ivr_options_selected: ivrChoice,
  ivr_options: ivrChoice,
};

/** Spellings of the IVR choice that production consumers read (contract 5.1, 15). */
export const ivrSchema = z.object({
  ivr_options_selected: list(ivrChoice),
  ivr_options: list(ivrChoice),
  ivr_option: ivrChoice.nullish().catch(null),
});
export type IvrFields = z.infer<typeof ivrSchema>;

export const callSchema = ivrSchema.extend({
  id,
  direction: z.enum(["inbound", "outbound"]),
  status: z.string(),
  missed_call_reason: optionalText,
  started_at: moment,
  answered_at: seconds,
  ended_at: seconds,
  raw_digits: optionalText,
  international_format: optionalText,
  recording: optionalText,
  voicemail: optionalText,
  user: person,
  contact: contactSchema.nullish().catch(null),
  number: line.nullish().catch(null),
  assigned_to: person,
  transferred_to: person,
  /** Only `call.external_transferred` has it (docs/vendors/aircall.md 4). */
  external_transferred_to: optionalText,
  teams: list(callLists.teams),
  tags: optionalList(callLists.tags),
  comments: list(callLists.comments),
  automatic_callback_call_id: id.nullish().catch(null),
});
export type CallAnswer = z.infer<typeof callSchema>;

/**
 * The envelope of a call's delivery (docs/vendors/aircall.md 2.1). One consumer reads the IVR choice here
 * (docs/vendors/aircall.md 15).
 */
export const callDeliverySchema = ivrSchema.extend({
  event: z.string(),
  timestamp: moment,
  data: callSchema,
  payload: ivrSchema.nullish().catch(null),
});

export const lineSchema = line;

export const tagSchema = z.object({ id, name: text, description: optionalText });
