/** Texts whose requests to Gorgias are counted, by the tests and by the bench: each with the most it may cost. */
import type { ManualClock } from "./manual-clock.ts";
import type { Shop } from "./shop.ts";
import { picture, receiveText, sendText } from "./texting.ts";
import type { World } from "./world.ts";

export interface PricedText {
  name: string;
  atMost: number;
  /** Who texts: `CONVERSING` has an open ticket, nobody's so far. */
  caller: string;
  /** Brings about what the text meets, before anything is counted. */
  prepare?(shop: Shop, clock: ManualClock): Promise<void>;
  tell(shop: Shop, clock: ManualClock): Promise<void>;
}

/** A customer of Gorgias who has never texted. */
const KNOWN = "+33612345679";
/** In the middle of a conversation. */
const CONVERSING = "+33612345678";
const STRANGER = "+33699999999";

export const pricedTexts: PricedText[] = [
  {
    name: "text into an open conversation, received",
    atMost: 2,
    caller: CONVERSING,
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { body: "second" })),
  },
  {
    name: "text into an open conversation, first answer",
    atMost: 3,
    caller: CONVERSING,
    tell: (shop, clock) => told(shop, sendText(shop, clock, { body: "second" })),
  },
  {
    name: "text into an open conversation, later answer",
    atMost: 2,
    caller: CONVERSING,
    prepare: async (shop, clock) => {
      await told(shop, sendText(shop, clock, { body: "second" }));
      clock.advance(60_000);
    },
    tell: (shop, clock) => told(shop, sendText(shop, clock, { body: "third" })),
  },
  {
    name: "text into an open conversation, with a picture",
    atMost: 3,
    caller: CONVERSING,
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { body: "look", media: [picture()] })),
  },
  {
    name: "text that reopens its ticket",
    atMost: 3,
    caller: CONVERSING,
    prepare: async (shop, clock) => {
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      clock.advance(1_800_000);
    },
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { body: "second" })),
  },
  {
    name: "answer that reopens its ticket and takes it",
    atMost: 3,
    caller: CONVERSING,
    prepare: async (shop, clock) => {
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      clock.advance(1_800_000);
    },
    tell: (shop, clock) => told(shop, sendText(shop, clock, { body: "second" })),
  },
  {
    name: "text after its ticket was closed for too long",
    atMost: 2,
    caller: CONVERSING,
    prepare: async (shop, clock) => {
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      clock.advance(100 * 3_600_000);
      // The users are asked for once an hour; another caller's text has done so.
      await told(shop, receiveText(shop, clock, { from: "+33677777777" }));
    },
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { body: "second" })),
  },
  {
    name: "first text of a known customer",
    atMost: 3,
    caller: KNOWN,
    prepare: async (shop) => {
      const channels = [{ type: "phone", address: KNOWN }];
      shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels });
    },
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { from: KNOWN, body: "hello" })),
  },
  {
    name: "first text of a stranger",
    atMost: 4,
    caller: STRANGER,
    tell: (shop, clock) => told(shop, receiveText(shop, clock, { from: STRANGER, body: "hello" })),
  },
  {
    name: "twenty texts of one conversation at once",
    atMost: 22,
    caller: CONVERSING,
    tell: async (shop, clock) => {
      for (let i = 0; i < 20; i += 1) {
        if (i % 2 === 0) await receiveText(shop, clock, { body: `text ${i}` });
        else await sendText(shop, clock, { body: `text ${i}` });
      }
      await shop.settle();
    },
  },
  {
    name: "note that a text was not delivered",
    atMost: 2,
    caller: CONVERSING,
    tell: async (shop, clock) => {
      const id = await sendText(shop, clock, { body: "second" });
      await shop.settle();
      clock.advance(60_000);
      shop.forgetRequests();
      await shop.phone.messages.changeStatus(id, { status: "failed" });
      await shop.settle();
    },
  },
];

async function told(shop: Shop, text: Promise<string>): Promise<void> {
  await text;
  await shop.settle();
}

/** A shop that has worked for a while: users and tags are known, and one conversation has an open ticket. */
async function openTextingShop(world: World): Promise<Shop> {
  const shop = await world.openShop();
  await receiveText(shop, world.clock, { body: "first" });
  await shop.settle();
  world.clock.advance(60_000);
  return shop;
}

/** Tells it in such a shop; what it cost is in `shop.requests()`. */
export async function priceText(world: World, { prepare, tell }: PricedText): Promise<Shop> {
  const shop = await openTextingShop(world);
  await prepare?.(shop, world.clock);
  shop.forgetRequests();
  await tell(shop, world.clock);
  return shop;
}
