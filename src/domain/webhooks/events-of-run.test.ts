/** Which events a run of a call or of a conversation makes true, and what they say. */
import { describe, expect, it } from "vitest";
import { message, SENT_AT, ticketWrite, write } from "../../../test/fixtures/text-messages.ts";
import { fullRecord } from "../../../test/contracts/records.ts";
import { reasons } from "../../../test/fixtures/reasons.ts";
import { conversationPlan } from "../conversation/conversation-plan.ts";
import type { ActivityRecord } from "../ports/stores.ts";
import { eventsOfCall, eventsOfConversation, type ConversationResult, type RunResult } from "./events-of-run.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 5);
const links = { ticket: (account: string, id: number) => `https://${account}.desk.test/ticket/${id}` };

function recordOf(more: Partial<ActivityRecord> = {}): ActivityRecord {
  const call = { direction: "inbound", lineId: "1001", startedAt: SENT_AT, answered: true, ticketId: 7001 } as const;
  return { ...fullRecord("call:31"), reason: null, plan: null, state: "done", ...call, ...more };
}

const callRun = (after: Partial<ActivityRecord>, before: Partial<ActivityRecord> | null = null): RunResult => ({
  account: "acme",
  links,
  before: before && recordOf(before),
  after: recordOf(after),
  now: NOW,
});
const ofCall = (...run: Parameters<typeof callRun>) => eventsOfCall(callRun(...run));
const typesOf = (...run: Parameters<typeof callRun>) => ofCall(...run).map(({ type }) => type);

describe("the events of a call", () => {
  it("N9: tell that it has a ticket, with ids, links and figures only", () => {
    expect(ofCall({})).toEqual([
      {
        type: "call.ticketed",
        key: "call.ticketed:31:7001",
        about: { kind: "call", ref: "31" },
        data: {
          account: "acme",
          activityId: "call:31",
          callId: "31",
          ticketId: 7001,
          ticketUrl: "https://acme.desk.test/ticket/7001",
          lineId: "1001",
          direction: "inbound",
          answered: true,
          startedAt: "2026-03-02T09:00:00.000Z",
        },
        at: NOW,
      },
    ]);
    expect(ofCall({ startedAt: null })[0]?.data).toMatchObject({ startedAt: null });
  });

  it("N9: tell it once of each ticket", () => {
    expect(typesOf({}, { ticketId: null })).toEqual(["call.ticketed"]);
    expect(typesOf({}, {})).toEqual([]);
    expect(ofCall({ ticketId: 7002 }, {}).map(({ key }) => key)).toEqual(["call.ticketed:31:7002"]);
  });

  it("N9: tell of no ticket where there is none", () => {
    expect(typesOf({ ticketId: null })).toEqual([]);
    expect(typesOf({ ticketId: null }, {})).toEqual([]);
  });

  it("C16: tell of no ticket that is gone, though people may still look at it", () => {
    expect(typesOf({ reason: { code: "ticket_gone" } })).toEqual([]);
    expect(typesOf({ reason: { code: "waiting_for_file" } })).toEqual(["call.ticketed"]);
  });

  it("N9: tell that it has failed and why, without the vendor's own words", () => {
    const failed = { state: "failed", reason: reasons.vendor_rejected } as const;
    expect(ofCall({ ...failed, ticketId: null })).toEqual([
      {
        type: "item.failed",
        key: `item.failed:call:31:${NOW}`,
        about: { kind: "call", ref: "31" },
        data: {
          account: "acme",
          activityId: "call:31",
          kind: "call",
          ticketId: null,
          ticketUrl: null,
          reason: { code: "vendor_rejected", vendor: "gorgias", status: 403 },
        },
        at: NOW,
      },
    ]);
    const [, failure] = ofCall(failed);
    expect(failure?.data).toMatchObject({ ticketId: 7001, ticketUrl: "https://acme.desk.test/ticket/7001" });
  });

  it.each([
    ["with a code alone", reasons.customer_rejected, { code: "customer_rejected" }],
    ["with the vendor alone", reasons.vendor_limited, { code: "vendor_limited", vendor: "gorgias" }],
    ["with an error of our own", reasons.internal_error, { code: "internal_error" }],
    ["without any", null, null],
  ])("N9: tell that it has failed %s", (_, reason, told) => {
    const [failure] = ofCall({ state: "failed", reason, ticketId: null });
    expect(failure?.data["reason"]).toEqual(told);
  });

  it("N9: tell of a failure once, and again where the cause is another one or it has failed anew", () => {
    const failed = (reason: ActivityRecord["reason"]) => ({ state: "failed", reason }) as const;
    const rejected = failed(reasons.vendor_rejected);
    expect(typesOf(rejected, rejected)).toEqual([]);
    expect(typesOf(failed(reasons.customer_rejected), rejected)).toEqual(["item.failed"]);
    expect(typesOf(rejected, failed(null))).toEqual(["item.failed"]);
    expect(typesOf(rejected, { state: "pending", reason: reasons.vendor_rejected })).toEqual(["item.failed"]);
    expect(typesOf(failed(null), failed(null))).toEqual([]);
    expect(typesOf({ reason: reasons.vendor_rejected }, {})).toEqual([]);
  });

  it("N9: tell both of a ticket and of a failure, the ticket first", () => {
    expect(typesOf({ state: "failed", reason: reasons.vendor_rejected })).toEqual(["call.ticketed", "item.failed"]);
    expect(typesOf({ state: "failed", reason: { code: "ticket_gone" } })).toEqual(["item.failed"]);
  });
});

