/** Messages and their tickets in the Gorgias client, with the Gorgias simulator: stored at their times, found again, never sent. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openGorgias } from "../../src/gorgias/help-desk.ts";
import type { TextDraft } from "../../src/domain/ports/help-desk.ts";
import {
  ADMIN,
  AGENT,
  AT,
  failureOf,
  noteDraft,
  ticketDraft,
  useGorgiasSimulator,
  type DraftParts,
  type Shop,
} from "./use-gorgias-simulator.ts";

const gorgias = useGorgiasSimulator();
const CALLER = "+33612345678";
const LINE = "+33 1 70 18 00 01";
const file = { url: "https://files.example/1.jpg", name: "box.jpg", contentType: "image/jpeg", size: 12 };

function inbound(customerId: number, more: Partial<TextDraft> = {}): TextDraft {
  return {
    externalId: "aircall-message:SM1",
    direction: "inbound",
    html: "<p>Where is my order?</p>",
    text: "Where is my order?",
    customerId,
    authorId: null,
    customerAddress: CALLER,
    lineAddress: LINE,
    at: AT,
    files: [],
    ...more,
  };
}

const outbound = (customerId: number, more: Partial<TextDraft> = {}): TextDraft =>
  inbound(customerId, { direction: "outbound", authorId: AGENT, ...more });

/** As Gorgias shows messages, with the extra fields of SMS. */
interface SeenText {
  id: number;
  external_id: string;
  receiver: { id: number } | null;
  sent_datetime: string | null;
  created_datetime: string;
  source: object;
}

const textsOf = (shop: Shop) => shop.seen().tickets.flatMap(({ messages }) => messages as unknown[] as SeenText[]);

/** A ticket of messages for a new customer. */
async function conversing(
  settings: Parameters<typeof gorgias.open>[0] = {},
  texts: (customerId: number) => TextDraft[] = () => [],
  more: DraftParts = {},
) {
  const shop = gorgias.open(settings);
  const customerId = more.customerId ?? shop.addCustomer("Ada Byron", CALLER);
  const draft = ticketDraft({ customerId, externalId: "aircall-text-SM0", texts: texts(customerId), ...more });
  const { ticketId, messageIds } = await shop.desk.tickets.open(draft);
  return { shop, customerId, ticketId, messageIds };
}

/** What only people in Gorgias do: straight to its API. */
async function put(shop: Shop, ticketId: number, json: object): Promise<void> {
  const headers = { authorization: shop.identity.authorization, "content-type": "application/json" };
  const url = `${gorgias.simulator.url}/${shop.account}/api/tickets/${ticketId}`;
  const { status } = await fetch(url, { method: "PUT", headers, body: JSON.stringify(json) });
  expect(status).toBe(202);
}

