/** What the activity shows of a conversation. */
import { describe, expect, it } from "vitest";
import { cleo, message, picture, SENT_AT, ticketWrite, write } from "../../../test/fixtures/text-messages.ts";
import { conversationPlan, conversationPlanSchema } from "./conversation-plan.ts";

const failed = { status: "failed", at: SENT_AT + 9_000 };
const outbound = { direction: "outbound", user: cleo } as const;
const doubtful = [write("message:SM1", { state: "intended", outcome: null })];
const later = (id: string, seconds: number) => message({ id, sentAt: SENT_AT + seconds * 1000 });

describe("conversationPlan", () => {
  it("shows a message that waits", () => {
    expect(conversationPlan(null, [message()], [])).toEqual({
      texts: [
        {
          id: "SM1",
          direction: "inbound",
          at: SENT_AT,
          body: "Where is my order?",
          line: "Support US",
          agent: null,
          channel: null,
          group: false,
          undelivered: false,
          files: [],
          state: "waiting",
          ticketId: null,
        },
      ],
    });
  });

  it("shows who wrote an outbound message, its channel, its group, and that it did not arrive", () => {
    const group = { id: "GC1", participants: ["12025550147"] };
    const { texts } = conversationPlan(
      null,
      [message({ ...outbound, channel: "whatsapp", group, undelivered: failed })],
      [],
    );
    expect(texts).toMatchObject([
      { direction: "outbound", agent: "Cleo Agent", channel: "whatsapp", group: true, undelivered: true },
    ]);
    expect(conversationPlan(null, [message({ user: cleo, line: null })], []).texts).toMatchObject([
      { agent: null, line: null },
    ]);
  });

  it("M9: shows the words of an MMS as what was said, and its layout nowhere", () => {
    const files = ["text_0.txt", "smil.xml", "a.png"].map((name) => ({ name, type: null, url: null }));
    const outcomes = [{ kind: "words", said: "Hello" }, { kind: "layout" }, { kind: "no link" }];
    const writes = outcomes.map((outcome, i) => write(`upload:SM1:${i}`, { outcome }));
    expect(conversationPlan(null, [message({ body: "", files })], writes).texts).toMatchObject([
      { body: "Hello", files: [{ name: "a.png", outcome: "no link" }] },
    ]);
  });

  it.each([
    ["its own write", [write("message:SM1", { outcome: { ticketId: 7005, messageId: 1 } })], "done", 7005],
    ["the ticket that was opened with it", [ticketWrite(7006, ["message:SM1"])], "done", 7006],
    ["the ticket, where its own write is in doubt", [...doubtful, ticketWrite(7007, ["message:SM1"])], "done", 7007],
    ["the ticket, beside what else was written", [ticketWrite(7008, ["message:SM1"]), write("tags:1")], "done", 7008],
    ["a rejection", [write("message:SM1", { state: "refused", outcome: { why: "no" } })], "refused", null],
    ["an answer that was lost", [write("message:SM1", { state: "intended", outcome: null })], "waiting", null],
  ] as const)("shows where a message went by %s", (_name, writes, state, ticketId) => {
    expect(conversationPlan(null, [message()], writes).texts).toMatchObject([{ state, ticketId }]);
  });

  it("M6: shows of each message the ticket it went to, also once there is another one", () => {
    const writes = [ticketWrite(7001, ["message:SM1"]), ticketWrite(7002, ["message:SM2"], { generation: 2 })];
    const { texts } = conversationPlan(null, [later("SM1", 0), later("SM2", 9)], writes);
    expect(texts.map(({ id, ticketId }) => [id, ticketId])).toEqual([
      ["SM1", 7001],
      ["SM2", 7002],
    ]);
  });

  it("M9: shows what became of each file", () => {
    const stored = { url: "https://files.example/1", name: "box.jpg", contentType: "image/jpeg", size: 1 };
    const writes = [
      write("upload:SM1:0", { generation: 0, outcome: { kind: "attached", file: stored } }),
      write("upload:SM1:1", { generation: 0, outcome: { kind: "other type", type: "video/mp4" } }),
      write("upload:SM1:2", { generation: 0, state: "intended", outcome: null }),
    ];
    const files = [picture, { ...picture, name: "a.mp4" }, { ...picture, name: "c" }, { ...picture, name: "d" }];
    expect(conversationPlan(null, [message({ files })], writes).texts[0]?.files).toEqual([
      { name: "box.jpg", outcome: "attached" },
      { name: "a.mp4", outcome: "other type" },
      { name: "c", outcome: "waiting" },
      { name: "d", outcome: "waiting" },
    ]);
  });

  it("keeps what was shown before, in the order of sending, and of the same message the newer facts", () => {
    const first = conversationPlan(null, [later("SM2", 9), later("SM1", 0)], []);
    const next = conversationPlan(first, [{ ...later("SM2", 9), body: "changed" }, later("SM3", 5)], []);
    expect(next.texts.map(({ id, body }) => [id, body])).toEqual([
      ["SM1", "Where is my order?"],
      ["SM3", "Where is my order?"],
      ["SM2", "changed"],
    ]);
  });

  it("M8: shows messages of the same millisecond by their ids, as their ticket orders them", () => {
    const { texts } = conversationPlan(null, [later("SM2", 0), later("SM3", 0), later("SM1", 0)], []);
    expect(texts.map(({ id }) => id)).toEqual(["SM1", "SM2", "SM3"]);
  });

  it("shows no words for a message that has none, and no ticket for one that waits again", () => {
    const told = conversationPlan(null, [message({ body: "" })], [write("message:SM1")]);
    expect(told.texts).toMatchObject([{ body: "", state: "done", ticketId: 7001 }]);
    expect(conversationPlan(told, [message()], []).texts).toMatchObject([{ state: "waiting", ticketId: null }]);
  });

  it("does not forget a message that was rejected", () => {
    const refused = write("message:SM1", { state: "refused", outcome: { why: "no" } });
    const told = conversationPlan(null, [message()], [refused]);
    expect(conversationPlan(told, [later("SM2", 1)], []).texts).toMatchObject([{ state: "refused" }, {}]);
  });

  it("does not forget that a message did not arrive", () => {
    const told = conversationPlan(null, [message({ ...outbound, undelivered: failed })], []);
    expect(conversationPlan(told, [message(outbound)], []).texts).toMatchObject([{ undelivered: true }]);
  });

  it("C15: does not forget what a later event about the same message leaves out", () => {
    const told = conversationPlan(
      null,
      [message({ ...outbound, body: "hello", channel: "whatsapp", files: [picture] })],
      [],
    );
    const bare = message({ direction: "outbound", body: "", undelivered: failed });
    expect(conversationPlan(told, [bare], []).texts).toMatchObject([
      { body: "hello", agent: "Cleo Agent", channel: "whatsapp", files: [{ name: "box.jpg" }], undelivered: true },
    ]);
  });

  it("remembers the ticket of a message whose write is no longer stored", () => {
    const told = conversationPlan(null, [message()], [write("message:SM1")]);
    expect(conversationPlan(told, [later("SM2", 1)], []).texts).toMatchObject([{ state: "done", ticketId: 7001 }, {}]);
  });

  it("shows the latest hundred, and of each its beginning", () => {
    const many = Array.from({ length: 130 }, (_, n) => later(`SM${n}`, n));
    const { texts } = conversationPlan(conversationPlan(null, many.slice(0, 60), []), many.slice(60), []);
    expect([texts.length, texts[0]?.id, texts.at(-1)?.id]).toEqual([100, "SM30", "SM129"]);
    const [long] = conversationPlan(null, [message({ body: "x".repeat(1_600) })], []).texts;
    expect(long?.body).toBe(`${"x".repeat(300)}…`);
    const [whole] = conversationPlan(null, [message({ body: "x".repeat(300) })], []).texts;
    expect(whole?.body).toHaveLength(300);
  });

  it("cuts no character in two", () => {
    const [shown] = conversationPlan(null, [message({ body: `${"x".repeat(299)}👋 and more` })], []).texts;
    expect(shown?.body.isWellFormed()).toBe(true);
  });

  it.each([null, undefined, {}, "plan", { texts: "none" }, { texts: [{ id: 1 }] }, { subject: "Inbound call" }])(
    "begins anew where %j was stored before",
    (before) => {
      expect(conversationPlan(before, [message()], []).texts).toHaveLength(1);
    },
  );

  it("comes back from the database as it was", () => {
    const plan = conversationPlan(null, [message({ files: [picture] })], [write("message:SM1")]);
    expect(conversationPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    expect(conversationPlan(JSON.parse(JSON.stringify(plan)), [], [])).toEqual(plan);
  });
});
