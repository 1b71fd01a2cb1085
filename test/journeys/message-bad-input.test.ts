/** Undocumented forms of messages: each becomes a readable message or a reason, and nothing of it is executed. */
import { describe, expect, it } from "vitest";
import type { SeenNote, Shop } from "../helpers/shop.ts";
import {
  CALLER,
  deliveriesOf,
  customersOf,
  openConversation,
  picture,
  receiveText,
  sendText,
  textsOf,
} from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOSTILE = `<script>alert("x")</script><img src=x onerror=alert(1)> & '"`;
const SUBJECT = `text:${CALLER}`;

/** The documented inbound message with these changes. Undefined removes a member. */
function dataOf(shop: Shop, changes: Record<string, unknown>): Record<string, unknown> {
  const at = new Date(world.it.clock.now()).toISOString();
  return {
    id: "SM-odd",
    direct_link: "https://api.aircall.io/v1/numbers/1/messages/SM-odd",
    direction: "inbound",
    external_number: "+33 6 12 34 56 78",
    raw_digits: "33612345678",
    body: "hello",
    status: "received",
    channel: null,
    media_details: [],
    created_at: at,
    updated_at: at,
    sent_at: at,
    number: { id: shop.lines.fr, name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" },
    contact: null,
    ...changes,
  };
}

async function publish(shop: Shop, changes: Record<string, unknown>, event = "message.received"): Promise<void> {
  const data = dataOf(shop, changes);
  await shop.phone.messages.publish({ company: shop.company, line: shop.lines.fr, event, data });
  await shop.settle();
}

/** The one message of a new shop with this delivery. */
async function told(changes: Record<string, unknown>, event?: string): Promise<{ shop: Shop; text: SeenNote }> {
  const shop = await world.it.openShop();
  await publish(shop, changes, event);
  const [text, ...more] = textsOf(shop);
  if (!text || more.length > 0) throw new Error(`${textsOf(shop).length} messages, not one`);
  return { shop, text };
}

describe("what is written", () => {
  it.each([
    ["no body and no file", { body: "" }, "(message without text)"],
    ["no body at all", { body: undefined }, "(message without text)"],
    ["a body of blanks", { body: " \n\t " }, "(message without text)"],
    ["a body that is no text", { body: { html: "<b>" } }, "(message without text)"],
    ["emoji", { body: "👩‍👩‍👧 🇫🇷 ❤️" }, "👩‍👩‍👧 🇫🇷 ❤️"],
    ["right-to-left text", { body: "مرحبا שלום" }, "مرحبا שלום"],
    ["1,600 characters", { body: "é".repeat(1_600) }, "é".repeat(1_600)],
    ["what no database can store", { body: "a\u0000b\ud800c" }, "ab\ufffdc"],
    ["several lines", { body: "one\r\ntwo\nthree" }, "one\r\ntwo\nthree"],
    ["what looks like a translation's placeholder", { body: "{{status}} $& \\1" }, "{{status}} $& \\1"],
  ])("M8: %s", async (_what, changes, expected) => {
    const { text, shop } = await told(changes);
    expect(text.text).toBe(expected);
    expect((await shop.activity(SUBJECT)).state).toBe("done");
  });

  it("M8: 900,000 characters, as many as a delivery may bring", async () => {
    const { text } = await told({ body: "<".repeat(900_000) });
    expect(text.text).toHaveLength(900_000);
    expect(text.html).not.toContain("<<");
  });

  it("answers 413 to a delivery above 1 MB, and writes nothing", async () => {
    const shop = await world.it.openShop();
    const data = dataOf(shop, { body: "x".repeat(1024 * 1024) });
    const [delivery] = await shop.phone.messages.publish({ company: shop.company, line: shop.lines.fr, data });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([413]);
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
  });

  it("M8: HTML in the body, in names and in file names stays text", async () => {
    const shop = await world.it.openShop();
    shop.phone.companies.addContact(shop.company, { firstName: HOSTILE, lastName: HOSTILE, phones: [CALLER] });
    const line = shop.phone.companies.addLine(shop.company, { name: HOSTILE, digits: "+33 1 70 18 00 09" });
    const selected = [...Object.values(shop.lines), line.id].map(String);
    await world.it.services.connections.selectLines(shop.connectionId, selected);
    await world.it.services.database.query(
      `insert into lines (connection_id, line_id, name, digits, selected) values ($1, $2, $3, $4, true)
       on conflict (connection_id, line_id) do update set selected = true`,
      [shop.connectionId, String(line.id), HOSTILE, line.digits],
    );
    const media = [{ name: HOSTILE, type: "audio/mpeg" }, picture(900, `"><script>.png`)];
    await receiveText(shop, world.it.clock, { line: line.id, body: HOSTILE, media, channel: "whatsapp" });
    await sendText(shop, world.it.clock, { line: line.id, body: HOSTILE });
    await shop.settle();
    const { notes, tags } = shop.ticket();
    expect(tags).toContain(HOSTILE);
    expect(notes.map(({ text }) => text).join()).toContain(HOSTILE);
    for (const { html } of notes) expect(html.replaceAll(/<\/?(?:p|i|b|strong|br|ul|li)>/g, "")).not.toMatch(/[<>]/);
  });
});

describe("when it was written", () => {
  it("M8: a time in the future is ignored: the time of the delivery counts", async () => {
    const now = world.it.clock.now();
    const { text } = await told({ sent_at: "2031-01-01T00:00:00.000Z", created_at: "2031-01-01T00:00:00.000Z" });
    expect(Math.abs(Date.parse(text.sentAt ?? "") - now)).toBeLessThan(60_000);
  });

  it.each([
    ["no time", undefined],
    ["a time that is none", "yesterday"],
    ["a negative time", -5],
    ["a list", []],
  ])("M8: with %s, the time of the event counts", async (_what, time) => {
    const now = world.it.clock.now();
    const { text } = await told({ sent_at: time, created_at: time, updated_at: time });
    expect(Date.parse(text.sentAt ?? "")).toBe(Math.floor(now / 1000) * 1000);
  });

  it("M8: milliseconds are as good as an ISO time", async () => {
    const at = world.it.clock.now() - 90_123;
    const { text } = await told({ sent_at: at, created_at: at });
    expect(Date.parse(text.sentAt ?? "")).toBe(at);
  });
});

describe("what it is", () => {
  it.each([
    ["an unknown channel", { channel: "telegram" }, "Message by telegram\nhello"],
    ["WhatsApp", { channel: "whatsapp" }, "WhatsApp message\nhello"],
    ["a channel that is no text", { channel: 7 }, "hello"],
    ["an unknown status", { status: "teleported" }, "hello"],
    ["no status", { status: undefined }, "hello"],
    ["no contact at all", { contact: undefined }, "hello"],
    ["files that are no list", { media_details: "none" }, "hello"],
  ])("S2: %s", async (_what, changes, expected) => {
    expect((await told(changes)).text.text).toBe(expected);
  });

  it("S2: an unknown direction follows from the event", async () => {
    const { text } = await told({ direction: "sideways" });
    expect(text.fromAgent).toBe(false);
  });

  it("S2: an id may be a number", async () => {
    const { text } = await told({ id: 12_345 });
    expect(text.key).toBe("message:12345");
  });

  it("S2: without an id it is stored and not processed", async () => {
    const shop = await world.it.openShop();
    shop.forgetRequests();
    await publish(shop, { id: undefined });
    expect(await deliveriesOf(world.it, shop)).toMatchObject([
      { kind: null, ref: null, outcome: { code: "ignored", why: "event_not_followed" } },
    ]);
    expect(shop.requests()).toEqual([]);
  });

  it("S2: without a line it is stored, with the reason", async () => {
    const shop = await world.it.openShop();
    shop.forgetRequests();
    await publish(shop, { number: undefined });
    expect(await deliveriesOf(world.it, shop)).toMatchObject([
      { outcome: { code: "ignored", why: "line_not_selected" } },
    ]);
    expect(await shop.activity(SUBJECT)).toMatchObject({
      state: "ignored",
      reason: { code: "line_unknown" },
    });
    expect(shop.requests()).toEqual([]);
  });

  it("S2: one that cannot be read holds up none that can", async () => {
    const shop = await world.it.openShop();
    const [delivery] = await shop.phone.messages.publish({
      company: shop.company,
      line: shop.lines.fr,
      data: dataOf(shop, {}),
    });
    const odd = JSON.parse(delivery?.body ?? "{}");
    await shop.deliver(JSON.stringify({ ...odd, timestamp: "soon", data: { ...odd.data, id: "SM-unread" } }));
    await shop.settle();
    expect(shop.texts()).toEqual([["hello"]]);
    expect((await deliveriesOf(world.it, shop)).map(({ outcome }) => outcome)).toEqual([
      { code: "read" },
      expect.objectContaining({ code: "not_understood", path: "timestamp" }),
    ]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "failed" });
  });
});