describe("a message", () => {
  it("M8: that came in is the customer's, from their number to the line, without a receiver", async () => {
    const { shop, customerId, ticketId } = await conversing();
    const id = await shop.desk.texts.add(ticketId, inbound(customerId));
    expect(textsOf(shop).at(-1)).toMatchObject({
      id,
      external_id: "aircall-message:SM1",
      channel: "sms",
      via: "api",
      public: true,
      from_agent: false,
      sender: { id: customerId },
      receiver: null,
      source: { type: "sms", from: { address: CALLER }, to: [{ address: LINE }] },
      body_text: "Where is my order?",
      body_html: "<p>Where is my order?</p>",
      attachments: null,
    });
  });

  it("M8: that went out is the agent's, from the line to the customer", async () => {
    const { shop, customerId, ticketId } = await conversing();
    await shop.desk.texts.add(ticketId, outbound(customerId));
    expect(textsOf(shop).at(-1)).toMatchObject({
      channel: "sms",
      public: true,
      from_agent: true,
      sender: { id: AGENT },
      receiver: { id: customerId },
      source: { type: "sms", from: { address: LINE }, to: [{ address: CALLER }] },
    });
  });

  it("M9: bears its files", async () => {
    const { shop, customerId, ticketId } = await conversing();
    const files = [file, { ...file, name: "scan.pdf", contentType: "application/pdf", size: null }];
    await shop.desk.texts.add(ticketId, inbound(customerId, { files }));
    expect(textsOf(shop).at(-1)).toMatchObject({
      attachments: [
        { url: file.url, name: "box.jpg", content_type: "image/jpeg", size: 12, public: false },
        { url: file.url, name: "scan.pdf", content_type: "application/pdf", size: null, public: false },
      ],
    });
  });

  it("M8: keeps the milliseconds at which it was sent, and so does its ticket", async () => {
    const moments = [0, 1, 7, 123, 250, 333, 500, 999].map((ms) => AT * 1000 + ms);
    const { shop, customerId, ticketId } = await conversing(
      {},
      (id) => moments.map((at, n) => outbound(id, { at: at / 1000, externalId: `made:${n}` })),
      { notes: [], createdAt: (AT * 1000 + 123) / 1000 },
    );
    for (const [n, at] of moments.entries()) {
      await shop.desk.texts.add(ticketId, inbound(customerId, { at: at / 1000, externalId: `added:${n}` }));
    }
    const shown = new Map(textsOf(shop).map((text) => [text.external_id, text]));
    for (const [n, at] of moments.entries()) {
      for (const text of [shown.get(`made:${n}`), shown.get(`added:${n}`)]) {
        const times = [text?.created_datetime, text?.sent_datetime].map((time) => Date.parse(time ?? ""));
        expect(times).toEqual([at, at]);
      }
    }
    expect(shop.seen().tickets[0]?.created_datetime).toBe("2026-03-02T08:00:00.123000+00:00");
  });

  it("M8: keeps every millisecond also where seconds with fractions cannot hold it exactly", async () => {
    const sent: string[] = [];
    const shop = gorgias.open();
    const customerId = shop.addCustomer("Ada");
    const desk = openGorgias({ ...shop.deps, fetch: keepBodies(sent) }, shop.identity);
    const odd = Array.from({ length: 400 }, (_, n) => AT * 1000 + n * 7_919_003);
    for (const ms of odd) {
      const draft = ticketDraft({ customerId, notes: [], texts: [inbound(customerId, { at: ms / 1000 })] });
      await desk.tickets.open({ ...draft, createdAt: ms / 1000 });
    }
    const bodies = sent.map((body) => JSON.parse(body) as { created_datetime: string; messages: SeenText[] });
    expect(bodies.map(({ created_datetime }) => Date.parse(created_datetime))).toEqual(odd);
    expect(bodies.map(({ messages }) => Date.parse(messages[0]?.sent_datetime ?? ""))).toEqual(odd);
  });
});

/** Remembers every body on its way out. */
function keepBodies(into: string[]): typeof fetch {
  return (input, init) => {
    if (typeof init?.body === "string") into.push(init.body);
    return fetch(input, init);
  };
}

