/** A write as people see it, with its outcome. */
import { z } from "zod";
import { fileOutcomeSchema } from "../conversation/file-outcome.ts";
import { CUSTOMER_MATCHES } from "../customer/customer-match.ts";
import { reasonSchema } from "../reasons/reason.ts";

export const WRITE_KINDS = [
  "ticket",
  "change",
  "correct",
  "note",
  "edit",
  "remove",
  "tags",
  "completed",
  "customer",
  "name",
  "phone",
  "message",
  "undelivered",
  "upload",
  "verify",
  "gone",
  "moved",
  "left",
  "look",
  "learn-users",
  "learn-customer",
  "learn-tag",
  "learn-tags",
  "forgotten",
  "left-out",
  "card",
  /** From a later version. */
  "other",
] as const;

/** Why the service left a ticket for another one, or why it is gone. */
export const LEFT_BECAUSE = ["spam", "trashed", "deleted", "closed too long"] as const;

export const shownMatchSchema = z.object({
  customerId: z.number(),
  name: z.string().nullable(),
  how: z.enum(CUSTOMER_MATCHES),
  others: z.array(z.number()),
  /** Customers whom the match skipped. The number may be theirs or another person's. */
  unclear: z.array(z.number()),
});
export type ShownMatch = z.infer<typeof shownMatchSchema>;

export const shownWriteSchema = z.object({
  /** The ticket generation that it is for, from 1. It is 0 for none. */
  generation: z.number(),
  kind: z.enum(WRITE_KINDS),
  /** Its object: a note's name, a message's id, a tag. Null where the kind says all. */
  ref: z.string().nullable(),
  /** For a message's file: its index, from 0. */
  part: z.number().nullable(),
  /** From 1. */
  attempt: z.number(),
  state: z.enum(["intended", "done", "refused"]),
  /** The ticket that received it, or that it is about. */
  ticketId: z.number().nullable(),
  /** It reopens, or reopened, a closed ticket. */
  reopens: z.boolean(),
  /** For a ticket that was left or is gone. */
  left: z.enum(LEFT_BECAUSE).nullable(),
  /** For a file. */
  file: fileOutcomeSchema.nullable(),
  /** For a customer whom the service found or created. */
  match: shownMatchSchema.nullable(),
  /** Why the vendor rejected it. */
  reason: reasonSchema.nullable(),
  /** The whole outcome as JSON text. */
  answer: z.string().nullable(),
  requests: z.number(),
});
export type ShownWrite = z.infer<typeof shownWriteSchema>;