describe("who wrote it", () => {
  it.each([
    ["nobody", "anonymous", "anonymous"],
    ["a hidden sender in French", "Numéro masqué", "Numéro masqué"],
    ["digits of a keypad that hide the sender", "+266696687", "+266696687"],
    ["one digit", "7", "7"],
  ])("C14: %s is the anonymous caller, and is named above the message", async (_what, from, shown) => {
    const { shop, text } = await told({ external_number: from, raw_digits: from });
    expect(shop.ticket().customer.name).toBe("Anonymous caller");
    expect(text.text).toBe(`From ${shown}\nhello`);
  });

  it("C14: with no number at all, too", async () => {
    const { shop, text } = await told({ external_number: undefined, raw_digits: undefined });
    expect(shop.ticket().customer.name).toBe("Anonymous caller");
    expect(text.text).toBe("hello");
  });

  it("C14: senders with names have a customer and a ticket each, whatever the letter case", async () => {
    const shop = await world.it.openShop();
    for (const from of ["AMAZON", "DHL", "dhl"]) await receiveText(shop, world.it.clock, { from, body: from });
    await shop.settle();
    await receiveText(shop, world.it.clock, { from: "DHL", body: "again" });
    await shop.settle();
    expect(shop.texts().toSorted()).toEqual([
      ["From AMAZON\nAMAZON"],
      ["From DHL\nDHL", "From dhl\ndhl", "From DHL\nagain"],
    ]);
    expect(new Set(customersOf(shop).map(({ name }) => name))).toEqual(new Set(["AMAZON", "DHL"]));
    expect(
      shop
        .tickets()
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(["SMS Conversation with AMAZON", "SMS Conversation with DHL"]);
    expect(shop.requests()).not.toContain("POST /api/search");
    expect((await shop.activity("text:word-dhl")).match).toMatchObject({ how: "phone index" });
  });

  it("C1: a short code is a customer of its own", async () => {
    const { shop } = await told({ external_number: "3635", raw_digits: "3635" });
    expect(shop.ticket()).toMatchObject({ subject: "SMS Conversation with 3635" });
    expect(shop.ticket().customer.name).toBe("Aircall New Contact 3635");
  });

  it("C1: the raw digits serve where there is no number to show", async () => {
    const { shop } = await told({ external_number: null });
    expect(shop.ticket().customer.name).toBe(`Aircall New Contact ${CALLER}`);
  });
});

describe("groups", () => {
  const participants = ["+12025550148", "+12025550147"];

  it("M2: have one ticket for all writers, each message in its writer's name", async () => {
    const shop = await world.it.openShop();
    const group = { company: shop.company, line: shop.lines.us, participants };
    for (const from of [...participants, ...participants]) {
      await shop.phone.messages.receiveGroup({ ...group, from, body: "hello" });
      world.it.clock.advance(20_000);
      await shop.settle();
    }
    await shop.phone.messages.sendGroup({ ...group, user: shop.users.cleo, body: "hi" });
    await shop.settle();
    expect(shop.ticket().customer.name).toBe("Aircall New Contact +12025550147");
    const names = participants.map((number) => `Aircall New Contact ${number}`);
    expect(textsOf(shop).map(({ author }) => author)).toEqual([...names, ...names, "Ada Admin"]);
  });

  it.each([
    ["the line is counted among them", { groupParticipantsIncludeLine: true }],
    ["the line is named as the sender", { groupSenderOfOutbound: "line" as const }],
    ["they are sent in full", { groupMessagesInFull: true }],
  ])("M2: are not taken for the line itself when %s", async (_what, settings) => {
    const { phone } = world.it.sandbox.aircall;
    const before = {
      groupParticipantsIncludeLine: false,
      groupSenderOfOutbound: "absent",
      groupMessagesInFull: false,
    } as const;
    phone.change(settings);
    const shop = await world.it.openShop();
    await phone.messages.sendGroup({ company: shop.company, line: shop.lines.us, participants, body: "hi" });
    await shop.settle();
    phone.change(before);
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Aircall New Contact +12025550147"]);
    expect(shop.ticket().customer.name).toBe("Aircall New Contact +12025550147");
  });
});

describe("lines that are not selected", () => {
  it("S1: their messages are stored and ignored, and cost no request", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    shop.forgetRequests();
    await receiveText(shop, world.it.clock, { body: "hello" });
    await sendText(shop, world.it.clock, { body: "hi" });
    await shop.settle();
    expect(shop.requests()).toEqual([]);
    const outcome = { code: "ignored", why: "line_not_selected" };
    expect(await deliveriesOf(world.it, shop)).toMatchObject([{ outcome }, { outcome }]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "ignored", reason: { code: "line_not_selected" } });
  });

  it("S1: once a line is selected its next messages count, and the conversation of another line continues", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    await receiveText(shop, world.it.clock, { body: "ignored" });
    await receiveText(shop, world.it.clock, { body: "first", line: shop.lines.us });
    await shop.settle();
    await world.it.services.connections.selectLines(shop.connectionId, [String(shop.lines.us), String(shop.lines.fr)]);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
  });
});

