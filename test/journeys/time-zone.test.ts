/** The team's time zone comes from the business hours in Gorgias, without a question to the admin. */
import { expect, it } from "vitest";
import { chooseTimeZone } from "../../src/domain/calendar/time-zone.ts";
import { timeZoneStore } from "../../src/storage/admin/time-zone.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ maintenance: true }));
const HOUR_MS = 3_600_000;

const maintain = (shop: Shop) => world.it.services.maintenance.maintain(shop.connectionId, false);
const asked = (shop: Shop) => shop.requests().filter((request) => request.endsWith("/account/settings")).length;

async function zoneOf(shop: Shop) {
  const facts = await timeZoneStore(world.it.services.database).facts(shop.connectionId);
  return facts && chooseTimeZone(facts, null);
}

it("is learned by maintenance, one request a day, and follows a change in Gorgias", async () => {
  const shop = await world.it.openShop();
  const { desk } = world.it.sandbox.gorgias;
  desk.patchSettings({ businessTimeZone: "Europe/Paris" }, shop.account);
  shop.forgetRequests();
  await maintain(shop);
  expect(await zoneOf(shop)).toEqual({ name: "Europe/Paris", source: "gorgias" });
  desk.patchSettings({ businessTimeZone: "America/New_York" }, shop.account);
  world.it.clock.advance(23 * HOUR_MS);
  await maintain(shop);
  expect(asked(shop)).toBe(1);
  expect(await zoneOf(shop)).toMatchObject({ name: "Europe/Paris" });
  world.it.clock.advance(HOUR_MS);
  await maintain(shop);
  expect(asked(shop)).toBe(2);
  expect(await zoneOf(shop)).toMatchObject({ name: "America/New_York" });
});

it("is that of the numbers where Gorgias names an unknown zone, or none", async () => {
  const shop = await world.it.openShop({ lines: ["Support FR"] });
  const { desk } = world.it.sandbox.gorgias;
  for (const businessTimeZone of ["Mars/Olympus", null]) {
    desk.patchSettings({ businessTimeZone }, shop.account);
    world.it.clock.advance(24 * HOUR_MS);
    await maintain(shop);
    expect(await zoneOf(shop)).toEqual({ name: "Europe/Paris", source: "numbers" });
  }
});

it("is asked for again soon where Gorgias did not answer", async () => {
  const shop = await world.it.openShop();
  const { desk, faults } = world.it.sandbox.gorgias;
  desk.patchSettings({ businessTimeZone: "Europe/Paris" }, shop.account);
  const path = `^/${shop.account}/api/account/settings`;
  faults.add({ fault: { kind: "status", status: 500, headers: {} }, path, times: 0 });
  await maintain(shop);
  expect(await zoneOf(shop)).not.toMatchObject({ source: "gorgias" });
  faults.clear();
  world.it.clock.advance(60_000);
  await maintain(shop);
  expect(await zoneOf(shop)).toEqual({ name: "Europe/Paris", source: "gorgias" });
});
