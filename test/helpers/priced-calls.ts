/** Calls with counted requests to Gorgias, for tests and bench, each with its maximum. */
import type { ManualClock } from "./manual-clock.ts";
import type { Shop, ShopOptions } from "./shop.ts";
import type { World } from "./world.ts";

export interface PricedCall {
  name: string;
  atMost: number;
  settings: NonNullable<ShopOptions["settings"]>;
  /** The first call of the account: users, tags and customers are unknown. */
  first?: true;
  /** The call's id, once everything about it is written. */
  play(shop: Shop, clock: ManualClock): Promise<number>;
}

const KNOWN = "+33612345678";
const UNKNOWN = "+33699999999";

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
    play: (shop) => missed(shop, UNKNOWN),
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
    play: (shop, clock) => answered(shop, clock, { tags: ["Refund", "Delivery"] }),
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
    play: (shop, clock) => missedAfterCard(shop, clock, UNKNOWN),
  },
  {
    name: "missed call of an unknown caller, with its card, after four minutes in the queue",
    atMost: 4,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => missedAfterCard(shop, clock, UNKNOWN, 240_000),
  },
  {
    name: "answered call of an unknown caller, with its card",
    atMost: 6,
    settings: { media: "nothing", card: "send" },
    play: (shop, clock) => answered(shop, clock, { from: UNKNOWN }),
  },
  {
    name: "answered call of a known caller, with its card, a tag, a comment and its recording",
    atMost: 7,
    settings: { card: "send" },
    play: (shop, clock) => answered(shop, clock, { tags: ["Refund"], comment: "wants a refund" }),
  },
  {
    name: "answered call of an unknown caller, with its card, a tag, a comment and its recording",
    atMost: 9,
    settings: { card: "send" },
    play: (shop, clock) => answered(shop, clock, { tags: ["Refund"], comment: "wants a refund", from: UNKNOWN }),
  },
  {
    name: "first call ever of an account, answered, with its card and an agent's tag",
    atMost: 12,
    settings: { card: "send", media: "nothing" },
    first: true,
    play: (shop, clock) => answered(shop, clock, { tags: ["Refund"] }),
  },
  {
    name: "missed call of a known caller, with voicemail",
    atMost: 3,
    settings: {},
    play: (shop) => voicemail(shop),
  },
];

/** A shop that has worked for a while: users, tags and the known customer are cached. */
export async function openWorkingShop(
  world: World,
  { settings, first }: Pick<PricedCall, "settings" | "first">,
): Promise<Shop> {
  // The cost of a card is shown separately.
  const shop = await world.openShop({ settings: { card: "off", ...settings } });
  // What the service does within the first minute of a connection.
  if (first) await world.services.maintenance.maintain(shop.connectionId, false);
  if (first) shop.forgetRequests();
  if (first) return shop;
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
async function missedAfterCard(shop: Shop, clock: ManualClock, from: string, ringsMs = 25_000): Promise<number> {
  const call = await shop.place({ from, contact: false });
  await shop.settle();
  clock.advance(ringsMs);
  await shop.phone.calls.hangup(call);
  await shop.settle(0);
  clock.advance(5_000);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}

interface Afterwards {
  tags?: [string, ...string[]];
  comment?: string;
  from?: string;
}

/** In real order and time: each event is processed before the next one happens. */
async function answered(shop: Shop, clock: ManualClock, { tags, comment, from = KNOWN }: Afterwards = {}) {
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
  if (comment !== undefined) await shop.phone.calls.comment(call, { content: comment, user: shop.users.cleo });
  await shop.settle(0);
  clock.advance(10_000);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}
