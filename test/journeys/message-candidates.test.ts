/** M2, M4: any ticket of the service for the customer's messages may be chosen: an open one first, then the latest closed within the window. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { openConversation, receiveText, sendText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOUR_MS = 3_600_000;
type Action = Parameters<Shop["desk"]["actOnTicket"]>[2];

/** A customer with two tickets of the service: the first was in the trash when the second was made. */
async function twoTickets(): Promise<Shop> {
  const shop = await openConversation(world.it);
  act(shop, 0, "trash");
  await receiveText(shop, world.it.clock, { body: "second" });
  await shop.settle();
  act(shop, 0, "restore");
  world.it.clock.advance(60_000);
  shop.forgetRequests();
  return shop;
}

function act(shop: Shop, place: number, action: Action): void {
  shop.desk.actOnTicket(shop.account, shop.tickets()[place]?.id ?? 0, action);
}

async function tell(shop: Shop, body: string, input: object = {}): Promise<void> {
  await receiveText(shop, world.it.clock, { body, ...input });
  await shop.settle();
}

describe("a customer with several tickets", () => {
  it("M4: whose latest is spam goes on in the one that was restored and is open, and makes no third", async () => {
    const shop = await twoTickets();
    act(shop, 1, "spam");
    await tell(shop, "third");
    expect(shop.texts()).toEqual([["first", "third"], ["second"]]);
    world.it.clock.advance(60_000);
    await tell(shop, "fourth");
    expect(shop.texts()).toEqual([["first", "third", "fourth"], ["second"]]);
  });

  it.each<Action>(["trash", "spam", "delete"])(
    "M4: whose latest is gone by %s goes on in the open one",
    async (action) => {
      const shop = await twoTickets();
      act(shop, 1, action);
      await tell(shop, "third");
      expect(shop.texts()[0]).toEqual(["first", "third"]);
      expect(shop.tickets()).toHaveLength(action === "delete" ? 1 : 2);
    },
  );

  it.each([0, 25])(
    "M2: whose latest is closed goes on in the open one %i h later, on whichever line",
    async (hours) => {
      const shop = await twoTickets();
      act(shop, 1, "close");
      world.it.clock.advance(hours * HOUR_MS);
      await tell(shop, "third", { line: shop.lines.uk });
      expect(shop.texts()).toEqual([["first", "third"], ["second"]]);
      expect(shop.tickets().map(({ status }) => status)).toEqual(["open", "closed"]);
    },
  );

  it("M2: whose latest is closed again goes on in the open one, which was spam for a while", async () => {
    const shop = await twoTickets();
    act(shop, 1, "spam");
    await tell(shop, "third");
    act(shop, 1, "unspam");
    act(shop, 0, "close");
    world.it.clock.advance(60_000);
    await tell(shop, "fourth");
    expect(shop.texts()).toEqual([
      ["first", "third"],
      ["second", "fourth"],
    ]);
  });

  it("M2: whose tickets are all closed goes on in the latest closed within the window", async () => {
    const shop = await twoTickets();
    act(shop, 1, "close");
    world.it.clock.advance(HOUR_MS);
    act(shop, 0, "close");
    world.it.clock.advance(HOUR_MS);
    await tell(shop, "third");
    expect(shop.texts()).toEqual([["first", "third"], ["second"]]);
    expect(shop.tickets().map(({ status }) => status)).toEqual(["open", "closed"]);
  });

  it("M6: whose latest was closed for too long goes on in the one closed within the window", async () => {
    const shop = await twoTickets();
    act(shop, 1, "close");
    world.it.clock.advance(80 * HOUR_MS);
    act(shop, 0, "close");
    world.it.clock.advance(HOUR_MS);
    await tell(shop, "third");
    expect(shop.texts()).toEqual([["first", "third"], ["second"]]);
  });

  it("M6: whose latest was merged into one closed for too long goes on in the open one", async () => {
    const shop = await twoTickets();
    act(shop, 1, "trash");
    act(shop, 0, "trash");
    await tell(shop, "third");
    act(shop, 0, "restore");
    act(shop, 1, "restore");
    act(shop, 1, "close");
    world.it.clock.advance(80 * HOUR_MS);
    const [, closed, latest] = shop.tickets();
    shop.desk.actOnTicket(shop.account, latest?.id ?? 0, "merge", closed?.id);
    await tell(shop, "fourth");
    expect(shop.texts()).toEqual([["first", "fourth"], expect.arrayContaining(["second", "third"])]);
  });

  it("M6: whose tickets were all closed for too long has a new one", async () => {
    const shop = await twoTickets();
    act(shop, 0, "close");
    act(shop, 1, "close");
    world.it.clock.advance(80 * HOUR_MS);
    await tell(shop, "third");
    expect(shop.texts()).toEqual([["first"], ["second"], ["third"]]);
  });

  it("M3: goes on in the latest while that is open", async () => {
    const shop = await twoTickets();
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(shop.texts()).toEqual([["first"], ["second", "third"]]);
  });

  it("L1: costs no more requests than one with a single ticket, but for one after a day", async () => {
    const shop = await twoTickets();
    await tell(shop, "third");
    expect(shop.requests()).toHaveLength(2);
    act(shop, 0, "close");
    act(shop, 1, "close");
    world.it.clock.advance(HOUR_MS);
    await tell(shop, "warm up the users", { from: "+33677777777" });
    shop.forgetRequests();
    await tell(shop, "fourth");
    expect(shop.requests()).toHaveLength(3);
    act(shop, 1, "close");
    world.it.clock.advance(80 * HOUR_MS);
    await tell(shop, "warm up the users", { from: "+33677777777" });
    shop.forgetRequests();
    await tell(shop, "fifth");
    // After a day the look at the ticket verifies whose number it is (C1). The list contains the other tickets.
    expect(shop.requests()).toHaveLength(3);
  });

  it("M2: whose first ticket was spam when it had no other, and is not any more, goes on in that one", async () => {
    const shop = await openConversation(world.it);
    act(shop, 0, "spam");
    await tell(shop, "second");
    act(shop, 0, "unspam");
    act(shop, 1, "spam");
    world.it.clock.advance(60_000);
    await tell(shop, "third");
    expect(shop.texts()).toEqual([["first", "third"], ["second"]]);
  });
});
