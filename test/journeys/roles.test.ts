/** N2: the role of a signed-in user is checked again, and before every change. */
import { afterEach, describe, expect, it } from "vitest";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true }));
const MINUTE_MS = 60_000;

afterEach(async () => {
  await world.it.services.database.query(`delete from connections`);
  world.it.sandbox.gorgias.faults.clear();
});

/** Ada signs in, so that the next requests are within her session. Another admin remains. */
async function open(): Promise<InstalledShop> {
  const shop = await openInstalled(world.it);
  shop.desk.addUser(shop.account, { name: "Otto Other", email: `otto@${shop.account}.example`, role: "admin" });
  await shop.signIn();
  return shop;
}
const demote = (shop: InstalledShop) => shop.desk.updateUser(shop.account, shop.userId("admin"), { role: "agent" });
const remove = (shop: InstalledShop) => shop.desk.updateUser(shop.account, shop.userId("admin"), { active: false });
const silence = (shop: InstalledShop) =>
  world.it.sandbox.gorgias.faults.add({ fault: { kind: "status", status: 503 }, path: `^/${shop.account}/`, times: 0 });
const settings = (shop: InstalledShop) => shop.api("/settings", "PATCH", { language: "fr" });
const language = async (shop: InstalledShop) =>
  (await world.it.services.connections.withAccount(shop.account))?.settings.language;

async function pass(minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 5) {
    world.it.clock.advance(5 * MINUTE_MS);
    await world.it.settle(0);
    await world.it.settle(0);
  }
}

describe.each([
  ["demoted", demote],
  ["removed", remove],
])("an admin who was %s in Gorgias", (_what, lose) => {
  it("N2: changes nothing from that moment on, and the session has ended", async () => {
    const shop = await open();
    lose(shop);
    expect([(await settings(shop)).status, await language(shop)]).toEqual([401, "en"]);
    expect((await shop.api("/connection")).status).toBe(401);
  });

  it("N2: loses every session with the first change that is refused", async () => {
    const shop = await open();
    const elsewhere = plainBrowser();
    await shop.signIn(elsewhere);
    await shop.signIn();
    const read = () => elsewhere.fetch(`${world.it.url}/api/connection`);
    expect((await read()).status).toBe(200);
    lose(shop);
    expect((await settings(shop)).status).toBe(401);
    expect((await read()).status).toBe(401);
  });

  it("N2: reads nothing after 15 minutes at most, in every session", async () => {
    const shop = await open();
    const [first, second] = [shop.visitor, plainBrowser()];
    await shop.signIn(second);
    lose(shop);
    await pass(20);
    for (const visitor of [first, second]) {
      expect((await visitor.fetch(`${world.it.url}/api/connection`)).status).toBe(401);
    }
  });

  it("N2: cannot finish joining Aircall", async () => {
    const shop = await open();
    lose(shop);
    const before = shop.phone.state.companies.find(({ id }) => id === shop.company)?.integrations.length;
    await shop.visitor.open(`${world.it.url}/oauth/aircall/start`);
    const [end] = shop.visitor.visited.slice(-1);
    expect(end).toContain("/oauth/aircall/callback");
    expect(shop.phone.state.companies.find(({ id }) => id === shop.company)?.integrations.length).toBe(before);
  });
});

it("N2: an admin who stays one is asked for nothing but the look at users that is made anyway", async () => {
  const shop = await open();
  await pass(5);
  shop.desk.clearRequests(shop.account);
  for (let n = 0; n < 6; n += 1) {
    await pass(10);
    expect((await shop.api("/connection")).status).toBe(200);
    expect((await shop.api("/alerts")).status).toBe(200);
  }
  const requests = shop.desk.requests(shop.account).map(({ path }) => path);
  expect(requests.length).toBeLessThanOrEqual(12);
  expect(new Set(requests)).toEqual(new Set(["/api/users"]));
});

it("N2: while Gorgias does not answer reading still works, and changes need a fresh answer", async () => {
  const shop = await open();
  await pass(5);
  silence(shop);
  expect([(await settings(shop)).status, await language(shop)]).toEqual([200, "fr"]);
  await pass(60);
  expect((await shop.api("/connection")).status).toBe(200);
  const refused = await shop.api("/settings", "PATCH", { language: "en" });
  expect(refused).toMatchObject({ status: 503, body: { error: { code: "role_unknown" } } });
  expect(await language(shop)).toBe("fr");
  world.it.sandbox.gorgias.faults.clear();
  await pass(5);
  expect((await shop.api("/settings", "PATCH", { language: "en" })).status).toBe(200);
});

it("N2: a token that Gorgias rejects before its time keeps no admin from a change", async () => {
  const shop = await open();
  await pass(5);
  silence(shop);
  await pass(60);
  expect((await shop.api("/connection")).status).toBe(200);
  const { faults } = world.it.sandbox.gorgias;
  faults.clear();
  const unauthorised = { kind: "status", status: 401, body: { error: { msg: "Unauthorized." } } } as const;
  faults.add({ fault: unauthorised, path: `^/${shop.account}/api/users/` });
  expect([(await settings(shop)).status, faults.list()]).toEqual([200, []]);
});

it("N2: signing out needs no role", async () => {
  const shop = await open();
  demote(shop);
  expect((await shop.api("/session", "DELETE")).status).toBe(204);
});

it("N2: a session of an older version, which names no user, ends within 15 minutes", async () => {
  const shop = await open();
  await world.it.services.database.query(`update sessions set help_desk_user_id = null, role_checked_at = null`);
  expect((await shop.api("/connection")).status).toBe(200);
  await pass(15);
  expect((await shop.api("/connection")).status).toBe(401);
});
