/** A write as people are shown it: what it was, and what came of it. */
import { z } from "zod";
import { fileOutcomeSchema } from "./conversation/file-outcome.ts";
import { CUSTOMER_MATCHES } from "./customer-match.ts";
import { reasonSchema } from "./reasons/reason.ts";

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
  "forgotten",
  "left-out",
  "card",
  /** Of a later version. */
  "other",
] as const;

/** Why a ticket was left for another one, or is gone. */
export const LEFT_BECAUSE = ["spam", "trashed", "deleted", "closed too long"] as const;

export const shownMatchSchema = z.object({
  customerId: z.number(),
  name: z.string().nullable(),
  how: z.enum(CUSTOMER_MATCHES),
  others: z.array(z.number()),
  /** Customers who were not taken: the number may be theirs and just as well another's. */
  unclear: z.array(z.number()),
});
export type ShownMatch = z.infer<typeof shownMatchSchema>;

export const shownWriteSchema = z.object({
  /** Which ticket of the call or conversation it is for, from 1. It is 0 for none. */
  round: z.number(),
  kind: z.enum(WRITE_KINDS),
  /** What it is about: a note's name, a message's id, a tag. Null where the kind says all. */
  ref: z.string().nullable(),
  /** Of a message's file: which one, from 0. */
  part: z.number().nullable(),
  /** From 1. */
  attempt: z.number(),
  state: z.enum(["intended", "done", "refused"]),
  /** The ticket that it went to, or that it is about. */
  ticketId: z.number().nullable(),
  /** It opens, or opened, a closed ticket. */
  reopens: z.boolean(),
  /** Of a ticket that was left or is gone. */
  left: z.enum(LEFT_BECAUSE).nullable(),
  /** Of a file. */
  file: fileOutcomeSchema.nullable(),
  /** Of a customer who was found or created. */
  match: shownMatchSchema.nullable(),
  /** Why it was rejected. */
  reason: reasonSchema.nullable(),
  /** The whole outcome as JSON text. */
  answer: z.string().nullable(),
  requests: z.number(),
});
export type ShownWrite = z.infer<typeof shownWriteSchema>;