describe("M8: nothing is ever sent", () => {
  const settings = [
    {},
    { receiverRequired: false },
    { senderRequired: true, viaRequired: true },
    { publicOutsideNotes: false },
    { author: "token" },
    { phoneSendFails: false },
    { customerMessageReopens: false, enrichment: true },
  ] as const;

  it.each(settings)(
    "M8: by a ticket of messages or a message added to it, where Gorgias is set to %j",
    async (setting) => {
      const both = (id: number) => [outbound(id, { externalId: "a" }), inbound(id, { externalId: "b" })];
      const { shop, customerId, ticketId } = await conversing(setting, both);
      await shop.desk.texts.add(ticketId, outbound(customerId, { externalId: "c", files: [file] }));
      shop.act(ticketId, "close");
      await shop.desk.texts.add(ticketId, outbound(customerId, { externalId: "d", authorId: ADMIN }));
      await shop.desk.tickets.change(ticketId, { open: true, assigneeId: AGENT });
      const texts = textsOf(shop);
      expect(texts).toHaveLength(5);
      expect(texts.every((text) => text.sent_datetime !== null)).toBe(true);
      expect(shop.seen().outbox).toEqual([]);
    },
  );

  it("M8: whatever the message and its time: every request body has the time it was sent", async () => {
    const sent: string[] = [];
    const shop = gorgias.open({ receiverRequired: false });
    const customerId = shop.addCustomer("Ada");
    const desk = openGorgias({ ...shop.deps, fetch: keepBodies(sent) }, shop.identity);
    const { ticketId } = await desk.tickets.open(ticketDraft({ customerId, texts: [] }));
    const words = fc.oneof(fc.constantFrom("", "\u0000", "sent_datetime", '","sent_datetime":null,"x":"'), fc.string());
    const draft = fc.record({
      author: fc.constantFrom(null, AGENT, ADMIN),
      at: fc.oneof(fc.constantFrom(0, 0.0004, 253_402_300_799), fc.double({ min: 0, max: 4e9, noNaN: true })),
      externalId: words,
      text: words,
      html: words,
    });
    await fc.assert(
      fc.asyncProperty(draft, fc.boolean(), async ({ author, ...more }, anew) => {
        const told = { ...more, direction: author === null ? ("inbound" as const) : ("outbound" as const) };
        const text = inbound(customerId, { ...told, authorId: author });
        if (anew) await desk.tickets.open(ticketDraft({ customerId, texts: [text, text] }));
        else await desk.texts.add(ticketId, text);
      }),
      { numRuns: 150 },
    );
    const bodies = sent.map((body) => JSON.parse(body) as SeenText & { messages?: SeenText[] });
    const messages = bodies.flatMap((body) => body.messages ?? [body]);
    expect(messages.length).toBeGreaterThan(150);
    for (const { sent_datetime, created_datetime } of messages) {
      expect(Date.parse(sent_datetime ?? "")).not.toBeNaN();
      expect(sent_datetime).toBe(created_datetime);
    }
    expect(shop.seen().outbox).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])(
    "M8: at the impossible time %d nothing goes out at all",
    async (at) => {
      const { shop, customerId, ticketId } = await conversing();
      const before = shop.requests().length;
      const add = async () => shop.desk.texts.add(ticketId, outbound(customerId, { at }));
      expect(await failureOf(add())).toBeInstanceOf(RangeError);
      const draft = ticketDraft({ customerId, texts: [outbound(customerId, { at })] });
      expect(await failureOf(shop.desk.tickets.open(draft))).toBeInstanceOf(RangeError);
      expect(shop.requests()).toHaveLength(before);
    },
  );

  it("M8: nor is a note that a message did not arrive, or one that is edited", async () => {
    const { shop, ticketId } = await conversing();
    const id = await shop.desk.notes.add(ticketId, noteDraft({ externalId: "aircall-undelivered:SM1" }));
    await shop.desk.notes.edit(ticketId, Number(id), noteDraft({ text: "Text not delivered" }));
    expect(textsOf(shop).at(-1)).toMatchObject({ channel: "internal-note", public: false, from_agent: true });
    expect(shop.seen().outbox).toEqual([]);
  });
});

