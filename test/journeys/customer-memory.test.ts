/** What is remembered of a caller's customer is refreshed and verified: numbers move, names change, customers merge (C1, I5). */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { CALLER, receiveText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const DAY_MS = 24 * 3_600_000;
const PLACEHOLDER = `Aircall New Contact ${CALLER}`;
const phone = (address = CALLER) => [{ type: "phone", address }];

async function open(settings: object = {}): Promise<Shop> {
  return world.it.openShop({ settings: { media: "nothing", ...settings } });
}

/** Event by event, so that the card is sent while it rings. */
async function answered(shop: Shop, from = CALLER): Promise<number> {
  const call = await shop.place({ from });
  await shop.settle();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  await shop.settle();
  world.it.clock.advance(60_000);
  return call;
}

/** All events at once: there is no card, and nothing reads the customer before the ticket. */
async function missed(shop: Shop, from = CALLER): Promise<number> {
  const { calls } = await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from });
  await shop.settle();
  world.it.clock.advance(60_000);
  return calls[0]?.id ?? 0;
}

const customerOf = (shop: Shop) => shop.tickets().at(-1)?.customer;
const cardOf = (shop: Shop, call: number) =>
  (shop.phone.state.calls.get(call)?.cards ?? []).map(({ contents }) => (contents[0] as { text?: string }).text);
/** A customer is read by the latest ticket, or by their own record. */
const reads = (shop: Shop) =>
  shop.requests().filter((request) => /^GET \/api\/(?:customers|tickets)\/\d+$/.test(request));

function change(shop: Shop, id: number, patch: object): void {
  const account = shop.desk.account(shop.account);
  const customer = account.customers.get(id);
  if (!customer) throw new Error(`no customer ${id}`);
  account.customers.put({ ...customer, ...patch });
}

/** As a person in Gorgias does it: taken from the one, then given to the other. */
function moveNumber(shop: Shop, from: number, to: number): void {
  const { customers } = shop.desk.account(shop.account);
  const channels = customers.get(from)?.channels ?? [];
  change(shop, from, { channels: channels.filter(({ type }) => type !== "phone") });
  change(shop, to, { channels: channels.filter(({ type }) => type === "phone") });
}

function addBoth(shop: Shop): [number, number] {
  const ada = shop.desk.addCustomer(shop.account, { name: "Ada", email: "ada@example.com", channels: phone() });
  const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com" });
  return [ada.id, bob.id];
}

