/**
 * One change sent to the help desk, with its own row. The service stores it as an intent before it sends it, and
 * completes it after.
 */
import { z } from "zod";
import { CUSTOMER_MATCHES } from "../customer/customer-match.ts";
import type { FoundCustomer } from "../customer/customer.ts";
import type { CustomerAttempt } from "../customer/customer-draft.ts";
import { leftOutSchema } from "./left-out.ts";
import { storedMediaOutcomeSchema } from "./media.ts";

/** The status of a write. `intended`: perhaps sent, without a known answer. `refused`: the vendor rejected it. */
export type WriteState = "intended" | "done" | "refused";

export interface Write {
  /** The ticket generation (C16): 1, and one more each time a ticket is gone. 0 for a write that belongs to none. */
  generation: number;
  /** Its name, unique within a ticket generation: `ticket`, `note:ended`, `tags:…`. */
  key: string;
  state: WriteState;
  intent: unknown;
  outcome: unknown;
  /** Requests used for it, look-ups included. */
  requests: number;
  /** Epoch ms. */
  intendedAt: number;
}

export const ticketIntentSchema = z.object({
  /** A ticket keeps its first language. */
  language: z.enum(["en", "fr"]),
  externalId: z.string(),
  tags: z.array(z.string()),
  assigneeId: z.number().nullable(),
  finished: z.boolean(),
  /** A digest of each note's content, by the note's key. Empty where the note was sent with less than planned. */
  notes: z.record(z.string(), z.string()),
  /** The ticket's customer and subject. Earlier versions stored neither. */
  customerId: z.number().optional(),
  subject: z.string().optional(),
});
/** The ticket's correct customer, and its new subject. */
export const correctIntentSchema = z.object({ customerId: z.number(), subject: z.string() });
export const ticketOutcomeSchema = z.object({
  ticketId: z.number(),
  messageIds: z.record(z.string(), z.number()),
  /** It already existed. It has only those notes whose messages the look-up found. */
  found: z.boolean().optional(),
});
/** A ticket opened for messages. `entries`: the keys of the messages that it was opened with. */
export const threadTicketIntentSchema = z.object({
  externalId: z.string(),
  entries: z.array(z.string()),
  tags: z.array(z.string()),
  /** It was sent without its external id. Only its messages identify it. */
  unnamed: z.boolean().optional(),
  /** What its opening had to omit, and the service can add later. */
  later: z.object({ tags: z.array(z.string()), assigneeId: z.number().nullable() }).optional(),
});
export const threadTicketOutcomeSchema = z.object({ ticketId: z.number() });
/**
 * The ticket that a message was sent to. If the answer is lost, the service looks for the message there. Earlier
 * versions stored only the ticket of a message, and only the digest of a note.
 */
export const messageIntentSchema = z.object({
  ticketId: z.number().optional(),
  /** A digest of a note's content. Empty where it was sent with less than planned. */
  digest: z.string().optional(),
  /** It was sent without its external id. Only its words identify it. */
  unnamed: z.boolean().optional(),
});
/** `at`: when the message certainly existed, epoch ms. Earlier versions did not store it. */
export const textOutcomeSchema = z.object({ ticketId: z.number(), messageId: z.number(), at: z.number().optional() });
/** Earlier versions stored no `ticketId` with a change of a call's ticket. */
export const changeIntentSchema = z.object({
  ticketId: z.number().optional(),
  open: z.boolean().optional(),
  assigneeId: z.number().nullable().optional(),
});
export const noteOutcomeSchema = z.object({ messageId: z.number() });
/** An edit without the note's files, because the help desk does not allow changes to them. */
export const editOutcomeSchema = z.object({ withoutFiles: z.boolean().optional() });
/** Earlier versions stored no `ticketId` with the tags of a call's ticket. */
export const tagsIntentSchema = z.object({ ticketId: z.number().optional(), tags: z.array(z.string()) });
export const goneOutcomeSchema = z.object({ why: z.enum(["trashed", "spam", "deleted"]), ticketId: z.number() });
export const movedOutcomeSchema = z.object({ ticketId: z.number() });
export const uploadOutcomeSchema = storedMediaOutcomeSchema;
const customerSchema = z.object({ id: z.number(), name: z.string().nullable(), email: z.string().nullable() });
const draftSchema = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  externalId: z.string().nullable(),
});
const draftPartSchema = z.enum(["email", "name", "phone", "external id"]);
/** The draft that was sent, and what earlier rejections removed. The first version stored the draft alone. */
export const customerIntentSchema: z.ZodType<CustomerAttempt> = draftSchema
  .extend({
    leftOut: z.array(leftOutSchema).default([]),
    guess: z
      .object({
        full: draftSchema,
        leftOut: z.array(leftOutSchema),
        tried: z.array(z.union([draftPartSchema, z.literal("all")])),
      })
      .nullable()
      .default(null),
    adopts: customerSchema.nullable().default(null),
  })
  .transform(({ leftOut, guess, adopts, ...draft }) => ({ draft, leftOut, guess, adopts }));
export function customerIntentOf({ draft, ...attempt }: CustomerAttempt): z.input<typeof customerIntentSchema> {
  return { ...draft, ...attempt };
}
export const customerOutcomeSchema: z.ZodType<FoundCustomer> = z.object({
  customer: customerSchema,
  how: z.enum(CUSTOMER_MATCHES),
  others: z.array(z.number()),
  unclear: z.array(z.number()).optional(),
  created: z.boolean(),
  leftOut: z.array(leftOutSchema).optional(),
});
/** The customer's name since Aircall knows one. */
export const nameOutcomeSchema = z.object({ customer: customerSchema.nullable() });