describe("a ticket of messages", () => {
  it("M7: is in the channel of messages, with what each side wrote in its own name", async () => {
    const { shop, customerId, ticketId, messageIds } = await conversing({}, (id) => [
      inbound(id, { externalId: "a" }),
      outbound(id, { externalId: "b", at: AT + 1, authorId: ADMIN }),
    ]);
    const [ticket] = shop.seen().tickets;
    expect(ticket).toMatchObject({ id: ticketId, channel: "sms", status: "open", customer: { id: customerId } });
    expect(ticket?.messages).toMatchObject([
      { channel: "internal-note", external_id: "call-1:answered" },
      { channel: "sms", from_agent: false, sender: { id: customerId }, receiver: null, external_id: "a" },
      { channel: "sms", from_agent: true, sender: { id: ADMIN }, receiver: { id: customerId }, external_id: "b" },
    ]);
    expect(messageIds).toEqual(new Map(ticket?.messages.map(({ id, external_id }) => [external_id ?? "", id])));
  });

  it.each([
    ["the customer's where they wrote first", [inbound, outbound], false],
    ["the agent's where they did", [outbound, inbound], true],
    ["unread where there is a note alone", [], false],
  ] as const)("M7: is %s", async (_name, drafts, fromAgent) => {
    const { shop } = await conversing({}, (id) => drafts.map((draft, n) => draft(id, { externalId: `${n}` })));
    expect(shop.seen().tickets).toMatchObject([{ channel: "sms", from_agent: fromAgent }]);
  });

  it("M11: is found again by its name with the ids of all its messages, in pages, each of them in it too", async () => {
    const { shop, customerId, ticketId, messageIds } = await conversing({}, (id) =>
      Array.from({ length: 230 }, (_, n) => inbound(id, { externalId: `aircall-message:${n}`, at: AT + n })),
    );
    const added = await shop.desk.texts.add(ticketId, outbound(customerId, { externalId: "added", at: AT - 60 }));
    expect(messageIds.size).toBe(231);
    expect(await shop.desk.tickets.find("aircall-text-SM0")).toEqual({
      ticketId,
      messageIds: new Map([...messageIds, ["added", added]]),
    });
    for (const name of ["aircall-message:0", "aircall-message:115", "aircall-message:229"]) {
      expect(await shop.desk.notes.find(ticketId, name)).toBe(messageIds.get(name));
    }
    expect(await shop.desk.notes.find(ticketId, "added")).toBe(added);
    expect(await shop.desk.notes.find(ticketId, "aircall-message:230")).toBeNull();
    expect(await shop.desk.notes.find(ticketId, "aircall-message:")).toBeNull();
  });

  it("M11: has a message that is found again after its answer was lost", async () => {
    const { shop, customerId, ticketId } = await conversing();
    shop.fail({ kind: "lost-answer" }, `/tickets/${ticketId}/messages`);
    const failure = await failureOf(shop.desk.texts.add(ticketId, outbound(customerId)));
    expect(failure).toMatchObject({ name: "RequestError", fate: "unknown" });
    expect(await shop.desk.notes.find(ticketId, "aircall-message:SM1")).toBe(textsOf(shop).at(-1)?.id);
  });
});

describe("the tickets of a customer", () => {
  it("M2: are listed with the one that changed last first, and without those in the trash", async () => {
    const shop = gorgias.open();
    shop.addTags(1);
    const customerId = shop.addCustomer("Ada");
    const other = shop.addCustomer("Bob");
    const ids: number[] = [];
    for (const [n, texts] of [[], undefined, [], [], []].entries()) {
      gorgias.clock.advance(1_000);
      const tags = n === 2 ? ["Tag 0"] : [];
      const draft = { customerId, externalId: `t${n}`, assigneeId: null, tags, ...(texts ? { texts } : {}) };
      ids.push((await shop.desk.tickets.open(ticketDraft(draft))).ticketId);
    }
    await shop.desk.tickets.open(ticketDraft({ customerId: other, texts: [] }));
    gorgias.clock.advance(1_000);
    await shop.desk.texts.add(ids[0] ?? 0, inbound(customerId));
    gorgias.clock.advance(1_000);
    shop.act(ids[3] ?? 0, "trash");
    shop.act(ids[4] ?? 0, "spam");
    const before = shop.desk.used();
    const listed = await shop.desk.tickets.ofCustomer(customerId);
    expect(shop.desk.used() - before).toBe(1);
    expect(listed.map(({ externalId, channel }) => [externalId, channel])).toEqual([
      ["t4", "sms"],
      ["t0", "sms"],
      ["t2", "sms"],
      ["t1", "phone"],
    ]);
    expect(listed[0]?.state).toMatchObject({ ticketId: ids[4], spam: true, trashed: false });
    expect(listed[2]?.state).toEqual({
      kind: "there",
      ticketId: ids[2],
      spam: false,
      trashed: false,
      tags: ["Tag 0"],
      status: "open",
      closedAt: null,
      snoozed: false,
      assigneeId: null,
      subject: expect.any(String),
      customerId,
    });
  });

  it("M2: are none for a customer without any, and a page of a hundred for one with more", async () => {
    const shop = gorgias.open();
    const customerId = shop.addCustomer("Ada");
    expect(await shop.desk.tickets.ofCustomer(customerId)).toEqual([]);
    expect(await shop.desk.tickets.ofCustomer(424_242)).toEqual([]);
    for (let n = 0; n < 103; n += 1) {
      gorgias.clock.advance(1_000);
      await shop.desk.tickets.open(ticketDraft({ customerId, externalId: `t${n}`, texts: [] }));
    }
    const names = (await shop.desk.tickets.ofCustomer(customerId)).map(({ externalId }) => externalId);
    expect([names.length, names[0], names.at(-1)]).toEqual([100, "t102", "t3"]);
  });
});

