/** M1–M8, M10: messages become one conversation, in the right ticket, in order and once. */
import { describe, expect, it } from "vitest";
import type { Shop, ShopOptions } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));
const HOUR_MS = 3_600_000;
const CALLER = "+33612345678";

async function receive(shop: Shop, input: Parameters<Shop["phone"]["messages"]["receive"]>[0] = {}): Promise<string> {
  const told = { company: shop.company, line: shop.lines.fr, from: CALLER, ...input };
  const { message } = await shop.phone.messages.receive(told);
  world.it.clock.advance(1_000);
  return message.id;
}

async function answer(shop: Shop, input: Parameters<Shop["phone"]["messages"]["send"]>[0] = {}): Promise<string> {
  const told = { company: shop.company, line: shop.lines.fr, to: CALLER, user: shop.users.cleo, ...input };
  const { message } = await shop.phone.messages.send(told);
  world.it.clock.advance(1_000);
  return message.id;
}

/** A shop with one open ticket of a message. */
async function conversing(options: ShopOptions = {}): Promise<Shop> {
  const shop = await world.it.openShop(options);
  await receive(shop, { body: "first" });
  await shop.settle();
  world.it.clock.advance(60_000);
  shop.forgetRequests();
  return shop;
}

describe("a first message", () => {
  it("M1: of an unknown customer creates one, and says that none was found by the number", async () => {
    const shop = await world.it.openShop();
    await receive(shop, { body: "Where is my order?" });
    await shop.settle();
    const ticket = shop.ticket();
    expect(ticket.customer.name).toBe("Aircall New Contact +33612345678");
    expect(ticket.notes.map(({ key }) => key)[0]).toMatch(/^message:SM\w+:customer-not-found$/);
    expect(ticket).toMatchObject({ assignee: null, status: "open" });
  });

  it("M7: is titled as a conversation with the customer, in the channel of messages", async () => {
    const shop = await world.it.openShop();
    shop.phone.companies.addContact(shop.company, { firstName: "Ada", lastName: "Byron", phones: [CALLER] });
    await receive(shop, { body: "hello" });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ subject: "SMS Conversation with Ada Byron", channel: "sms" });
  });

  it("M7: is titled in French where the shop speaks French", async () => {
    const shop = await world.it.openShop({ settings: { language: "fr" } });
    await receive(shop, { body: "bonjour" });
    await shop.settle();
    expect(shop.ticket().subject).toBe("Conversation SMS avec +33 6 12 34 56 78");
  });

  it("M10: is tagged as a message, and with the line's name", async () => {
    const shop = await world.it.openShop();
    await receive(shop, { body: "hello" });
    await shop.settle();
    expect(shop.ticket().tags).toEqual(["Aircall SMS", "Support FR"]);
  });

  it("M8: is the customer's when it came in, with its own time", async () => {
    const shop = await world.it.openShop();
    const atMs = world.it.clock.now() - 5_250;
    await receive(shop, { body: "hello", atMs });
    await shop.settle();
    const text = shop.ticket().notes.find(({ channel }) => channel === "sms");
    expect(text).toMatchObject({ text: "hello", fromAgent: false, author: "Aircall New Contact +33612345678" });
    expect([text?.sentAt, text?.createdAt].map((time) => Date.parse(time ?? ""))).toEqual([atMs, atMs]);
  });

  it("M8: is the agent's when it went out, with the time it was sent, and M1: the ticket is theirs", async () => {
    const shop = await world.it.openShop();
    await answer(shop, { body: "Your parcel is here" });
    await shop.settle();
    const text = shop.ticket().notes.find(({ channel }) => channel === "sms");
    expect(text).toMatchObject({ text: "Your parcel is here", fromAgent: true, author: "Cleo Agent" });
    expect(text?.sentAt).not.toBeNull();
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    expect(shop.desk.outbox(shop.account)).toEqual([]);
  });
});

