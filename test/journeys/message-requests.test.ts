/** How many requests a message costs, because requests are scarce. Creating tags and learning users the first time count apart. */
import { describe, expect, it } from "vitest";
import { pricedTexts, priceText } from "../helpers/priced-texts.ts";
import { bodiesOf, openConversation, receiveText, sendText, textsOf } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

describe("requests to Gorgias per message", () => {
  it.each(pricedTexts)("L1: $name takes at most $atMost", async (priced) => {
    const shop = await priceText(world.it, priced);
    const requests = shop.requests();
    expect(requests.length, requests.join(", ")).toBeLessThanOrEqual(priced.atMost);
    expect(requests.filter((request) => request.startsWith("POST"))).not.toEqual([]);
    expect((await shop.activity(`text:${priced.caller}`)).state).toBe("done");
  });

  it("L1: counts in the activity what was used", async () => {
    const shop = await world.it.openShop();
    shop.forgetRequests();
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    world.it.clock.advance(60_000);
    await sendText(shop, world.it.clock, { body: "second" });
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    const { requests } = await shop.activity("text:+33612345678");
    expect(requests).toBe(shop.requests().length);
  });

  it("L1: a burst of twenty messages looks at the ticket once before it, and verifies it once after it", async () => {
    const shop = await openConversation(world.it);
    for (let i = 0; i < 20; i += 1) await receiveText(shop, world.it.clock, { body: `text ${i}` });
    await shop.settle();
    expect(shop.requests().filter((request) => /^GET \/api\/tickets\/\d+$/.test(request))).toHaveLength(2);
    expect(shop.requests()).toHaveLength(22);
    expect(textsOf(shop)).toHaveLength(21);
  });

  it("L1: so does a burst in which each message has a run of its own", async () => {
    const shop = await openConversation(world.it);
    for (let i = 0; i < 9; i += 1) {
      await receiveText(shop, world.it.clock, { body: `text ${i}` });
      await shop.settle(0);
    }
    await shop.settle();
    expect(shop.requests().filter((request) => /^GET \/api\/tickets\/\d+$/.test(request))).toHaveLength(2);
    expect(shop.requests()).toHaveLength(11);
  });

  it("L1: a backlog of messages of a new customer is one ticket, created in one request", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { from: "+33677777777" });
    await shop.settle();
    shop.forgetRequests();
    for (let i = 0; i < 30; i += 1) await receiveText(shop, world.it.clock, { body: `text ${i}` });
    await shop.settle();
    expect(shop.requests()).toEqual([
      "GET /api/customers",
      "POST /api/search",
      "POST /api/customers",
      "POST /api/tickets",
    ]);
    expect(shop.texts()[1]).toHaveLength(30);
  });

  it("M8: a backlog longer than what goes with a new ticket is in it, in order, and costs a request for each further message", async () => {
    const shop = await world.it.openShop();
    const bodies = Array.from({ length: 102 }, (_, i) => `text ${i}`);
    for (const body of bodies) await receiveText(shop, world.it.clock, { body });
    await shop.settle();
    expect(shop.texts()).toEqual([bodies]);
    expect(shop.requests().filter((request) => request.endsWith("/messages"))).toHaveLength(2);
  });

  it("L1: deliveries that come twice or say nothing new cost nothing", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    world.it.clock.advance(60_000);
    shop.forgetRequests();
    for (const body of bodiesOf(shop, id)) await shop.deliver(`${body} `);
    await shop.phone.messages.changeStatus(id, { status: "delivered" });
    await shop.settle();
    expect(shop.requests()).toEqual([]);
  });
});

describe("the first answer", () => {
  it.each([1_000, 5_000, 60_000])("C4: takes an unassigned ticket, %i ms after it was created", async (waitMs) => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    world.it.clock.advance(waitMs);
    await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Cleo Agent");
  });

  it("C4: leaves the ticket to its assignee, and so does the next answer", async () => {
    const shop = await openConversation(world.it);
    await sendText(shop, world.it.clock, { body: "second", user: shop.users.ada });
    await shop.settle();
    await sendText(shop, world.it.clock, { body: "third", user: shop.users.cleo });
    await shop.settle();
    world.it.clock.advance(60_000);
    await sendText(shop, world.it.clock, { body: "fourth", user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket().assignee).toBe("Ada Admin");
  });

  it("C4, C15: is the same agent's, whether the messages are written one by one or at once", async () => {
    const [live, late] = [await world.it.openShop(), await world.it.openShop()];
    for (const shop of [live, late]) {
      if (shop === late) await world.it.services.installing.deactivate(late.connectionId, "by hand");
      await receiveText(shop, world.it.clock, { body: "first" });
      if (shop === live) await shop.settle();
      for (const user of [shop.users.nils, shop.users.cleo, shop.users.ada]) {
        await sendText(shop, world.it.clock, { body: "answer", user });
        if (shop === live) await shop.settle();
      }
    }
    await world.it.services.installing.reactivate(late.connectionId, "by hand");
    await late.settle();
    expect([live, late].map((shop) => shop.ticket().assignee)).toEqual(["Cleo Agent", "Cleo Agent"]);
  });
});
