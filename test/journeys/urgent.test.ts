/** I2, L3, S3: urgent work while hundreds of calls wait, counted in requests and in seconds of the test's clock. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { passSeconds, post, createBacklog, workOff } from "../helpers/backlog.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const KNOWN = "+33612345678";
const WAITING = 250;

/** One with a backlog, one with nothing to do. */
let busy: Shop;
let calm: Shop;

const ticketsOf = (shop: Shop) => shop.desk.account(shop.account).tickets.all();

async function openKnowing(): Promise<Shop> {
  const shop = await world.it.openShop();
  shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: KNOWN }] });
  await shop.warmUp();
  return shop;
}

/** Every fifth caller is unknown and costs four requests. */
beforeAll(async () => {
  [calm, busy] = [await openKnowing(), await openKnowing()];
  const calls = Array.from({ length: WAITING }, (_, n) => ({ from: n % 5 === 0 ? `+3361200${1_000 + n}` : KNOWN }));
  await post(busy.webhookUrl, await createBacklog({ ...busy, line: busy.lines.fr }, calls));
});

/** Until the bucket is as full as the waiting work may make it. */
beforeEach(async () => {
  let tickets = -1;
  await passSeconds(world.it, () => {
    const before = tickets;
    tickets = ticketsOf(busy).length;
    return before >= 0 && tickets > 0 && tickets - before <= 2;
  });
  busy.forgetRequests();
});
function expectStillWaiting(): void {
  expect(ticketsOf(busy).length).toBeLessThan(WAITING);
  expect(busy.desk.requests(busy.account).filter(({ status }) => status === 429)).toEqual([]);
}

describe("with a backlog that waits", () => {
  it("I2, L3: a card is shown within the same second, and its requests are the next", async () => {
    const began = world.it.clock.now();
    const call = await busy.place();
    await workOff(world.it.services);
    expect(busy.phone.find(call).cards).toHaveLength(1);
    expect(world.it.clock.now() - began).toBeLessThan(1_000);
    const requests = busy.requests().map((request) => request.replace(/\d+$/, ":id"));
    expect(requests.sort()).toEqual(["GET /api/tickets", "GET /api/tickets/:id"]);
    expectStillWaiting();
  });

  it("L3: an answered call has its ticket within 2 s, before what waits", async () => {
    const call = await busy.place();
    await workOff(world.it.services);
    await busy.phone.calls.answer(call, { user: busy.users.cleo });
    const before = ticketsOf(busy).length;
    const isThere = () => ticketsOf(busy).some(({ externalId }) => externalId === `aircall-call-${call}`);
    expect(await passSeconds(world.it, isThere)).toBeLessThanOrEqual(2);
    // Beside it no more than what drains in that time.
    expect(ticketsOf(busy).length - before).toBeLessThanOrEqual(1 + 2 * 2);
    expectStillWaiting();
  });

  it("S3: an event of another connection has its ticket at once, and the backlog goes on", async () => {
    const before = ticketsOf(busy).length;
    const began = world.it.clock.now();
    const call = await calm.place();
    await workOff(world.it.services);
    await calm.phone.calls.answer(call, { user: calm.users.cleo });
    await workOff(world.it.services);
    expect(ticketsOf(calm).map(({ externalId }) => externalId)).toEqual([`aircall-call-${call}`]);
    expect(world.it.clock.now()).toBe(began);
    await passSeconds(world.it, () => ticketsOf(busy).length > before + 5);
    expectStillWaiting();
  });
});
