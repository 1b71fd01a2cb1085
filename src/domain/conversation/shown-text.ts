/** One message of a conversation, as the console shows it. */
import { z } from "zod";

/** The state of a file: as in `fileOutcomeSchema`, or on its way. */
const FILE_STATES = [
  "waiting",
  "attached",
  "too large",
  "refused",
  "gone",
  "other type",
  "disguised",
  "no link",
] as const;

/** The latest moment that a `Date` can represent. */
const LATEST_MS = 8.64e15;
export const shownTextSchema = z.object({
  id: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  /** Epoch ms. */
  at: z.number().min(-LATEST_MS).max(LATEST_MS),
  /** The beginning of the body. */
  body: z.string(),
  line: z.string().nullable(),
  agent: z.string().nullable(),
  /** Null means SMS or MMS. */
  channel: z.string().nullable(),
  group: z.boolean(),
  undelivered: z.boolean(),
  files: z.array(z.object({ name: z.string(), outcome: z.enum(FILE_STATES) })),
  state: z.enum(["done", "refused", "waiting"]),
  ticketId: z.number().nullable(),
});
export type ShownText = z.infer<typeof shownTextSchema>;

const maybeText = z.string().nullable().catch(null);

/** Any version may have stored it. A missing or malformed field is read as unknown. */
export const storedTextSchema = shownTextSchema.extend({
  direction: shownTextSchema.shape.direction.catch("inbound"),
  body: z.string().catch(""),
  line: maybeText,
  agent: maybeText,
  channel: maybeText,
  group: z.boolean().catch(false),
  undelivered: z.boolean().catch(false),
  files: z.array(z.object({ name: z.string().catch(""), outcome: z.enum(FILE_STATES).catch("waiting") })).catch([]),
  state: shownTextSchema.shape.state.catch("waiting"),
  ticketId: z.number().nullable().catch(null),
});
