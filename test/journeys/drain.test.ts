/** L1, L2, L4: a backlog of calls goes through the whole service at the rate that Gorgias allows, second by second of a clock that is moved. */
import { describe, expect, it, vi } from "vitest";
import { passSeconds, post, countStates, createBacklog, type BacklogCall } from "../helpers/backlog.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

/** No test waits for a clock here. A busy machine is slow. */
vi.setConfig({ testTimeout: 300_000 });

/** What the default share leaves to the service. */
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
  await post(shop.webhookUrl, await createBacklog({ ...shop, line: shop.lines.fr }, calls));
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
  expect(await countStates(world.it, shop.connectionId)).toEqual({ done: tickets + 2 });
}

describe("a backlog of calls", () => {
  it.each([
    [160, 80, 40],
    [200, 80, 10],
  ])("L1, L2: of %i, against %i requests in %i s, uses nine tenths without a 429", async (calls, ...shape) => {
    const [limit, windowS] = shape;
    const shop = await openBusy(...shape);
    await receive(shop, known(calls));
    const seconds = await drain(shop, calls);
    // One request each.
    expect(answersOf(shop)).toEqual({ well: calls, refused: 0 });
    expect(calls / (limit * OURS + (limit / windowS) * seconds)).toBeGreaterThan(0.9);
    await expectWhole(shop, calls);
  });

  it("L1, L2: of known and unknown customers, with 80 requests in 20 s, uses nine tenths without a 429", async () => {
    const shop = await openBusy(80, 20);
    const unknownCallers = Array.from({ length: 30 }, (_, n) => ({ from: `+336120010${n + 10}`, whole: true }));
    const calls = [...known(60), ...unknownCallers].map((call) => ({ ...call, whole: true }));
    await receive(shop, calls);
    const seconds = await drain(shop, calls.length);
    const { well, refused } = answersOf(shop);
    expect(refused).toBe(0);
    expect(well).toBeGreaterThanOrEqual(60 + 30 * 3);
    expect(well / (80 * OURS + 4 * seconds)).toBeGreaterThan(0.9);
    await expectWhole(shop, calls.length);
  });

  it("L1, L2: follows a limit that changes meanwhile, without a 429", async () => {
    const shop = await openBusy(80, 20);
    const calls = 300;
    await receive(shop, known(calls));
    // What drained by now, and what drains in the coming second.
    let [drained, limit] = [0, 80];
    await drain(shop, calls, () => {
      limit = ticketsOf(shop).length < 60 ? 80 : ticketsOf(shop).length < 180 ? 160 : 140;
      allow(shop, limit, 20);
      drained += limit / 20;
    });
    expect(answersOf(shop)).toEqual({ well: calls, refused: 0 });
    expect(calls / (limit * OURS + drained)).toBeGreaterThan(0.9);
    await expectWhole(shop, calls);
  });
});
