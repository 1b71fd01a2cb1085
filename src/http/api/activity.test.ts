/** /api/activity/:id: everything that is stored of a call or conversation, in an answer. */
import { describe, expect, it } from "vitest";
import { ADA, openSignedIn } from "../../../test/helpers/signed-in-admin.ts";
import type { ItemInFull } from "../../domain/ports/admin.ts";
import type { ShownText } from "../../domain/conversation/shown-text.ts";
import type { ShownWrite } from "../../domain/activity/shown-write.ts";
import { activityFilterSchema, readQuery } from "./activity-query.ts";
import type { ActivityDetailAnswer } from "./schemas.ts";

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, second));
const iso = (second: number) => at(second).toISOString();
const FRENCH = { headers: { "accept-language": "fr" } };

const rejected = {
  code: "vendor_rejected",
  vendor: "gorgias",
  status: 400,
  request: "POST /t",
  detail: "Bad.",
} as const;
const write: ShownWrite & { key: string; at: Date; endedAt: Date | null } = {
  generation: 1,
  kind: "ticket",
  ref: null,
  part: null,
  attempt: 1,
  state: "done",
  ticketId: 7001,
  reopens: false,
  left: null,
  file: null,
  match: null,
  reason: null,
  answer: null,
  requests: 1,
  key: "ticket",
  at: at(10),
  endedAt: at(11),
};
const item: ItemInFull = {
  activityId: "call:77",
  place: { happenedAt: iso(0), activityId: "call:77" },
  state: "failed",
  reason: rejected,
  direction: "inbound",
  lineName: "Support",
  timeZone: "Europe/Paris",
  caller: "+33612345678",
  customerName: "Ada Byron",
  customerEmail: null,
  startedAt: at(0),
  endedAt: null,
  updatedAt: at(12),
  outcome: "missed",
  agentId: null,
  agentName: null,
  durationS: null,
  tags: null,
  ticketId: 7002,
  deliveries: 1,
  requests: 2,
  texts: null,
  card: null,
  match: { customerId: 700, name: "Ada Byron", how: "created", others: [], unclear: [] },
  plan: {
    kind: "ticket",
    subject: "Inbound call",
    assigneeId: 10,
    tags: [],
    notes: [
      { key: "missed", at: at(5).getTime(), text: "Missed call" },
      { key: "recording", at: null, text: "Recording" },
    ],
  },
  wakeAt: at(30),
  received: [
    { id: 1, event: "call.created", receivedAt: at(1), outcome: { code: "read" } },
    { id: 2, event: "call.ended", receivedAt: at(2), outcome: null },
  ],
  writes: [write, { ...write, key: "tags", state: "refused", ticketId: 7002, reason: rejected, endedAt: null }],
  leftOut: [{ part: "tag", value: "VIP", code: "rejected", vendor: "gorgias", status: 400, detail: null }],
  callId: "77",
  answeredAt: at(3),
  missedReason: "no_available_agent",
  callbackDoneBy: "call:99",
  users: [{ id: 10, name: "Cleo" }],
  recordings: [{ kind: "voicemail", name: "v.mp3", url: "https://files.example/v", contentType: "audio/mpeg" }],
};

/** Replays answer with `replayed`. */
function open(shown: ItemInFull | null, { links = true, replayed = true } = {}) {
  const asked: unknown[] = [];
  const ask = openSignedIn({
    admin: {
      activity: {
        read: async (...question: unknown[]) => {
          asked.push(question);
          return shown;
        },
      },
    },
    replay: async (...question: unknown[]) => {
      asked.push(question);
      return replayed;
    },
    gorgiasTicketUrl: (account: string, id: number) => `https://${account}.example/${id}`,
    ...(links && {
      links: {
        call: (id: string) => `https://aircall.example/${id}`,
        customer: (account: string, id: number) => `https://${account}.example/customer/${id}`,
      },
    }),
  });
  return { ask, asked };
}

