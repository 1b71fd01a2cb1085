/** C15, C16, L4, L8: messages while one of both vendors fails, and tickets and people that change meanwhile. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import {
  bodiesOf,
  CALLER,
  customersOf,
  openConversation,
  picture,
  receiveText,
  sendText,
  textsOf,
} from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOUR_MS = 3_600_000;
const SUBJECT = `text:${CALLER}`;

type Fault = Parameters<typeof world.it.sandbox.gorgias.faults.add>[0]["fault"];

/** A fault at the shop's next requests of this kind, as `POST tickets/:id/messages`. */
function breakAt(shop: Shop, write: string, fault: Fault, times = 1): void {
  const [method = "", path = ""] = write.split(" ");
  const pattern = `^/${shop.account}/api/${path.replace(":id", "\\d+")}$`;
  world.it.sandbox.gorgias.faults.add({ fault, method, path: pattern, times });
}

const FAULTS: [string, Fault][] = [
  ["answers 500", { kind: "status", status: 500 }],
  ["answers 429", { kind: "status", status: 429, headers: { "retry-after": "7" } }],
  ["breaks the connection", { kind: "dropped" }],
  ["does it, and its answer is lost", { kind: "lost-answer" }],
];

/** Every fault at the writes that could duplicate something. At the others only the two extremes. */
function each(risky: string[], harmless: string[]) {
  const extremes = FAULTS.filter(([, { kind }]) => kind === "dropped" || kind === "lost-answer");
  const at = (writes: string[], faults: typeof FAULTS) =>
    writes.flatMap((write) => faults.map(([how, fault]) => [how, write, fault] as const));
  return [...at(risky, FAULTS), ...at(harmless, extremes)];
}