describe("a number that moved to another customer", () => {
  it("C1, I5: rings: the card shows the other one, and the ticket is theirs", async () => {
    const shop = await open();
    const [ada, bob] = addBoth(shop);
    await answered(shop);
    moveNumber(shop, ada, bob);
    const call = await answered(shop);
    expect(cardOf(shop, call)).toEqual(["Bob"]);
    expect(customerOf(shop)?.id).toBe(bob);
    expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Bob");
  });

  it("I5: is taken from one and given to nobody: no card, and a new customer", async () => {
    const shop = await open();
    const [ada] = addBoth(shop);
    await answered(shop);
    change(shop, ada, { channels: [] });
    const call = await answered(shop);
    expect(cardOf(shop, call)).toEqual([]);
    expect(customerOf(shop)?.name).toBe(PLACEHOLDER);
  });

  it("I5: rings where cards show no notes", async () => {
    const shop = await open({ cardNotes: "hide" });
    const [ada, bob] = addBoth(shop);
    await answered(shop);
    moveNumber(shop, ada, bob);
    world.it.clock.advance(600_000);
    expect(cardOf(shop, await answered(shop))).toEqual(["Bob"]);
  });

  it("C1: a day later, without a card", async () => {
    const shop = await open({ card: "off" });
    const [ada, bob] = addBoth(shop);
    await missed(shop);
    moveNumber(shop, ada, bob);
    world.it.clock.advance(DAY_MS);
    await missed(shop);
    expect(customerOf(shop)?.id).toBe(bob);
  });

  it("C1: within a day, without a card: its ticket is given to the other one once the answer shows it", async () => {
    const shop = await open({ card: "off" });
    const [ada, bob] = addBoth(shop);
    await missed(shop);
    moveNumber(shop, ada, bob);
    world.it.clock.advance(3_600_000);
    const call = await missed(shop);
    expect(customerOf(shop)?.id).toBe(bob);
    expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Bob");
    expect((await shop.activity(call)).match).toMatchObject({ customer: { id: bob } });
    expect(shop.tickets()[0]?.customer.id).toBe(ada);
  });

  it("C1: within ten minutes of a proof, without a card: nothing is read of the customer", async () => {
    const shop = await open({ card: "off" });
    const [ada, bob] = addBoth(shop);
    await missed(shop);
    moveNumber(shop, ada, bob);
    world.it.clock.advance(7 * 60_000);
    shop.forgetRequests();
    await missed(shop);
    expect(shop.requests()).toEqual(["POST /api/tickets"]);
    world.it.clock.advance(60_000);
    await missed(shop);
    expect(customerOf(shop)?.id).toBe(bob);
  });

  it("C1, C15: stays with the ticket of a call that was answered before it moved", async () => {
    const shop = await open();
    const [ada, bob] = addBoth(shop);
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    moveNumber(shop, ada, bob);
    await shop.phone.calls.hangup(call);
    world.it.clock.advance(2 * DAY_MS);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().customer.id).toBe(ada);
    expect(shop.ticket().subject).toBe("Inbound call: Ada");
  });

  it("C1: texts within a day: the look at the ticket shows it, before the message is written", async () => {
    const shop = await open();
    const [ada, bob] = addBoth(shop);
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    moveNumber(shop, ada, bob);
    world.it.clock.advance(3_600_000);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first"], ["second"]]);
    expect(shop.tickets().map(({ customer }) => customer.id)).toEqual([ada, bob]);
  });

  it("C1: texts: the message is the other one's, in a ticket of theirs", async () => {
    const shop = await open();
    const [ada, bob] = addBoth(shop);
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    moveNumber(shop, ada, bob);
    world.it.clock.advance(DAY_MS);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first"], ["second"]]);
    expect(customerOf(shop)?.id).toBe(bob);
  });
});

