/** Calls with counted requests to Gorgias, for tests and bench, each with its maximum. */
import type { ManualClock } from "./manual-clock.ts";
import type { Shop, ShopOptions } from "./shop.ts";
import type { World } from "./world.ts";

export interface PricedCall {
  name: string;
  atMost: number;
  settings: NonNullable<ShopOptions["settings"]>;
  /** The call's id, once everything about it is written. */
  play(shop: Shop, clock: ManualClock): Promise<number>;
}

const KNOWN = "+33612345678";

export const pricedCalls: PricedCall[] = [
  {
    name: "missed call of a known caller",
    atMost: 1,
    settings: { media: "nothing" },
    play: (shop) => missed(shop, KNOWN),
  },
  {
    name: "missed call of an unknown caller",
    atMost: 4,
    settings: { media: "nothing" },
    play: (shop) => missed(shop, "+33699999999"),
  },
  {
    name: "answered call of a known caller",
    atMost: 3,
    settings: { media: "nothing" },
    play: (shop, clock) => answered(shop, clock),
  },
  {
    name: "answered call of a known caller, tags added at the end",
    atMost: 4,
    settings: { media: "nothing" },
    play: (shop, clock) => answered(shop, clock, ["Refund", "Delivery"]),
  },
  {
    name: "answered call of a known caller, with its card",
    atMost: 4,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => answered(shop, clock),
  },
  {
    name: "answered call of a known caller, with its recording",
    atMost: 5,
    settings: {},
    play: (shop, clock) => answered(shop, clock),
  },
  {
    name: "missed call of a known caller, with its card",
    atMost: 2,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => missedAfterCard(shop, clock, KNOWN),
  },
  {
    name: "missed call of an unknown caller, with its card",
    atMost: 4,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => missedAfterCard(shop, clock, "+33699999999"),
  },
  {
    name: "answered call of an unknown caller, with its card",
    atMost: 6,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => answered(shop, clock, undefined, "+33699999999"),
  },
  {
    name: "missed call of a known caller, with voicemail",
    atMost: 3,
    settings: {},
    play: (shop) => voicemail(shop),
  },
];

/** A shop that has worked for a while: users, tags and the known customer are cached. */
export async function openWorkingShop(world: World, settings: PricedCall["settings"]): Promise<Shop> {
  // The cost of a card is shown separately.
  const shop = await world.openShop({ settings: { card: "off", ...settings } });
  await shop.warmUp(["Refund", "Delivery"]);
  await missed(shop, KNOWN);
  if (settings.card === "send") await missedAfterCard(shop, world.clock, KNOWN);
  await voicemail(shop);
  world.clock.advance(120_000);
  shop.forgetRequests();
  return shop;
}

async function missed(shop: Shop, from: string): Promise<number> {
  const { calls } = await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from });
  await shop.settle();
  return calls[0]?.id ?? 0;
}

async function voicemail(shop: Shop): Promise<number> {
  const { calls } = await shop.phone.stories.voicemail({ company: shop.company, line: shop.lines.fr, from: KNOWN });
  await shop.settle();
  return calls[0]?.id ?? 0;
}

/** The card comes while it rings, and the ticket at the end. */
async function missedAfterCard(shop: Shop, clock: ManualClock, from: string): Promise<number> {
  const call = await shop.place({ from, contact: false });
  await shop.settle();
  clock.advance(25_000);
  await shop.phone.calls.hangup(call);
  await shop.settle(0);
  clock.advance(5_000);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}

/** In real order and time: each event is processed before the next one happens. */
async function answered(shop: Shop, clock: ManualClock, tags?: [string, ...string[]], from = KNOWN): Promise<number> {
  const call = await shop.place(from === KNOWN ? {} : { from, contact: false });
  await shop.settle();
  clock.advance(10_000);
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  clock.advance(180_000);
  await shop.phone.calls.hangup(call);
  await shop.settle(0);
  clock.advance(20_000);
  if (tags) await shop.phone.calls.tag(call, { tags, user: shop.users.cleo });
  await shop.settle(0);
  clock.advance(10_000);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}