describe("Gorgias in trouble", () => {
  it.each(each(["POST customers", "POST tickets"], ["POST tags", "POST upload"]))(
    "C15: that %s at %s of a first message: one customer, one ticket, the message once",
    async (_how, write, fault) => {
      const shop = await world.it.openShop();
      breakAt(shop, write, fault);
      await receiveText(shop, world.it.clock, { body: "first", media: [picture()] });
      await receiveText(shop, world.it.clock, { body: "second" });
      await shop.settle(120_000);
      expect(world.it.sandbox.gorgias.faults.list()).toEqual([]);
      expect(shop.texts()).toEqual([["first", "second"]]);
      expect(shop.ticket().tags).toEqual(["Aircall SMS", "Support FR"]);
      expect(textsOf(shop)[0]?.attachments).toHaveLength(1);
      expect(customersOf(shop)).toHaveLength(1);
      expect(await unsettled(shop)).toEqual([]);
    },
  );

  it.each(
    each(["POST tickets/:id/messages", "PUT tickets/:id"], ["POST tickets/:id/tags", "GET tickets/:id", "POST upload"]),
  )(
    "C15: that %s at %s of a later message: it is written once, into the ticket that is open again",
    async (_how, write, fault) => {
      const shop = await openConversation(world.it);
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      breakAt(shop, write, fault);
      await sendText(shop, world.it.clock, { body: "second", line: shop.lines.us, media: [picture()] });
      await receiveText(shop, world.it.clock, { body: "third" });
      await shop.settle(120_000);
      expect(world.it.sandbox.gorgias.faults.list()).toEqual([]);
      expect(shop.texts()).toEqual([["first", "second", "third"]]);
      expect(shop.ticket()).toMatchObject({ status: "open", assignee: "Cleo Agent" });
      expect(shop.ticket().tags).toEqual(["Aircall SMS", "Support FR", "Support US"]);
      expect(textsOf(shop)[1]?.attachments).toHaveLength(1);
      expect(await unsettled(shop)).toEqual([]);
    },
  );

  it("C12: that loses its answer to a tag which is then seen on the ticket: nothing is left open, and nothing put on twice", async () => {
    const shop = await openConversation(world.it);
    breakAt(shop, "POST tickets/:id/tags", { kind: "lost-answer" });
    await receiveText(shop, world.it.clock, { body: "second", line: shop.lines.us });
    await shop.settle(0);
    expect(await unsettled(shop)).toHaveLength(1);
    world.it.clock.advance(60_000);
    await shop.settle();
    expect(shop.ticket().tags).toEqual(["Aircall SMS", "Support FR", "Support US"]);
    expect(shop.texts()).toEqual([["first", "second"]]);
    expect(await unsettled(shop)).toEqual([]);
  });

  it.each(["delete", "trash", "spam"] as const)(
    "C15, C16: that loses the reopening of a ticket whose fate is then to %s: a new ticket, and no write is left in doubt",
    async (act) => {
      const shop = await openConversation(world.it);
      const { id } = shop.ticket();
      shop.desk.actOnTicket(shop.account, id, "close");
      breakAt(shop, "PUT tickets/:id", { kind: "dropped" });
      await receiveText(shop, world.it.clock, { body: "second" });
      await shop.settle(0);
      expect(await unsettled(shop)).toHaveLength(1);
      shop.desk.actOnTicket(shop.account, id, act);
      world.it.clock.advance(60_000);
      await shop.settle();
      expect(shop.texts().at(-1)).toEqual(["second"]);
      expect(shop.tickets().at(-1)?.id).not.toBe(id);
      expect(await unsettled(shop)).toEqual([]);
    },
  );

  it("C15: finds a message again though Gorgias shows new ones late", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ externalIdDelayMs: 2_000, searchDelayMs: 2_000 }, shop.account);
    breakAt(shop, "POST tickets", { kind: "lost-answer" });
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle(120_000);
    expect(shop.texts()).toEqual([["first"]]);
  });

  it("L4: at its limit is waited for, nothing is lost, and the order stays", async () => {
    const shop = await openConversation(world.it);
    shop.desk.spend(shop.account, 80);
    for (let i = 0; i < 5; i += 1) await receiveText(shop, world.it.clock, { body: `text ${i}` });
    await shop.settle(300_000);
    expect(shop.texts()).toEqual([["first", "text 0", "text 1", "text 2", "text 3", "text 4"]]);
  });

  it("M8: down for hours, gets thirty messages in their order and with their times", async () => {
    const shop = await openConversation(world.it);
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 503 },
      path: `^/${shop.account}/`,
      times: 0,
    });
    const times = [Date.parse(textsOf(shop)[0]?.createdAt ?? "")];
    for (let i = 0; i < 30; i += 1) {
      times.push(world.it.clock.now());
      if (i % 3 === 2) await sendText(shop, world.it.clock, { body: `text ${i}` });
      else await receiveText(shop, world.it.clock, { body: `text ${i}` });
      await shop.settle(0);
      world.it.clock.advance(6 * 60_000);
    }
    expect(shop.texts()).toEqual([["first"]]);
    world.it.sandbox.gorgias.faults.clear();
    await shop.settle(15 * 60_000);
    expect(shop.texts()).toEqual([["first", ...Array.from({ length: 30 }, (_, i) => `text ${i}`)]]);
    expect(textsOf(shop).map(({ sentAt }) => Date.parse(sentAt ?? ""))).toEqual(times);
  });

  it("C15: that rejects one message still accepts the next, and the rejected one once it is retried", async () => {
    const shop = await openConversation(world.it);
    const words = { method: "POST", path: "/messages$", field: "body_text", value: "second", naming: "none" } as const;
    shop.desk.patchSettings({ rejectedFields: [words] }, shop.account);
    await receiveText(shop, world.it.clock, { body: "second" });
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "third"]]);
    world.it.clock.advance(60_000);
    await receiveText(shop, world.it.clock, { body: "fourth" });
    await shop.settle();
    // The next message does not hide it.
    expect((await shop.activity(SUBJECT)).state).toBe("failed");
    shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
    await world.it.services.replay(shop.account, SUBJECT);
    await shop.settle();
    expect(shop.texts()[0]?.toSorted()).toEqual(["first", "fourth", "second", "third"]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
  });

  it.each([
    ["that Gorgias knows", true],
    ["that we made", false],
  ])(
    "C15, M11: a ticket that was rejected, then created with its answer lost, is one, with each message once: of a customer %s",
    async (_whose, known) => {
      const shop = await world.it.openShop();
      const channels = [{ type: "phone" as const, address: CALLER }];
      if (known) shop.desk.addCustomer(shop.account, { name: "Ada", channels });
      const customer = { method: "POST", path: "/tickets$", field: "customer", naming: "none" } as const;
      shop.desk.patchSettings({ rejectedFields: [customer] }, shop.account);
      await receiveText(shop, world.it.clock, { body: "first" });
      await receiveText(shop, world.it.clock, { body: "second" });
      await shop.settle();
      expect(await shop.activity(SUBJECT)).toMatchObject({ state: "failed" });
      shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
      breakAt(shop, "POST tickets", { kind: "lost-answer" });
      await shop.settle(HOUR_MS);
      expect(world.it.sandbox.gorgias.faults.list()).toEqual([]);
      expect(shop.texts()).toEqual([["first", "second"]]);
      expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
    },
  );

  it("C15: is not deferred for ever by a run that failed, late, at what another had written meanwhile", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    await world.it.services.database.query(
      `with due as (update work_items set due_at = $2, deferred_since = $2 where connection_id = $1) update activity
       set state = 'pending', reason = 'the database went away', ticket_id = null, deferred_since = $2 where connection_id = $1`,
      [shop.connectionId, new Date(world.it.clock.now())],
    );
    await shop.settle();
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null, wakeAt: null });
    expect(shop.texts()).toEqual([["hello"]]);
  });

  it.each([
    ["the first text", 0],
    ["a later text", 1],
  ])("S1: %s that was deferred waits no more once its line is not selected", async (_which, earlier) => {
    const shop = await world.it.openShop();
    for (let n = 0; n < earlier; n += 1) await receiveText(shop, world.it.clock, { body: "earlier" });
    await shop.settle();
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 503 },
      path: `^/${shop.account}/`,
      times: 0,
    });
    await receiveText(shop, world.it.clock, { body: "deferred" });
    await world.it.services.scheduler.step(world.it.services.run);
    const deferredSince = async () =>
      (
        await world.it.services.database.query<{ deferred_since: Date | null }>(
          `select deferred_since from activity where connection_id = $1`,
          [shop.connectionId],
        )
      ).map((row) => row.deferred_since);
    expect(await deferredSince()).toEqual([expect.any(Date)]);
    await world.it.services.connections.selectLines(shop.connectionId, []);
    world.it.sandbox.gorgias.faults.clear();
    await shop.settle(3_600_000);
    expect(await deferredSince()).toEqual([null]);
    expect((await shop.activity(SUBJECT)).state).toBe(earlier > 0 ? "done" : "ignored");
  });
});

