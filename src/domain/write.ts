/** One change sent to the help desk, with its own row: stored as an intent before it is sent, settled after. */
import { z } from "zod";
import { CUSTOMER_MATCHES } from "./customer-match.ts";
import type { FoundCustomer } from "./customer.ts";
import type { CustomerAttempt } from "./customer-draft.ts";
import { leftOutSchema } from "./left-out.ts";
import { storedMediaOutcomeSchema } from "./media.ts";

/** How a write stands. `intended`: perhaps sent, the answer was never seen. `refused`: the other side said no. */
export type WriteState = "intended" | "done" | "refused";

export interface Write {
  /** Which ticket of the call it is for: 1, and one more each time a ticket is gone (C16); 0 for what belongs to none. */
  round: number;
  /** What it is, once per round: `ticket`, `note:ended`, `tags:…`. */
  key: string;
  state: WriteState;
  intent: unknown;
  outcome: unknown;
  /** Requests spent on it, look-ups included. */
  requests: number;
  /** Epoch ms. */
  intendedAt: number;
}

export const ticketIntentSchema = z.object({
  /** A ticket keeps the language it was begun in. */
  language: z.enum(["en", "fr"]),
  externalId: z.string(),
  tags: z.array(z.string()),
  assigneeId: z.number().nullable(),
  finished: z.boolean(),
  /** By the note's key what it says, as a digest: empty where it was made with less than was planned. */
  notes: z.record(z.string(), z.string()),
  /** Whose it is and what it is called; not told by what was written before there was a way to correct it. */
  customerId: z.number().optional(),
  subject: z.string().optional(),
});
/** Whose the ticket turned out to be, and what it is called since. */
export const correctIntentSchema = z.object({ customerId: z.number(), subject: z.string() });
export const ticketOutcomeSchema = z.object({
  ticketId: z.number(),
  messageIds: z.record(z.string(), z.number()),
  /** It was there already: of its notes there are only those whose messages were found. */
  found: z.boolean().optional(),
});
/** A ticket opened for texts: which of them it was opened with, by their keys. */
export const threadTicketIntentSchema = z.object({
  externalId: z.string(),
  entries: z.array(z.string()),
  tags: z.array(z.string()),
  /** It was sent without its external id: it is known by its messages alone. */
  unnamed: z.boolean().optional(),
  /** What it had to be opened without, and can be given later. */
  later: z.object({ tags: z.array(z.string()), assigneeId: z.number().nullable() }).optional(),
});
export const threadTicketOutcomeSchema = z.object({ ticketId: z.number() });
/**
 * Which ticket a message was sent to: should the answer be lost, it is looked for there. Earlier versions stored only
 * the ticket of a text, and only the digest of a note.
 */
export const messageIntentSchema = z.object({
  ticketId: z.number().optional(),
  /** What a note says, as a digest: empty where it was sent with less than was planned. */
  digest: z.string().optional(),
  /** It was sent without its external id: it is known by its words alone. */
  unnamed: z.boolean().optional(),
});
/** `at`: when it was certain to be there, epoch ms; earlier versions did not tell. */
export const textOutcomeSchema = z.object({ ticketId: z.number(), messageId: z.number(), at: z.number().optional() });
/** Earlier versions stored no `ticketId` with a change of a call's ticket. */
export const changeIntentSchema = z.object({
  ticketId: z.number().optional(),
  open: z.boolean().optional(),
  assigneeId: z.number().nullable().optional(),
});
export const noteOutcomeSchema = z.object({ messageId: z.number() });
/** An edit that was made without the note's files, since the help desk does not let them be changed. */
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
/** The draft that was sent, beside what earlier refusals took out of it. The first version stored the draft alone. */
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
/** How the customer is called since Aircall knows a name. */
export const nameOutcomeSchema = z.object({ customer: customerSchema.nullable() });
