/** L1, L2, L4: a backlog of calls goes through the whole service at the rate that Gorgias allows, second by second of a clock that is moved. */
import { describe, expect, it } from "vitest";
import { passSeconds, post, standings, tellBacklog, type BacklogCall } from "../helpers/backlog.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

/** What the default share leaves to us. */
const OURS = 0.9;
const KNOWN = "+33612345678";

function allow(shop: Shop, limit: number, windowSeconds: number): void {
  shop.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, shop.account);
}

async function openBusy(limit: number, windowSeconds: number): Promise<Shop> {
  const shop = await world.it.openShop();
  await shop.warmUp();
  // A missed call has a tag of its own.
  await receive(shop, known(1));
  await shop.settle();
  for (const { id } of ticketsOf(shop)) shop.desk.actOnTicket(shop.account, id, "delete");
  world.it.clock.advance(120_000);
  allow(shop, limit, windowSeconds);
  shop.forgetRequests();
  return shop;
}

async function receive(shop: Shop, calls: readonly BacklogCall[]): Promise<void> {
  await post(shop.webhookUrl, await tellBacklog({ ...shop, line: shop.lines.fr }, calls));
}

const known = (count: number): BacklogCall[] => Array.from({ length: count }, () => ({ from: KNOWN }));
const ticketsOf = (shop: Shop) => shop.desk.account(shop.account).tickets.all();
const answersOf = (shop: Shop) => {
  const all = shop.desk.requests(shop.account);
  const refused = all.filter(({ status }) => status === 429).length;
  return { well: all.length - refused, refused };
};

/** Until there is a ticket of each call. */
const drain = (shop: Shop, tickets: number, each?: (second: number) => void) =>
  passSeconds(world.it, () => ticketsOf(shop).length >= tickets, each);

/** Every call has its one ticket, nothing failed, nothing waits. */
async function expectWhole(shop: Shop, tickets: number): Promise<void> {
  await shop.settle();
  const ids = ticketsOf(shop).map(({ externalId }) => externalId);
  expect([ids.length, new Set(ids).size]).toEqual([tickets, tickets]);
  // Two more were to get acquainted.
  expect(await standings(world.it, shop.connectionId)).toEqual({ done: tickets + 2 });
}

describe("a backlog of calls", () => {
  it.each([
    [250, 80, 40],
    [300, 80, 20],
    [150, 40, 20],
    [1_000, 80, 10],
  ])("L1, L2: of %i calls, against %i requests in %i s, uses nine tenths without a refusal", async (calls, ...shape) => {
    const [limit, windowS] = shape;
    const shop = await openBusy(...shape);
    await receive(shop, known(calls));
    const seconds = await drain(shop, calls);
    expect(answersOf(shop)).toEqual({ well: calls, refused: 0 });
    expect(calls / (limit * OURS + (limit / windowS) * seconds)).toBeGreaterThan(0.9);
    await expectWhole(shop, calls);
  });
});