describe("a message that does not arrive", () => {
  const UNDELIVERED = /^Text not delivered\nThe text of .* did not reach the customer \(Aircall says: failed\)\.$/;
  const notesOf = (shop: Shop) =>
    shop.tickets().flatMap(({ notes }) => notes.filter(({ key }) => key.startsWith("undelivered:")));

  it("M8: says so in the ticket, once, though it is delivered twice", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    for (let i = 0; i < 2; i += 1) {
      world.it.clock.advance(30_000);
      await shop.phone.messages.changeStatus(id, { status: "failed" });
      await shop.settle();
    }
    const [note, ...more] = notesOf(shop);
    expect(more).toEqual([]);
    expect(note).toMatchObject({ channel: "internal-note", author: "Cleo Agent", key: `undelivered:${id}` });
    expect(note?.text).toMatch(UNDELIVERED);
    expect(shop.texts()).toEqual([["first", "second"]]);
  });

  it("M8: says so after the message, though the status comes first", async () => {
    const shop = await openConversation(world.it);
    shop.phone.deliveries.hold();
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.phone.messages.changeStatus(id, { status: "failed" });
    const bodies = bodiesOf(shop, id);
    await shop.deliver(bodies[1] ?? "");
    await shop.settle();
    await shop.phone.deliveries.release("reverse", 1);
    await shop.settle();
    const keys = shop.ticket().notes.map(({ key }) => key);
    expect(keys.slice(-2)).toEqual([`message:${id}`, `undelivered:${id}`]);
    expect(notesOf(shop)).toHaveLength(1);
  });

  it("M8: says so in a ticket that was closed meanwhile, which is open again", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(HOUR_MS);
    await shop.phone.messages.changeStatus(id, { status: "failed" });
    await shop.settle();
    expect(notesOf(shop)).toHaveLength(1);
    expect(shop.ticket().status).toBe("open");
  });

  it.each(FAULTS)("M8: says so once when Gorgias %s at the note", async (_how, fault) => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    breakAt(shop, "POST tickets/:id/messages", fault);
    await shop.phone.messages.changeStatus(id, { status: "Undelivered" });
    await shop.settle(120_000);
    expect(notesOf(shop)).toHaveLength(1);
  });

  it("M8: says nothing of one that was delivered, or that came in", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.phone.messages.changeStatus(id, { status: "delivered" });
    await shop.settle();
    expect(notesOf(shop)).toEqual([]);
  });
});

