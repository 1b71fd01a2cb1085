/** What of a conversation is to be written into its ticket. */
import { describe, expect, it } from "vitest";
import { adaUser, adminUser, cleo as customer } from "../../../test/fixtures/plan-facts.ts";
import { cleo, message, SENT_AT, supportLine } from "../../../test/fixtures/text-messages.ts";
import { translationsFor } from "../translations/translations.ts";
import { NOTHING_LEFT_OUT } from "../ticket/rejected-parts.ts";
import { entriesOf } from "./entries.ts";
import { agentOf, signEntry, type SignedEntry } from "./sign-entry.ts";
import type { TextMessage } from "./text-message.ts";
import { planThread, type ThreadFacts } from "./thread-plan.ts";

const cleoUser = { ...adaUser, id: 12, email: "cleo@example.com" };
const users = [adaUser, adminUser, cleoUser];
const facts: ThreadFacts = {
  translations: translationsFor("en"),
  users,
  customer,
  introduction: null,
  ownLines: [],
  leftOut: NOTHING_LEFT_OUT,
};
const signed = (...messages: TextMessage[]): [SignedEntry, ...SignedEntry[]] => {
  const [first, ...rest] = entriesOf(messages).map((entry) => ({ ...entry, authorId: null }));
  if (!first) throw new Error("no message");
  return [first, ...rest];
};
const inbound = message();
const answer = message({ id: "SM2", direction: "outbound", user: cleo, sentAt: SENT_AT + 1_000 });
const later = message({ id: "SM3", direction: "outbound", user: { ...cleo, id: "56", email: "ada@example.com" } });

describe("the plan of a new ticket", () => {
  it("M7, M10: has all messages in order, the tag of messages and the line's name", () => {
    const [first, second] = signed(inbound, answer);
    expect(planThread(signed(inbound, answer), facts)).toEqual({
      externalId: "aircall-text-SM1",
      subject: "SMS Conversation with Cleo Caller",
      customerId: 700,
      assigneeId: 12,
      tags: ["Aircall SMS", "Support US"],
      messages: [
        { key: "message:SM1", waitsUntil: null, entry: first },
        { key: "message:SM2", waitsUntil: null, entry: second },
      ],
      stage: "finished",
      tagsFirst: true,
      adminId: 20,
      createdAt: SENT_AT / 1000,
    });
  });

  it("M10: has the name of each line once, each cut to what Gorgias takes", () => {
    const line = { ...supportLine, id: "1002", name: "x".repeat(300) };
    const texts = [
      inbound,
      message({ id: "SM4", line }),
      message({ id: "SM5", line }),
      message({ id: "SM6", line: null }),
    ];
    expect(planThread(signed(...texts), facts).tags).toEqual(["Aircall SMS", "Support US", "x".repeat(256)]);
  });

  it("M10, C12: has the name of a line as the tickets of its calls have it", () => {
    const named = (name: string) =>
      planThread(signed({ ...inbound, line: { ...supportLine, name } }), facts).tags.slice(1);
    expect(named(" Support US ")).toEqual(["Support US"]);
    expect(named(" ")).toEqual([]);
    const [cut = ""] = named(`${"x".repeat(255)}👋`);
    expect([cut.isWellFormed(), cut.length]).toEqual([true, 256]);
  });

  it("cuts the subject to what Gorgias takes, and no character in two", () => {
    // The words before the name have 22 characters.
    const name = `${"x".repeat(975)}👋`;
    const cut = planThread(signed(inbound), { ...facts, customer: { ...customer, name } }).subject;
    expect([cut.isWellFormed(), cut.length]).toEqual([true, 998]);
    const { subject } = planThread(signed(inbound), { ...facts, customer: { ...customer, name: "é".repeat(2_000) } });
    expect(subject).toHaveLength(998);
  });

  it("C4: belongs to the first agent who answered, to none where only the customer wrote", () => {
    expect(planThread(signed(inbound, answer, { ...later, sentAt: SENT_AT + 2_000 }), facts).assigneeId).toBe(12);
    expect(planThread(signed(inbound), facts).assigneeId).toBeNull();
  });

  it("C18: goes without what Gorgias rejected before", () => {
    const leftOut = {
      ...NOTHING_LEFT_OUT,
      tags: new Set(["Support US"]),
      assignees: new Set([12]),
      authors: new Set([20]),
    };
    const plan = planThread(signed(inbound, answer), { ...facts, leftOut });
    expect(plan).toMatchObject({ tags: ["Aircall SMS"], assigneeId: null, adminId: null });
  });
});

describe("the note that introduces a customer", () => {
  const introduced: ThreadFacts = { ...facts, introduction: "created" };

  it("C2: comes first, signed by an admin", () => {
    const [note, text] = planThread(signed(inbound), introduced).messages;
    expect(note).toMatchObject({ key: "message:SM1:customer-not-found", introduction: { authorId: 20 } });
    expect(note?.introduction?.text).toContain("+1 202 555 0147");
    expect(text).toMatchObject({ key: "message:SM1" });
    expect(text?.introduction).toBeUndefined();
  });

  it.each<[string, TextMessage, Partial<ThreadFacts>]>([
    ["C5: there is no admin to sign it", inbound, { users: [adaUser] }],
    ["C18: Gorgias takes no admin as author", inbound, { leftOut: { ...NOTHING_LEFT_OUT, authors: new Set([20]) } }],
    ["C14: the sender has no number", message({ customerDigits: "anonymous" }), {}],
    ["C14: the sender is a word", message({ customerDigits: "ACME" }), {}],
    ["C19: the sender is a line of the company", inbound, { ownLines: [{ digits: "+12025550147", country: "US" }] }],
  ])("%s: is left out", (_why, first, more) => {
    expect(planThread(signed(first), { ...introduced, ...more }).messages).toHaveLength(1);
  });
});

describe("the author of an entry", () => {
  const noUsers = { authors: new Set<number>() };
  const [own] = entriesOf([inbound]);
  const [agents] = entriesOf([answer]);
  const [, failed] = entriesOf([{ ...inbound, undelivered: { status: "failed", at: SENT_AT } }]);

  it("C4: is the customer for their words, the agent for theirs", () => {
    expect(own && signEntry(own, users, noUsers)).toEqual({ ...own, authorId: null });
    expect(agents && signEntry(agents, users, noUsers)).toEqual({ ...agents, authorId: 12 });
    expect(own && agentOf(own, users)).toBeNull();
    const [received] = entriesOf([{ ...inbound, user: cleo }]);
    expect(received && agentOf(received, users)).toBeNull();
    expect(agents && agentOf(agents, users)).toBe(12);
  });

  it("C5: is an admin where the agent is no user, and without one the entry is not written", () => {
    expect(agents && signEntry(agents, [adminUser], noUsers)).toEqual({ ...agents, authorId: 20 });
    expect(agents && signEntry(agents, [adaUser], noUsers)).toBeNull();
  });

  it("M8: is an admin for a customer's undelivered message, so that it is no agent's answer", () => {
    expect(failed && signEntry(failed, users, noUsers)).toEqual({ ...failed, authorId: 20 });
    const [, sent] = entriesOf([{ ...answer, undelivered: { status: "failed", at: SENT_AT } }]);
    expect(sent && agentOf(sent, users)).toBeNull();
  });

  it("C18: is the user of the credential where Gorgias accepts no author", () => {
    const authors = new Set([12, 20]);
    expect(agents && signEntry(agents, users, { authors })).toEqual({ ...agents, authorId: null });
  });
});