describe("a remembered match", () => {
  /** What a call costs, apart from the users, who are read once an hour. */
  async function priceAfter(shop: Shop, waitMs: number): Promise<string[]> {
    world.it.clock.advance(waitMs);
    await receiveText(shop, world.it.clock, { from: "+33677777777" });
    await shop.settle();
    shop.forgetRequests();
    const call = await missed(shop);
    expect((await shop.activity(call)).requests).toBe(shop.requests().length);
    return shop.requests();
  }

  it("C1: costs one read once it is a day old", async () => {
    const shop = await open({ card: "off" });
    addBoth(shop);
    await missed(shop);
    const { id } = shop.ticket();
    expect(await priceAfter(shop, DAY_MS)).toEqual([`GET /api/tickets/${id}`, "POST /api/tickets"]);
  });

  it("C1: costs nothing of somebody who calls every day: the answer to each ticket shows whose number it is", async () => {
    const shop = await open({ card: "off" });
    addBoth(shop);
    await missed(shop);
    for (let day = 0; day < 3; day += 1)
      expect(await priceAfter(shop, DAY_MS - 3_600_000)).toEqual(["POST /api/tickets"]);
  });

  it("C1: that the card of the same call has read is not read again for its ticket", async () => {
    const shop = await open();
    addBoth(shop);
    await answered(shop);
    world.it.clock.advance(2 * DAY_MS);
    shop.forgetRequests();
    await answered(shop);
    // The former ticket by the card, and the present one before its last note.
    expect(reads(shop)).toEqual(shop.tickets().map(({ id }) => `GET /api/tickets/${id}`));
  });

  it("C1: of a clock that was wrong is not believed", async () => {
    const shop = await open({ card: "off" });
    const [ada, bob] = addBoth(shop);
    await missed(shop);
    moveNumber(shop, ada, bob);
    await world.it.services.database.query(
      `update phone_index set learned_at = learned_at + interval '3 days' where connection_id = $1`,
      [shop.connectionId],
    );
    await missed(shop);
    expect(customerOf(shop)?.id).toBe(bob);
  });

  it("C1: names the other customers with the number on every call", async () => {
    const shop = await open();
    shop.desk.patchSettings({ phoneUnique: false }, shop.account);
    const [one, two] = ["One", "Two"].map((name) => shop.desk.addCustomer(shop.account, { name, channels: phone() }));
    for (const waitMs of [0, 60_000, DAY_MS]) {
      world.it.clock.advance(waitMs);
      const call = await answered(shop);
      expect((await shop.activity(call)).match).toMatchObject({ customer: { id: one?.id }, others: [two?.id] });
    }
  });

  it("C1: of several customers with the number is searched again once it is a day old, by texts as well", async () => {
    const shop = await open();
    shop.desk.patchSettings({ phoneUnique: false }, shop.account);
    const own = { One: "+33688888888", Two: "+33699999999" };
    for (const [name, address] of Object.entries(own))
      shop.desk.addCustomer(shop.account, { name, channels: [...phone(), ...phone(address)] });
    const texts = async (from: string, body: string) => {
      await receiveText(shop, world.it.clock, { from, body });
      await shop.settle();
    };
    await texts(CALLER, "first");
    world.it.clock.advance(DAY_MS);
    // The latest ticket activity is of the other one from now on.
    await texts(own.Two, "two's own");
    await texts(CALLER, "second");
    world.it.clock.advance(DAY_MS);
    await texts(own.One, "one's own");
    await texts(CALLER, "third");
    expect(shop.tickets().map(({ customer }) => customer.name)).toEqual(["One", "Two"]);
    expect(shop.texts()).toEqual([
      ["first", "one's own", "third"],
      ["two's own", "second"],
    ]);
  });

  it("C1: follows a merge a day later without making anybody", async () => {
    const shop = await open({ card: "off" });
    const [ada, bob] = addBoth(shop);
    await missed(shop);
    shop.desk.mergeCustomers(shop.account, ada, bob);
    world.it.clock.advance(DAY_MS);
    await missed(shop);
    expect(customerOf(shop)?.id).toBe(bob);
  });

  it("I5: follows a merge for the card at once", async () => {
    const shop = await open();
    const [ada, bob] = addBoth(shop);
    await answered(shop);
    shop.desk.mergeCustomers(shop.account, ada, bob);
    const call = await answered(shop);
    expect(cardOf(shop, call)).toEqual(["Bob"]);
    expect(customerOf(shop)?.id).toBe(bob);
  });
});

describe("a customer who was merged into one without the number as yet", () => {
  it.each(["show", "hide"] as const)(
    "I5: the card shows who took them in, and the ticket is theirs, where the setting for notes is %s",
    async (cardNotes) => {
      const shop = await open({ cardNotes });
      const [ada, bob] = addBoth(shop);
      // It still rings, so no ticket shows whose the number is.
      await shop.place();
      await shop.settle();
      shop.desk.mergeCustomers(shop.account, ada, bob);
      change(shop, bob, { channels: [] });
      world.it.clock.advance(600_000);
      const call = await answered(shop);
      expect(cardOf(shop, call)).toEqual(["Bob"]);
      expect(customerOf(shop)?.id).toBe(bob);
    },
  );
});

describe("a customer who is renamed in Gorgias", () => {
  it("C1, C3: is called so at the next call, by the card's look at them", async () => {
    const shop = await open();
    await answered(shop);
    change(shop, customerOf(shop)?.id ?? 0, { name: "Jean Dupont" });
    const call = await answered(shop);
    expect(cardOf(shop, call)).toEqual(["Jean Dupont"]);
    expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Jean Dupont");
  });

  it("C1, C3: is called so where nothing looked before: the answer to the ticket shows the name", async () => {
    const shop = await open({ card: "off" });
    await missed(shop);
    change(shop, customerOf(shop)?.id ?? 0, { name: "Jean Dupont" });
    for (let i = 0; i < 2; i += 1) {
      await missed(shop);
      expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Jean Dupont");
    }
    shop.forgetRequests();
    await missed(shop);
    expect(shop.requests()).toEqual(["POST /api/tickets"]);
  });

  it("C1, M7: is called so in the subject of a new conversation", async () => {
    const shop = await open();
    await missed(shop);
    change(shop, customerOf(shop)?.id ?? 0, { name: "Jean Dupont" });
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    expect(shop.tickets().at(-1)?.subject).toBe("SMS Conversation with Jean Dupont");
  });
});