describe("a ticket that changes between the look and the write", () => {
  it.each(["delete", "merge", "trash", "spam", "close"] as const)(
    "C16: by %s: the message is in one ticket, once",
    async (action) => {
      const shop = await openConversation(world.it);
      await shop.place().then((call) => shop.phone.calls.answer(call, { user: shop.users.cleo }));
      await shop.settle();
      const [ticket, target] = shop.tickets();
      await receiveText(shop, world.it.clock, { body: "second" });
      await shop.settle();
      // The look for the second message is believed for the third.
      shop.desk.actOnTicket(shop.account, ticket?.id ?? 0, action, target?.id ?? 0);
      await receiveText(shop, world.it.clock, { body: "third" });
      await shop.settle();
      world.it.clock.advance(60_000);
      await receiveText(shop, world.it.clock, { body: "fourth" });
      await shop.settle();
      const places = shop
        .tickets()
        .map(({ notes }) => notes.flatMap(({ channel, text }) => (channel === "sms" ? [text] : [])));
      const expected = {
        delete: [[], ["third", "fourth"]],
        merge: [["first", "second", "third", "fourth"]],
        // A message in an invisible ticket is written once more.
        trash: [["first", "second", "third"], [], ["third", "fourth"]],
        spam: [["first", "second", "third"], [], ["third", "fourth"]],
        close: [["first", "second", "third", "fourth"], []],
      }[action];
      expect(places).toEqual(expected);
      expect(shop.tickets().at(-1)?.status).toBe("open");
    },
  );

  it.each([true, false])(
    "M5: a closed ticket is open again where Gorgias reopens it by itself: %s",
    async (customerMessageReopens) => {
      const shop = await openConversation(world.it);
      shop.desk.patchSettings({ customerMessageReopens }, shop.account);
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      await receiveText(shop, world.it.clock, { body: "second" });
      await shop.settle();
      expect(shop.ticket().status).toBe("open");
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      world.it.clock.advance(60_000);
      await sendText(shop, world.it.clock, { body: "third" });
      await shop.settle();
      expect(shop.ticket().status).toBe("open");
      expect(shop.texts()).toEqual([["first", "second", "third"]]);
    },
  );

  it("C16: makes a new ticket when Gorgias does not name the target of a merge", async () => {
    const shop = await openConversation(world.it);
    shop.desk.patchSettings({ mergedLocation: false }, shop.account);
    await shop.place().then((call) => shop.phone.calls.answer(call, { user: shop.users.cleo }));
    await shop.settle();
    const [ticket, target] = shop.tickets();
    shop.desk.actOnTicket(shop.account, ticket?.id ?? 0, "merge", target?.id ?? 0);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts().at(-1)).toEqual(["second"]);
  });
});

