/** Each stored write comes back from the database unchanged. A lost detail would cause a second write. */
import { describe, expect, it } from "vitest";
import type { CustomerDraft } from "../customer/customer.ts";
import { firstAttempt, nextAttempt } from "../customer/customer-draft.ts";
import { CUSTOMER_MATCHES } from "../customer/customer-match.ts";
import {
  changeIntentSchema,
  customerIntentOf,
  customerIntentSchema,
  customerOutcomeSchema,
  goneOutcomeSchema,
  messageIntentSchema,
  movedOutcomeSchema,
  noteOutcomeSchema,
  tagsIntentSchema,
  textOutcomeSchema,
  threadTicketIntentSchema,
  threadTicketOutcomeSchema,
  ticketIntentSchema,
  ticketOutcomeSchema,
  uploadOutcomeSchema,
} from "./write.ts";

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const ticketIntent = {
  language: "en",
  externalId: "aircall-call-1",
  tags: ["Aircall"],
  assigneeId: null,
  finished: true,
  notes: { answered: "digest" },
};
const ada = { id: 700, name: "Ada Byron", email: "ada@example.com" };

describe("what is stored of a write", () => {
  it.each([
    ["a ticket's intent", ticketIntentSchema, ticketIntent],
    ["a ticket's intent in French", ticketIntentSchema, { ...ticketIntent, language: "fr", assigneeId: 10 }],
    ["a ticket's outcome", ticketOutcomeSchema, { ticketId: 812, messageIds: { answered: 1 } }],
    ["the outcome of a ticket that was found", ticketOutcomeSchema, { ticketId: 812, messageIds: {}, found: true }],
    [
      "a ticket of messages",
      threadTicketIntentSchema,
      { externalId: "a", entries: ["message:1"], tags: ["Aircall SMS"] },
    ],
    ["its outcome", threadTicketOutcomeSchema, { ticketId: 812 }],
    ["a message", messageIntentSchema, { ticketId: 812 }],
    ["a message without its name", messageIntentSchema, { ticketId: 812, unnamed: true }],
    ["a message's outcome", textOutcomeSchema, { ticketId: 812, messageId: 5 }],
    ["tags of messages", tagsIntentSchema, { ticketId: 812, tags: ["Support US"] }],
    ["a change", changeIntentSchema, { open: true }],
    ["a change of a known ticket", changeIntentSchema, { ticketId: 812, open: true }],
    ["a change of the assignee", changeIntentSchema, { open: false, assigneeId: 10 }],
    ["a change to no assignee", changeIntentSchema, { open: false, assigneeId: null }],
    ["a note", messageIntentSchema, { digest: "digest" }],
    ["a note of a known ticket", messageIntentSchema, { ticketId: 812, digest: "", unnamed: true }],
    ["a note's outcome", noteOutcomeSchema, { messageId: 5 }],
    ["tags", tagsIntentSchema, { tags: ["VIP"] }],
    ["a move", movedOutcomeSchema, { ticketId: 900 }],
    ["a ticket in the trash", goneOutcomeSchema, { why: "trashed", ticketId: 812 }],
    ["a ticket that is spam", goneOutcomeSchema, { why: "spam", ticketId: 812 }],
    ["a ticket that is deleted", goneOutcomeSchema, { why: "deleted", ticketId: 812 }],
    ["a file that is gone", uploadOutcomeSchema, { kind: "gone" }],
  ])("C15: comes back whole: %s", (_, schema, value) => {
    expect(schema.parse(stored(value))).toEqual(value);
  });

  it.each<CustomerDraft>([
    { name: "Ada Byron", email: "ada@example.com", phone: "+33612345678", externalId: null },
    { name: "Anonymous caller", email: null, phone: null, externalId: "aircall-anonymous" },
  ])("C2: comes back whole: the customer to be created, $name", (draft) => {
    expect(customerIntentSchema.parse(stored(draft))).toEqual(firstAttempt(draft));
  });

  it("C18: is read back complete: what a new customer goes without, what is guessed, and whom it adopts", () => {
    const draft = { name: null, email: null, phone: "+33612345678", externalId: null };
    const rejection = { status: 400, parts: [], detail: "Not a valid name." };
    const attempt = nextAttempt(firstAttempt({ ...draft, name: "Ada" }), rejection, "1@aircall.io");
    for (const each of [attempt, { ...firstAttempt(draft), adopts: ada }]) {
      expect(each && customerIntentSchema.parse(stored(customerIntentOf(each)))).toEqual(each);
    }
  });

  it.each(CUSTOMER_MATCHES)("C1: is read back complete: a customer, and how they were found: %s", (how) => {
    for (const customer of [ada, { id: 701, name: null, email: null }]) {
      const outcome = { customer, how, others: [5, 9], created: how === "created" };
      expect(customerOutcomeSchema.parse(stored(outcome))).toEqual(outcome);
    }
  });
});
