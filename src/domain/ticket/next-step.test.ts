/** The one change to make next, for a ticket with messages of any kind. What calls add is in next-call-step.test.ts. */
import { describe, expect, it } from "vitest";
import { write } from "../../../test/fixtures/plan-facts.ts";
import type { Write } from "./write.ts";
import { nextStep } from "./next-step.ts";
import type { MessageMark, PlannedMessage, TicketPlan, WrittenTicket } from "./plan.ts";

const NOW = 1_760_000_000_000;
const message = (key: string, waitsUntil: number | null = null): PlannedMessage => ({ key, waitsUntil });
const unknown: MessageMark = { digest: null, messageId: null };

const plan: TicketPlan<PlannedMessage> = {
  subject: "SMS: Ada",
  customerId: 700,
  assigneeId: undefined,
  tags: ["Aircall SMS", "Support"],
  messages: [message("a"), message("b")],
  stage: "finished",
  tagsFirst: true,
};
const written: WrittenTicket = {
  generation: 3,
  ticketId: 812,
  tags: new Set(["Aircall SMS"]),
  messages: new Map(),
  withoutFiles: new Set(),
  inDoubt: new Set(),
  assigneeId: undefined,
  opened: true,
  heading: null,
};
const rules = { writeKeyOf: ({ key }: PlannedMessage) => `message:${key}`, digestOf: () => null };
const next = (
  change: {
    plan?: Partial<TicketPlan<PlannedMessage>>;
    written?: Partial<WrittenTicket>;
    writes?: readonly Write[];
  } = {},
  now = NOW,
) =>
  nextStep(
    {
      plan: { ...plan, ...change.plan },
      written: { ...written, ...change.written },
      writes: change.writes ?? [],
      rules,
    },
    now,
  );

describe("nextStep of messages that are never edited", () => {
  it("M6: opens the ticket with all messages that wait for no file", () => {
    const messages = [message("a"), message("b", NOW + 1), message("c", NOW)];
    expect(next({ plan: { messages }, written: { ticketId: null } })).toEqual({
      do: "open ticket",
      generation: 3,
      key: "ticket",
      tags: plan.tags,
      messages: [messages[0], messages[2]],
    });
  });

  it("opens no ticket without a message", () => {
    expect(next({ plan: { messages: [message("b", NOW + 1)] }, written: { ticketId: null } })).toEqual({ do: "done" });
  });

  it("M10, C12: adds the tags that are missing before the messages", () => {
    const common = { do: "add tags", generation: 3, ticketId: 812, tags: ["Support"] };
    expect(next()).toEqual({ ...common, key: "tags:1" });
    expect(next({ writes: [write("tags:1", {}, {}, { generation: 3 })] })).toEqual({ ...common, key: "tags:2" });
    expect(next({ plan: { tagsFirst: false } })).toMatchObject({ do: "add message" });
  });

  it("M7: then adds the first message that is not written", () => {
    const tags = new Set(plan.tags);
    const step = next({ written: { tags, messages: new Map([["a", unknown]]) } });
    expect(step).toEqual({
      do: "add message",
      generation: 3,
      key: "message:b",
      ticketId: 812,
      message: plan.messages[1],
    });
  });

  it("is done where all is written: it edits nothing, and leaves the agent and the heading alone", () => {
    const messages = new Map(plan.messages.map(({ key }) => [key, unknown] as const));
    expect(next({ written: { tags: new Set(plan.tags), messages } })).toEqual({ do: "done" });
    expect(next({ written: { tags: new Set(plan.tags), messages, assigneeId: 10 } })).toEqual({ do: "done" });
  });
});

describe("a file that two messages have", () => {
  const files = { writeKeyOf: ({ key }: PlannedMessage) => `note:${key}`, digestOf: ({ key }: PlannedMessage) => key };
  const own: PlannedMessage = { key: "recording", waitsUntil: null, insteadOf: "comment" };
  const messages = [message("other"), message("comment"), own];
  const mark = (digest: string | null, messageId: number | null): MessageMark => ({ digest, messageId });
  const all = { other: mark("other", 1), comment: mark("comment", 2), recording: mark("recording", 3) };
  const after = (marks: Record<string, MessageMark>, more: Partial<WrittenTicket> = {}) =>
    nextStep(
      {
        plan: { ...plan, messages },
        written: { ...written, tags: new Set(plan.tags), messages: new Map(Object.entries(marks)), ...more },
        writes: [],
        rules: files,
      },
      NOW,
    );

  it("C10: leaves the message of its own once the other one has it", () => {
    expect(after(all)).toEqual({
      do: "remove message",
      generation: 3,
      key: "remove:recording",
      ticketId: 812,
      messageId: 3,
    });
  });

  it("C10: stays where the other message is only planned, or was left without it", () => {
    const edited = { ...all, comment: mark("before", 2) };
    expect(after(edited)).toMatchObject({ do: "edit message", messageId: 2 });
    expect(after({ ...all, comment: mark("before", null) })).toEqual({ do: "done" });
    expect(after(all, { withoutFiles: new Set(["comment"]) })).toEqual({ do: "done" });
    expect(after({ ...all, recording: mark("recording", null) })).toEqual({ do: "done" });
    const { comment: _comment, ...without } = all;
    expect(after(without)).toMatchObject({ do: "add message", key: "note:comment" });
  });
});
