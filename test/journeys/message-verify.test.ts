/** M5: the state of a ticket that was believed for a burst of messages is verified right after it, whatever has happened meanwhile. */
import { describe, expect, it } from "vitest";
import type { Shop, ShopOptions } from "../helpers/shop.ts";
import {
  deliveriesOf,
  openConversation,
  picture,
  receiveText,
  sendText,
  textsOf,
  type Received,
} from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const LOOK = /^GET \/api\/tickets\/\d+$/;

/** A conversation whose ticket was looked at, and taken by an agent, for "second" a moment ago. Gorgias opens nothing by itself. */
async function lookedAt(options: ShopOptions = {}): Promise<Shop> {
  const shop = await openConversation(world.it, options);
  shop.desk.patchSettings({ customerMessageReopens: false }, shop.account);
  await sendText(shop, world.it.clock, { body: "second" });
  await shop.settle(0);
  return shop;
}

type Action = "close" | "trash" | "spam" | "delete";
const act = (shop: Shop, action: Action) => shop.desk.actOnTicket(shop.account, shop.tickets()[0]?.id ?? 0, action);
const placesOf = (shop: Shop) =>
  shop.tickets().map(({ notes }) => notes.map(({ text }) => text).filter((text) => /^[a-z]+$/.test(text)));

describe("a ticket that is closed during a burst", () => {
  it.each([receiveText, sendText])(
    "M5: is open again within 15 s of the message that landed in it: %o",
    async (deliver) => {
      const shop = await lookedAt();
      act(shop, "close");
      await deliver(shop, world.it.clock, { body: "third" });
      const landedAt = world.it.clock.now();
      await shop.settle(15_000);
      expect(world.it.clock.now() - landedAt).toBeLessThanOrEqual(15_000);
      expect(shop.ticket()).toMatchObject({ status: "open" });
      expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
      expect((await deliveriesOf(world.it, shop)).map(({ outcome }) => outcome?.code)).toEqual([
        "read",
        "read",
        "read",
      ]);
      expect(await shop.activity("text:+33612345678")).toMatchObject({ state: "done", reason: null });
    },
  );

  it.each<[string, Received]>([
    ["waits for its file", { body: "fourth", media: [{ ...picture(), status: 503 }] }],
    ["is rejected", { body: "rejected" }],
  ])("M5: is open again within 15 s also where the next message %s", async (_how, next) => {
    const shop = await lookedAt();
    const words = {
      method: "POST",
      path: "/messages$",
      field: "body_text",
      value: "rejected",
      naming: "none",
    } as const;
    shop.desk.patchSettings({ rejectedFields: [words] }, shop.account);
    act(shop, "close");
    await receiveText(shop, world.it.clock, { body: "third" });
    await receiveText(shop, world.it.clock, next);
    await shop.settle(13_000);
    expect(shop.ticket().status).toBe("open");
    expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
  });

  it("M5: stays closed where it was closed after the last message had landed", async () => {
    const shop = await lookedAt();
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle(0);
    expect((await deliveriesOf(world.it, shop)).at(-1)?.outcome).toEqual({ code: "not_verified_yet" });
    world.it.clock.advance(1_000);
    act(shop, "close");
    await shop.settle();
    expect(shop.ticket().status).toBe("closed");
    await shop.settle(600_000);
    expect(shop.ticket().status).toBe("closed");
    expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
  });

  it("M6: is left, and the message written anew, where the setting reopens nothing", async () => {
    const shop = await lookedAt({ settings: { reopenWindow: "never" } });
    act(shop, "close");
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(shop.tickets().map(({ status }) => status)).toEqual(["closed", "open"]);
    expect(placesOf(shop)).toEqual([["first", "second", "third"], ["third"]]);
  });

  it("M5: is open again also where the worker died after the message, and where Gorgias fails for a while", async () => {
    const shop = await lookedAt();
    act(shop, "close");
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle(0);
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 503 },
      path: `^/${shop.account}/`,
      times: 3,
    });
    await shop.settle(120_000);
    expect(shop.ticket().status).toBe("open");
    expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
  });

  it("C15: is open again also where the answer to the reopening is lost", async () => {
    const shop = await lookedAt();
    act(shop, "close");
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle(0);
    const path = `^/${shop.account}/api/tickets/\\d+$`;
    world.it.sandbox.gorgias.faults.add({ fault: { kind: "lost-answer" }, method: "PUT", path });
    await shop.settle(120_000);
    expect(shop.ticket().status).toBe("open");
    expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
    expect(await shop.activity("text:+33612345678")).toMatchObject({ state: "done", reason: null });
  });

  it("M5: is open again where a message of the same burst comes after the look has expired", async () => {
    const shop = await lookedAt();
    act(shop, "close");
    await sendText(shop, world.it.clock, { body: "third" });
    await shop.settle(0);
    world.it.clock.advance(9_500);
    await receiveText(shop, world.it.clock, { body: "fourth" });
    await shop.settle();
    expect(shop.ticket().status).toBe("open");
    expect(placesOf(shop)).toEqual([["first", "second", "third", "fourth"]]);
  });
});