describe("the state of a ticket of messages", () => {
  it("M5: has the time when it was closed, in epoch ms, and M3: that it is open again", async () => {
    const { shop, ticketId } = await conversing();
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ status: "open", closedAt: null, snoozed: false });
    gorgias.clock.advance(1_234);
    const closedAt = gorgias.clock.now();
    shop.act(ticketId, "close");
    gorgias.clock.advance(5_000);
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ status: "closed", closedAt, snoozed: false });
    const open = { kind: "there", ticketId, status: "open", closedAt: null };
    expect(await shop.desk.tickets.change(ticketId, { open: true })).toMatchObject(open);
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject(open);
  });

  it.each(["closed", "open"] as const)(
    "M5: is snoozed, shown as %s, and no more once it is back",
    async (snoozedStatus) => {
      const { shop, ticketId } = await conversing({ snoozedStatus });
      const until = new Date(gorgias.clock.now() + 3_600_000).toISOString();
      await put(shop, ticketId, { snooze_datetime: until });
      expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ status: snoozedStatus, snoozed: true });
      const listed = await shop.desk.tickets.ofCustomer(shop.seen().tickets[0]?.customer.id ?? 0);
      expect(listed).toMatchObject([{ state: { status: snoozedStatus, snoozed: true } }]);
      gorgias.clock.advance(3_600_000);
      expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ status: "open", snoozed: false });
    },
  );

  it("M5: is open once a snoozed one is opened", async () => {
    const { shop, ticketId } = await conversing();
    await put(shop, ticketId, { snooze_datetime: new Date(gorgias.clock.now() + 3_600_000).toISOString() });
    const there = { status: "open", snoozed: false, closedAt: null };
    expect(await shop.desk.tickets.change(ticketId, { open: true })).toMatchObject(there);
  });

  it("C4: has the assignee", async () => {
    const { shop, ticketId } = await conversing({}, undefined, { assigneeId: null });
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ assigneeId: null });
    expect(await shop.desk.tickets.change(ticketId, { assigneeId: ADMIN })).toMatchObject({ assigneeId: ADMIN });
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ assigneeId: ADMIN });
  });

  it.each([
    ["names it", true],
    ["does not", false],
  ])(
    "C16: is known from a message that cannot be added to a merged one, where Gorgias %s",
    async (_name, mergedLocation) => {
      const { shop, customerId, ticketId } = await conversing({ mergedLocation });
      const target = await shop.openTicket();
      shop.act(ticketId, "merge", target);
      const before = textsOf(shop).length;
      const into = mergedLocation ? target : null;
      expect(await shop.desk.texts.add(ticketId, outbound(customerId))).toEqual({ kind: "merged", into });
      expect(textsOf(shop)).toHaveLength(before);
    },
  );

  it("C16: is known from a message that cannot be added to one that is deleted, or never existed", async () => {
    const { shop, customerId, ticketId } = await conversing();
    shop.act(ticketId, "delete");
    expect(await shop.desk.texts.add(ticketId, outbound(customerId))).toEqual({ kind: "deleted" });
    expect(await shop.desk.texts.add(424_242, inbound(customerId))).toEqual({ kind: "deleted" });
  });

  it("is rejected with a message of or to an unknown customer, or without a sender", async () => {
    const { shop, customerId, ticketId } = await conversing();
    const refused = { name: "RequestError", fate: "refused" };
    for (const text of [
      inbound(424_242),
      outbound(customerId, { authorId: 4242 }),
      outbound(424_242),
      inbound(customerId, { customerAddress: "" }),
      inbound(customerId, { externalId: "x".repeat(256) }),
    ]) {
      expect(await failureOf(shop.desk.texts.add(ticketId, text))).toMatchObject(refused);
    }
    expect(textsOf(shop)).toHaveLength(1);
  });
});
