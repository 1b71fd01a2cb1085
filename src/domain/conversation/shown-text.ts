/** One text of a conversation as people are shown it. */
import { z } from "zod";

/** How a file stands: as `fileOutcomeSchema` has it, or on its way. */
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

/** Beyond this no date can be written. */
const LATEST_MS = 8.64e15;
export const shownTextSchema = z.object({
  id: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  /** Epoch ms. */
  at: z.number().min(-LATEST_MS).max(LATEST_MS),
  /** The beginning of it. */
  body: z.string(),
  line: z.string().nullable(),
  agent: z.string().nullable(),
  /** Null is SMS or MMS. */
  channel: z.string().nullable(),
  group: z.boolean(),
  undelivered: z.boolean(),
  files: z.array(z.object({ name: z.string(), outcome: z.enum(FILE_STATES) })),
  state: z.enum(["done", "refused", "waiting"]),
  ticketId: z.number().nullable(),
});
export type ShownText = z.infer<typeof shownTextSchema>;

const maybeText = z.string().nullable().catch(null);

/** Any version has stored it: what is missing or odd is read as unknown. */
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