describe("a ticket that goes away during a burst", () => {
  it.each<Action>(["trash", "spam", "delete"])(
    "M4: by %s: what landed in it is written again, once",
    async (action) => {
      const shop = await lookedAt();
      await receiveText(shop, world.it.clock, { body: "third" });
      await sendText(shop, world.it.clock, { body: "fourth" });
      // Both are sent to a ticket that is thought to be there.
      act(shop, action);
      await shop.settle();
      const expected =
        action === "delete"
          ? [["third", "fourth"]]
          : [
              ["first", "second", "third", "fourth"],
              ["third", "fourth"],
            ];
      expect(placesOf(shop)).toEqual(expected);
      world.it.clock.advance(60_000);
      await receiveText(shop, world.it.clock, { body: "fifth" });
      await shop.settle();
      expect(placesOf(shop).at(-1)).toEqual(["third", "fourth", "fifth"]);
      expect(shop.tickets().at(-1)?.status).toBe("open");
      expect(await shop.activity("text:+33612345678")).toMatchObject({ state: "done", reason: null });
      expect(shop.desk.outbox(shop.account)).toEqual([]);
    },
  );

  it("M4: what had landed before the ticket went to the trash is not written again", async () => {
    const shop = await lookedAt();
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle(0);
    expect((await deliveriesOf(world.it, shop)).at(-1)?.outcome).toEqual({ code: "not_verified_yet" });
    world.it.clock.advance(1_000);
    act(shop, "trash");
    await shop.settle();
    expect(placesOf(shop)).toEqual([["first", "second", "third"]]);
  });

  it("M4: is written again once more where the next ticket goes away as well", async () => {
    const shop = await lookedAt();
    act(shop, "spam");
    await receiveText(shop, world.it.clock, { body: "third" });
    await shop.settle();
    expect(placesOf(shop)).toEqual([["first", "second", "third"], ["third"]]);
    await receiveText(shop, world.it.clock, { body: "fourth" });
    shop.desk.actOnTicket(shop.account, shop.tickets()[1]?.id ?? 0, "spam");
    await shop.settle();
    expect(placesOf(shop).at(-1)).toEqual(["fourth"]);
    expect(await shop.activity("text:+33612345678")).toMatchObject({ state: "done" });
  });
});

describe("requests", () => {
  it("L1: a message into an open conversation costs two, and no look follows", async () => {
    const shop = await openConversation(world.it);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle(600_000);
    expect(shop.requests()).toHaveLength(2);
  });

  it.each([2, 20])("L1: a burst of %i costs one look before it, and one after it", async (count) => {
    const shop = await openConversation(world.it);
    for (let i = 0; i < count; i += 1) {
      await receiveText(shop, world.it.clock, { body: `text ${i}` });
      if (count === 2) await shop.settle(0);
    }
    await shop.settle(600_000);
    expect(shop.requests()).toHaveLength(count + 2);
    expect(shop.requests().filter((request) => LOOK.test(request))).toHaveLength(2);
    expect((await shop.activity("text:+33612345678")).requests).toBeGreaterThanOrEqual(count + 2);
  });

  it("C4, L1: the agent takes the ticket with the request that verifies it", async () => {
    const shop = await openConversation(world.it);
    for (let i = 0; i < 10; i += 1) await sendText(shop, world.it.clock, { body: `text ${i}` });
    await receiveText(shop, world.it.clock, { body: "thanks" });
    await shop.settle(600_000);
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    expect(shop.requests()).toHaveLength(11 + 2);
    expect(textsOf(shop)).toHaveLength(12);
  });
});