describe("a ticket that an agent moved to another customer", () => {
  /** The caller called before, and the agent saw who it was. */
  async function corrected(shop: Shop, into: Record<string, unknown> = {}): Promise<number> {
    await answered(shop);
    const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com", ...into });
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "customer", bob.id);
    return bob.id;
  }

  it("C1, I5: makes the number theirs: the next card shows them, the ticket is theirs, and the activity says why", async () => {
    const shop = await open();
    const bob = await corrected(shop);
    const call = await answered(shop);
    expect(cardOf(shop, call)[0]).toContain("Bob");
    expect(customerOf(shop)).toMatchObject({ id: bob });
    expect((await shop.activity(call)).match).toMatchObject({ customer: { id: bob }, how: "corrected" });
  });

  it("C1: stays so: a day later, by an agent's message, and by a text", async () => {
    const shop = await open();
    const bob = await corrected(shop);
    await answered(shop);
    world.it.clock.advance(2 * DAY_MS);
    expect((await shop.activity(await missed(shop))).match).toMatchObject({ customer: { id: bob }, how: "corrected" });
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    expect(customerOf(shop)).toMatchObject({ id: bob });
  });

  it("C1: costs no request more than another call, once it is learned", async () => {
    const shop = await open();
    await corrected(shop);
    await answered(shop);
    shop.forgetRequests();
    await answered(shop);
    expect(shop.requests()).toHaveLength(4);
  });

  it("C1: is not learned of a merge: the customer has the number", async () => {
    const shop = await open();
    await answered(shop);
    const former = shop.ticket().customer.id;
    const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com" });
    shop.desk.mergeCustomers(shop.account, former, bob.id);
    const call = await answered(shop);
    expect((await shop.activity(call)).match).toMatchObject({ customer: { id: bob.id }, how: "phone index" });
  });

  it("C14: teaches nothing about anonymous callers", async () => {
    const shop = await open();
    await answered(shop, "anonymous");
    const anonymous = shop.ticket().customer.id;
    const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com" });
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "customer", bob.id);
    await answered(shop, "anonymous");
    expect(customerOf(shop)?.id).toBe(anonymous);
  });

  it("C1: can be corrected back, and ends with the customer", async () => {
    const shop = await open();
    const [ada] = addBoth(shop);
    await answered(shop);
    const cleo = shop.desk.addCustomer(shop.account, { name: "Cleo", email: "cleo@example.com" });
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "customer", cleo.id);
    await answered(shop);
    expect(customerOf(shop)).toMatchObject({ id: cleo.id });
    shop.desk.actOnTicket(shop.account, shop.tickets().at(-1)?.id ?? 0, "customer", ada);
    const call = await answered(shop);
    expect((await shop.activity(call)).match).toMatchObject({ customer: { id: ada }, how: "phone index" });
  });

  it("M3: a conversation goes on in it, and what follows is theirs", async () => {
    const shop = await open();
    await receiveText(shop, world.it.clock, { body: "one" });
    await shop.settle();
    const { id } = shop.ticket();
    const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com" });
    shop.desk.actOnTicket(shop.account, id, "customer", bob.id);
    world.it.clock.advance(60_000);
    await receiveText(shop, world.it.clock, { body: "two" });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ id, customer: { id: bob.id } });
    expect(shop.texts()).toEqual([["one", "two"]]);
    const call = await answered(shop);
    expect((await shop.activity(call)).match).toMatchObject({ customer: { id: bob.id }, how: "corrected" });
  });
});