describe("an item in full", () => {
  const show = async (shown: ItemInFull, more: object = {}) =>
    (await open(shown, more).ask<ActivityDetailAnswer>("/activity/call:77")).body;

  it("has every moment, link, person, file and left out part of a call", async () => {
    expect(await show(item)).toMatchObject({
      id: "call:77",
      wakeAt: iso(30),
      answeredAt: iso(3),
      missedReason: "no_available_agent",
      callbackDoneBy: "call:99",
      aircallUrl: "https://aircall.example/77",
      customerUrl: "https://acme.example/customer/700",
      users: item.users,
      recordings: item.recordings,
      leftOut: item.leftOut,
      match: item.match,
      received: [
        { id: 1, event: "call.created", receivedAt: iso(1), outcome: { code: "read" }, message: "understood" },
        { id: 2, event: "call.ended", receivedAt: iso(2), outcome: null, message: null },
      ],
      plan: {
        notes: [
          { key: "missed", at: iso(5) },
          { key: "recording", at: null },
        ],
      },
    });
  });

  it("has of each write when it began and ended, and why it was rejected", async () => {
    const { writes } = await show(item);
    expect(writes).toMatchObject([
      { key: "ticket", at: iso(10), endedAt: iso(11), message: null },
      { key: "tags", at: iso(10), endedAt: null, message: expect.stringContaining("Bad.") },
    ]);
  });

  it("M4, M6: names each ticket of a conversation once, from its plan, its writes and itself", async () => {
    const text: ShownText = {
      id: "m1",
      direction: "inbound",
      at: at(1).getTime(),
      body: "Hello",
      line: null,
      agent: null,
      channel: null,
      group: false,
      undelivered: false,
      files: [],
      state: "done",
      ticketId: 6999,
    };
    const plan = { kind: "conversation" as const, texts: [text, { ...text, id: "m2", ticketId: null }] };
    const { tickets } = await show({ ...item, plan, callId: null, writes: [write, write], ticketId: 7003 });
    expect(tickets).toEqual([
      { id: 6999, url: "https://acme.example/6999" },
      { id: 7001, url: "https://acme.example/7001" },
      { id: 7003, url: "https://acme.example/7003" },
    ]);
    const none = await show({ ...item, plan: null, callId: null, writes: [], ticketId: 7003 });
    expect([none.tickets, none.aircallUrl]).toEqual([[{ id: 7003, url: "https://acme.example/7003" }], null]);
  });

  it("has no links where the vendors have no pages, and no customer before a match", async () => {
    expect(await show(item, { links: false })).toMatchObject({ aircallUrl: null, customerUrl: null });
    expect(await show({ ...item, match: null })).toMatchObject({ match: null, customerUrl: null });
  });

  it("says outcomes and reasons in the reader's language", async () => {
    const { body } = await open(item).ask<ActivityDetailAnswer>("/activity/call:77", FRENCH);
    const english = await show(item);
    expect(body.received[0]?.message).not.toBe(english.received[0]?.message);
    expect(body.writes[1]?.message).not.toBe(english.writes[1]?.message);
    expect(body.message).not.toBe(english.message);
  });
});

describe("a replay", () => {
  const replay = { method: "POST" };

  it("is recorded with its person, and answers what is stored", async () => {
    const { ask, asked } = open(item);
    const { status, body } = await ask<ActivityDetailAnswer>("/activity/call:77/replay", replay);
    expect([status, body.id]).toEqual([202, "call:77"]);
    expect(asked).toEqual([
      ["c1", "call:77"],
      ["acme", "call:77", ADA],
    ]);
  });

  it.each([
    ["unknown item", "call:77", null, true],
    ["item of a connection that is gone", "call:77", item, false],
    ["id of no item", "ticket:1", item, true],
  ])("of an %s is 404", async (_what, id, shown, replayed) => {
    const { status, body } = await open(shown, { replayed }).ask(`/activity/${id}/replay`, replay);
    expect([status, body.error.code]).toEqual([404, "not_found"]);
  });
});

describe("the filter of the activity", () => {
  const isRead = (given: object) => activityFilterSchema.safeParse(given).success;

  it.each([
    [{ query: "x".repeat(200) }, true],
    [{ query: "x".repeat(201) }, false],
    [{ outcome: "missed,answered" }, true],
    [{ outcome: "missed," }, false],
    [{ outcome: ",missed" }, false],
    [{ outcome: "missedx" }, false],
    [{ outcome: "xmissed" }, false],
    [{ outcome: Array.from({ length: 20 }, () => "missed").join(",") }, false],
    [{ from: "2026-03-02T09:00:00+01:00", to: "2026-03-02T09:00:00+01:00" }, true],
    [{ from: "2026-03-02" }, false],
    [{ line: "x".repeat(101) }, false],
    [{ agent: "x".repeat(101) }, false],
    [{ limit: "5" }, false],
  ])("takes %j: %s", (given, taken) => {
    expect(isRead(given)).toBe(taken);
  });

  it("reads several outcomes, each whole", () => {
    expect(readQuery({ outcome: "answered,missed" }).outcome?.toSorted()).toEqual(["answered", "missed"]);
    expect(readQuery({ outcome: "unanswered" }).outcome).not.toContain("answered");
    expect(readQuery({}).outcome).toEqual([]);
  });
});