describe("people who change in Gorgias between two messages", () => {
  it("C16: a customer who was merged: the conversation goes on, in the name of who took them in", async () => {
    const shop = await openConversation(world.it);
    const [unknownCaller] = customersOf(shop);
    const target = shop.desk.addCustomer(shop.account, { name: "Ada Byron" });
    shop.desk.mergeCustomers(shop.account, unknownCaller?.id ?? 0, target.id);
    await receiveText(shop, world.it.clock, { body: "second" });
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second", "third"]]);
    expect(textsOf(shop).map(({ author }) => author)).toEqual(["Ada Byron", "Ada Byron", "Ada Byron"]);
    expect(customersOf(shop)).toHaveLength(1);
  });

  it("C16: customers who are merged again and again, and tickets with them", async () => {
    const shop = await openConversation(world.it);
    for (let i = 0; i < 4; i += 1) {
      const [last] = customersOf(shop);
      const target = shop.desk.addCustomer(shop.account, { name: `Customer ${i}` });
      shop.desk.mergeCustomers(shop.account, last?.id ?? 0, target.id);
      world.it.clock.advance(2 * HOUR_MS);
      await receiveText(shop, world.it.clock, { body: `text ${i}` });
      await shop.settle();
    }
    expect(shop.texts()).toEqual([["first", "text 0", "text 1", "text 2", "text 3"]]);
  });

  it("C1: a customer who was deleted with their tickets is made anew", async () => {
    const shop = await openConversation(world.it);
    const [unknownCaller] = customersOf(shop);
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "delete");
    shop.desk.account(shop.account).customers.delete(unknownCaller?.id ?? 0);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["second"]]);
    expect(customersOf(shop)).toHaveLength(1);
    expect(customersOf(shop)[0]?.id).not.toBe(unknownCaller?.id);
    world.it.clock.advance(60_000);
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["second", "third"]]);
  });

  it.each(["is deleted", "is deactivated"])(
    "C5: an agent who %s: the next message has the first admin as author",
    async (how) => {
      const shop = await openConversation(world.it);
      await sendText(shop, world.it.clock, { body: "second" });
      await shop.settle();
      const { users } = shop.desk.account(shop.account);
      const cleo = users.all().find(({ name }) => name === "Cleo Agent")?.id ?? 0;
      if (how === "is deleted") users.delete(cleo);
      else shop.desk.updateUser(shop.account, cleo, { active: false });
      world.it.clock.advance(2 * HOUR_MS);
      await sendText(shop, world.it.clock, { body: "third" });
      await shop.settle();
      expect(textsOf(shop).at(-1)).toMatchObject({ text: "third", author: "Ada Admin" });
      expect((await shop.activity(SUBJECT)).state).toBe("done");
    },
  );

  it("C4, L6: a ticket whose assignment meets a rejected credential once is assigned to the agent later", async () => {
    const shop = await openConversation(world.it);
    breakAt(shop, "PUT tickets/:id", { kind: "status", status: 401 });
    await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle(HOUR_MS);
    expect(shop.texts()).toEqual([["first", "second"]]);
    expect(shop.ticket().assignee).toBe("Cleo Agent");
  });

  it.each([
    [400, 2],
    [410, 1],
  ])("C4: a ticket that Gorgias does not assign (%i) gets the agent's messages all the same", async (status, tries) => {
    const shop = await openConversation(world.it);
    breakAt(shop, "PUT tickets/:id", { kind: "status", status }, 0);
    await sendText(shop, world.it.clock, { body: "second" });
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    world.it.clock.advance(60_000);
    await sendText(shop, world.it.clock, { body: "fourth" });
    await shop.settle();
    world.it.sandbox.gorgias.faults.clear();
    expect(shop.texts()).toEqual([["first", "second", "third", "fourth"]]);
    expect(shop.ticket().assignee).toBeNull();
    expect(shop.requests().filter((request) => request.startsWith("PUT"))).toHaveLength(tries);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
  });

  it("C5: an agent who was deleted a moment ago is detected by the rejection", async () => {
    const shop = await openConversation(world.it);
    const { users } = shop.desk.account(shop.account);
    users.delete(users.all().find(({ name }) => name === "Cleo Agent")?.id ?? 0);
    await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second"]]);
    expect(textsOf(shop).at(-1)?.author).toBe("Ada Admin");
    expect(await unsettled(shop)).toEqual([]);
  });
});

/** Writes whose outcome stays unknown. */
async function unsettled(shop: Shop): Promise<unknown[]> {
  return world.it.services.database.query(
    `select key, state from writes where connection_id = $1 and state <> 'done'`,
    [shop.connectionId],
  );
}
