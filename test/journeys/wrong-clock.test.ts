/** L8: a node whose clock is wrong for a while delays nothing, neither meanwhile nor once it is right again. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far the service's clock is off. The vendors' are right. */
let off = 0;
let right = () => Date.UTC(2026, 2, 2, 9, 0, 0);
const world = useWorld(async () => ({
  maintenance: true,
  over: { clock: () => right() + off },
}));
beforeAll(() => {
  right = world.it.clock.now;
});

let shop: Shop;
beforeEach(async () => {
  shop = await world.it.openShop({ settings: { media: "nothing" } });
  await shop.settle();
  // A played story ends now and began minutes ago.
  world.it.clock.advance(10 * MINUTE_MS);
});
/** Each test has connections of its own. */
afterEach(() => world.it.services.database.query("update connections set status = 'deactivated'"));

/** What the node does in 25 s while its clock is off by so much. */
async function workWithClockOff(ms: number): Promise<void> {
  const { clock, services } = world.it;
  off = ms;
  for (let second = 0; second < 25; second += 1) {
    await services.sweep();
    while ((await services.scheduler.step(services.run)).completed > 0);
    clock.advance(1_000);
  }
  off = 0;
}

async function pass(minutes: number, isOver: () => boolean): Promise<void> {
  for (let minute = 0; minute < minutes && !isOver(); minute += 1) {
    world.it.clock.advance(MINUTE_MS);
    await shop.settle(0);
  }
}

const ring = (from: string) =>
  shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from, contact: false });

const OFF = [2 * HOUR_MS, 26 * HOUR_MS, 400 * 24 * HOUR_MS, -2 * HOUR_MS, -26 * HOUR_MS];

describe.each(OFF)("a clock off by %d ms", (ms) => {
  it("L8: a call that is lost afterwards is found within minutes", async () => {
    await workWithClockOff(ms);
    await pass(1, () => false);
    shop.phone.deliveries.drop(100);
    await ring("+33611111111");
    shop.phone.deliveries.drop(0);
    await pass(15, () => shop.tickets().length > 0);
    expect(shop.tickets()).toHaveLength(1);
  });

  it("L8: a call that was lost meanwhile is found within minutes", async () => {
    shop.phone.deliveries.drop(100);
    await ring("+33611111111");
    shop.phone.deliveries.drop(0);
    await workWithClockOff(ms);
    await pass(15, () => shop.tickets().length > 0);
    expect(shop.tickets()).toHaveLength(1);
  });

  it("L8: a call that came meanwhile, and could not be written then, is written within minutes", async () => {
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 503 },
      path: `^/${shop.account}/`,
      times: 0,
    });
    off = ms;
    await ring("+33611111111");
    await workWithClockOff(ms);
    world.it.sandbox.gorgias.faults.clear();
    await pass(15, () => shop.tickets().length > 0);
    expect(shop.tickets()).toHaveLength(1);
    // What was sent and not answered is looked for before it is sent again.
    await pass(5, () => false);
    expect(shop.tickets()).toHaveLength(1);
  });
});