const conversation = { activityId: "text:+12025550147", plan: null } as const;
const ofMessages = (
  {
    messages = [message()],
    writes = [],
    ...more
  }: Partial<Pick<ConversationResult, "messages" | "writes">> & Partial<ActivityRecord>,
  before: Partial<ActivityRecord> | null = null,
) => eventsOfConversation({ ...callRun({ ...conversation, ...more }, before), messages, writes });
const written = (ticketId: number) => [write("message:SM1", { outcome: { ticketId, messageId: 1 } })];

describe("the events of a conversation", () => {
  it("N9: tell of each message the ticket that has it", () => {
    expect(ofMessages({ writes: written(7001) })).toEqual([
      {
        type: "message.ticketed",
        key: "message.ticketed:SM1:7001",
        about: { kind: "conversation", ref: "+12025550147" },
        data: {
          account: "acme",
          activityId: "text:+12025550147",
          messageId: "SM1",
          ticketId: 7001,
          ticketUrl: "https://acme.desk.test/ticket/7001",
          lineId: "1001",
          direction: "inbound",
          sentAt: "2026-03-02T09:00:00.000Z",
        },
        at: NOW,
      },
    ]);
    expect(ofMessages({ messages: [message({ line: null })], writes: written(7001) })[0]?.data).toMatchObject({
      lineId: null,
    });
  });

  it("N9: tell of the messages that a ticket was opened with", () => {
    const messages = ["SM1", "SM2"].map((id) => message({ id }));
    const events = ofMessages({ messages, writes: [ticketWrite(7006, ["message:SM1", "message:SM2"])] });
    expect(events.map(({ key }) => key)).toEqual(["message.ticketed:SM1:7006", "message.ticketed:SM2:7006"]);
  });

  it("N9: tell of no message that is not written yet, or rejected", () => {
    expect(ofMessages({})).toEqual([]);
    expect(ofMessages({ writes: [write("message:SM1", { state: "intended", outcome: null })] })).toEqual([]);
    expect(ofMessages({ writes: [write("message:SM1", { state: "refused", outcome: { why: "no" } })] })).toEqual([]);
  });

  it("N9: tell of each message once, unless it went to another ticket since", () => {
    const plan = conversationPlan(null, [message()], written(7001));
    const before = { ...conversation, plan };
    expect(ofMessages({ writes: written(7001) }, before)).toEqual([]);
    expect(ofMessages({ writes: written(7002) }, before).map(({ key }) => key)).toEqual(["message.ticketed:SM1:7002"]);
  });

  it("N9: tell of a message that only waited before", () => {
    const before = { ...conversation, plan: conversationPlan(null, [message()], []) };
    expect(ofMessages({ writes: written(7001) }, before)).toHaveLength(1);
  });

  it("N9: tell of its failure, after the messages that are written", () => {
    const failed = { state: "failed", reason: reasons.customer_rejected } as const;
    const events = ofMessages({ ...failed, writes: written(7001) });
    expect(events.map(({ type }) => type)).toEqual(["message.ticketed", "item.failed"]);
    expect(events[1]).toMatchObject({
      about: { kind: "conversation", ref: "+12025550147" },
      data: { kind: "conversation" },
    });
  });
});