describe("no possible author", () => {
  it("C5: a customer's message becomes a ticket all the same, and an agent's waits until there is an admin", async () => {
    const shop = await openConversation(world.it);
    for (const { id } of shop.desk.account(shop.account).users.all()) {
      shop.desk.updateUser(shop.account, id, { role: "basic-agent" });
    }
    world.it.clock.advance(2 * 3_600_000);
    await sendText(shop, world.it.clock, { body: "without an author", user: shop.users.nils });
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
    const reason = { code: "no_signer" };
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "failed", reason });
    const [user] = shop.desk.account(shop.account).users.all();
    shop.desk.updateUser(shop.account, user?.id ?? 0, { role: "admin" });
    world.it.clock.advance(11_000);
    expect(await world.it.services.replay(shop.account, SUBJECT)).toBe(true);
    await shop.settle();
    const inOrder = textsOf(shop).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    expect(inOrder.map(({ text }) => text)).toEqual(["first", "without an author", "second"]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
  });

  it("C5: a first message of an unknown customer makes a ticket without the note of it", async () => {
    const shop = await world.it.openShop();
    for (const { id } of shop.desk.account(shop.account).users.all()) {
      shop.desk.updateUser(shop.account, id, { role: "basic-agent" });
    }
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    expect(shop.ticket().notes.map(({ text }) => text)).toEqual(["first"]);
  });
});
