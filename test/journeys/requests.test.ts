/** How many requests a call costs: the scarcest thing there is. Tags made and users learned for the first time are apart. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/world.ts";

const world = useWorld();

/** Everything before this has been seen before: users, tags, and the caller of the warm-up. */
async function workingShop(settings: object = { media: "nothing" }): Promise<Shop> {
  const shop = await world.it.openShop({ settings });
  await shop.warmUp(["Refund", "Delivery"]);
  await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
  await shop.settle();
  world.it.clock.advance(120_000);
  shop.forgetRequests();
  return shop;
}

/** In real order and time: each event is worked on before the next one happens. */
async function liveCall(shop: Shop, tags: string[] = []): Promise<number> {
  const call = await shop.place();
  await shop.settle();
  world.it.clock.advance(10_000);
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  world.it.clock.advance(180_000);
  await shop.phone.calls.hangup(call);
  await shop.settle(0);
  world.it.clock.advance(20_000);
  if (tags.length > 0) await shop.phone.calls.tag(call, { tags, user: shop.users.cleo });
  await shop.settle(0);
  world.it.clock.advance(10_000);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}

describe("requests to Gorgias per call", () => {
  it("L1: a missed call of a known caller takes 1", async () => {
    const shop = await workingShop();
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
    await shop.settle();
    expect(shop.requests()).toEqual(["POST /api/tickets"]);
  });

  it("L1: a missed call of an unknown caller takes at most 4", async () => {
    const shop = await workingShop();
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33699999999" });
    await shop.settle();
    expect(shop.requests()).toEqual([
      "GET /api/customers",
      "POST /api/search",
      "POST /api/customers",
      "POST /api/tickets",
    ]);
  });

  it("L1: an answered call of a known caller takes at most 3", async () => {
    const shop = await workingShop();
    const call = await liveCall(shop);
    const ticket = shop.tickets().at(-1)?.id;
    expect(shop.requests()).toEqual([
      "POST /api/tickets",
      `PUT /api/tickets/${ticket}`,
      `POST /api/tickets/${ticket}/messages`,
    ]);
    expect((await shop.activity(call)).requests).toBe(3);
  });

  it("L1: an answered call of a known caller with tags added at the end takes at most 4", async () => {
    const shop = await workingShop();
    const call = await liveCall(shop, ["Refund", "Delivery"]);
    expect(shop.requests()).toHaveLength(4);
    expect((await shop.activity(call)).requests).toBe(4);
  });

  it("L1: a recording adds 2", async () => {
    const shop = await workingShop({ media: "attach" });
    shop.forgetRequests();
    const call = await liveCall(shop);
    expect(shop.requests()).toHaveLength(5);
    expect(shop.requests()).toContain("POST /api/upload");
    expect((await shop.activity(call)).requests).toBe(5);
  });

  it("L1: deliveries that come twice or say nothing new cost nothing", async () => {
    const shop = await workingShop();
    const call = await liveCall(shop);
    shop.forgetRequests();
    const { log } = shop.phone.deliveries;
    for (const { body } of log.filter(({ callId }) => callId === call)) await shop.deliver(body);
    await shop.phone.calls.archive(call);
    await shop.settle();
    expect(shop.requests()).toEqual([]);
  });
});