describe("where the next message goes", () => {
  it("M2: into the same ticket, on whichever line it comes", async () => {
    const shop = await conversing();
    await receive(shop, { body: "second", line: shop.lines.us });
    await receive(shop, { body: "third", line: shop.lines.uk });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second", "third"]]);
    expect(shop.ticket().tags).toEqual(["Aircall SMS", "Sales UK", "Support FR", "Support US"]);
  });

  it("M3: into the ticket while it is open", async () => {
    const shop = await conversing();
    await receive(shop, { body: "second" });
    await answer(shop, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second", "third"]]);
    expect(shop.ticket().assignee).toBe("Cleo Agent");
  });

  it.each(["spam", "trash"] as const)("M4: into a new ticket after %s", async (action) => {
    const shop = await conversing();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, action);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first"], ["second"]]);
  });

  it("M5: into a ticket closed for 71 h, which is open again", async () => {
    const shop = await conversing();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(71 * HOUR_MS);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
    expect(shop.ticket().status).toBe("open");
  });

  it("M6: into a new ticket when the old one is closed for 73 h", async () => {
    const shop = await conversing();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(73 * HOUR_MS);
    await receive(shop, { body: "second" });
    await receive(shop, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first"], ["second", "third"]]);
    expect(shop.tickets().map(({ status }) => status)).toEqual(["closed", "open"]);
  });

  it("M5: an old message that was delayed counts by when it was sent, not by when it came", async () => {
    const shop = await conversing();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    const atMs = world.it.clock.now() + HOUR_MS;
    world.it.clock.advance(100 * HOUR_MS);
    await receive(shop, { body: "second", atMs });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
    const { startedAt } = await shop.activity(`text:${CALLER}`);
    await receive(shop, { body: "third", atMs: atMs - HOUR_MS });
    await shop.settle();
    expect((await shop.activity(`text:${CALLER}`)).startedAt).toEqual(startedAt);
  });

  it.each([
    ["never", 1, 2],
    ["always", 1_000, 1],
    ["24", 23, 1],
    ["24", 25, 2],
  ] as const)("M6: with the window %s, a ticket closed for %i h: %i tickets", async (reopenWindow, hours, tickets) => {
    const shop = await conversing({ settings: { reopenWindow } });
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(hours * HOUR_MS);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.tickets()).toHaveLength(tickets);
  });

  it("M3: follows a merge to the ticket that remains", async () => {
    const shop = await conversing();
    const [old] = shop.tickets();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const target = shop.tickets().find(({ id }) => id !== old?.id);
    shop.desk.actOnTicket(shop.account, old?.id ?? 0, "merge", target?.id ?? 0);
    world.it.clock.advance(60_000);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.ticket().id).toBe(target?.id);
    expect(shop.texts().flat()).toEqual(["first", "second"]);
  });

  it("M4: into a new ticket after the old one was deleted", async () => {
    const shop = await conversing();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "delete");
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["second"]]);
  });

  it("M2: into the thread from before the service, found among the customer's tickets", async () => {
    const shop = await conversing();
    await world.it.services.database.query("delete from threads where connection_id = $1", [shop.connectionId]);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
  });

  it("M2: into a ticket of its own, where a ticket of a call has the tag of messages", async () => {
    const shop = await world.it.openShop();
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });
    await shop.settle();
    const { id } = shop.desk.addTag(shop.account, { name: "Aircall SMS" });
    shop.desk.ticket(shop.account, shop.ticket().id).tagIds.push(id);
    await receive(shop, { body: "first" });
    await shop.settle();
    expect(shop.texts()).toEqual([[], ["first"]]);
  });

  it("C15: once, where the database was restored to before the message, and another one comes along", async () => {
    const shop = await conversing();
    const { database } = world.it.services;
    await database.query(
      `with forgotten as (delete from writes where connection_id = $1),
         doubted as (insert into maintenance (connection_id, due_at, recent_until, day_until, doubted_until)
           values ($1, $2, $2, $2, $2) on conflict (connection_id) do update set doubted_until = $2)
       update deliveries set outcome = null, outcome_detail = null where connection_id = $1`,
      [shop.connectionId, new Date(world.it.clock.now())],
    );
    world.it.clock.advance(60_000);
    await receive(shop, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
  });

  it("M2: into the same ticket from another number of the same customer", async () => {
    const shop = await world.it.openShop();
    const channels = [CALLER, "+33688888888"].map((address) => ({ type: "phone", address }));
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels });
    await receive(shop, { body: "first" });
    await shop.settle();
    await receive(shop, { body: "second", from: "+33688888888" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
  });
});
