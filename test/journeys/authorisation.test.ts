/** L6: which answers of the two vendors end an authorisation, how soon the service notices, and which alerts it raises. */
import { afterEach, describe, expect, it } from "vitest";
import type { FaultKind } from "../../sandbox/core/faults.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { useWorld } from "../helpers/use-world.ts";

/** Where requests went, in their order. */
const asked: string[] = [];
const watched: typeof fetch = (url, init) => {
  asked.push(String(url));
  return fetch(url, init);
};
const world = useWorld(async () => ({ install: true, maintenance: true, over: { fetch: watched } }));
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

afterEach(async () => {
  // Maintenance of each connection runs as time passes. Connections of earlier tests would only cost time.
  await world.it.services.database.query(`delete from connections`);
  world.it.sandbox.gorgias.faults.clear();
  world.it.sandbox.aircall.faults.clear();
});

const answerTokens = ({ account }: InstalledShop, fault: FaultKind, times = 0) =>
  world.it.sandbox.gorgias.faults.add({ fault, path: `^/${account}/oauth/token$`, times });
const refuseApi = ({ account }: InstalledShop, times = 0) =>
  world.it.sandbox.gorgias.faults.add({
    fault: { kind: "status", status: 401, body: { error: { msg: "Unauthorized." } } },
    path: `^/${account}/api/`,
    times,
  });
const answerAircall = (fault: FaultKind, path = "^/v1/", times = 0) =>
  world.it.sandbox.aircall.faults.add({ fault, path, times });

const status = (code: number, body: unknown = {}): FaultKind => ({ kind: "status", status: code, body }) as FaultKind;
const oauth = (code: number, error: string) => status(code, { error, error_description: "why" });

/** Runs due work every second for this time, as the service does. */
async function workFor(ms: number, stepMs = ms / 4): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await world.it.settle(0);
    world.it.clock.advance(stepMs);
  }
  await world.it.settle(0);
}

describe("a refresh of the Gorgias token", () => {
  it.each<[string, FaultKind]>([
    ["429", status(429)],
    ["500", status(500)],
    ["502 with a page", status(502, "<html>bad gateway</html>")],
    ["503 with invalid_grant", oauth(503, "invalid_grant")],
    ["400 temporarily_unavailable", oauth(400, "temporarily_unavailable")],
    ["400 invalid_request", oauth(400, "invalid_request")],
    ["400 unsupported_grant_type", oauth(400, "unsupported_grant_type")],
    ["400 without a word", status(400, "")],
    ["401 invalid_client", oauth(401, "invalid_client")],
    ["401 of a gateway", status(401, { error: { msg: "Unauthorized." } })],
    ["403", status(403)],
    ["403 with a page", status(403, "<html>blocked</html>")],
    ["404", status(404)],
    ["a redirect", { kind: "status", status: 302, headers: { location: "/login" } } as FaultKind],
    ["200 with nonsense", status(200, { nonsense: true })],
    ["200 with a page", status(200, "<html>welcome</html>")],
    ["nothing at all", { kind: "dropped" }],
  ])(
    "L6: that is answered %s deactivates nothing: it is retried with back-off, and an alert is active",
    async (_what, fault) => {
      const shop = await openInstalled(world.it);
      answerTokens(shop, fault);
      world.it.clock.advance(DAY_MS);
      await shop.missed("+33612345678");
      const before = shop.refreshes();
      await workFor(MINUTE_MS);
      expect(await shop.status()).toEqual({ status: "active", reason: null });
      expect(await shop.alerts()).toContain("token dying");
      await workFor(60 * MINUTE_MS);
      expect(await shop.status()).toEqual({ status: "active", reason: null });
      expect(shop.tickets()).toBe(0);
      world.it.sandbox.gorgias.faults.clear();
      await workFor(11 * MINUTE_MS);
      expect([shop.tickets(), await shop.alerts(), shop.refreshes() - before]).toEqual([1, [], 1]);
    },
  );

  it("L6: is asked for again with back-off, however much work waits", async () => {
    const shop = await openInstalled(world.it);
    answerTokens(shop, oauth(401, "invalid_client"));
    world.it.clock.advance(DAY_MS);
    for (const n of [1, 2]) await shop.missed(`+3361234567${n}`);
    asked.length = 0;
    await workFor(60 * MINUTE_MS, MINUTE_MS);
    const refreshes = asked.filter((url) => url.endsWith(`/${shop.account}/oauth/token`));
    expect(refreshes.length).toBeGreaterThan(5);
    expect(refreshes.length).toBeLessThan(16);
  });

  it("L6: that fails ahead of the token's end stops no work: the token is used until it ends", async () => {
    const shop = await openInstalled(world.it);
    answerTokens(shop, status(500));
    world.it.clock.advance(DAY_MS - 19 * MINUTE_MS);
    await shop.missed("+33612345678");
    await world.it.settle(0);
    expect([shop.tickets(), await shop.alerts()]).toEqual([1, ["token dying"]]);
  });

  it("L6: waits as long as a 429 of the token endpoint asks", async () => {
    const shop = await openInstalled(world.it);
    answerTokens(shop, { kind: "status", status: 429, headers: { "retry-after": "300" } } as FaultKind, 1);
    world.it.clock.advance(DAY_MS);
    await shop.missed("+33612345678");
    const before = shop.refreshes();
    await workFor(4 * MINUTE_MS);
    expect(shop.refreshes()).toBe(before);
    await workFor(2 * MINUTE_MS);
    expect([shop.refreshes() - before, shop.tickets()]).toEqual([1, 1]);
  });

  it.each([400, 401])("L6: that is answered %i invalid_grant deactivates, and names the side", async (code) => {
    const shop = await openInstalled(world.it);
    answerTokens(shop, oauth(code, "invalid_grant"));
    world.it.clock.advance(DAY_MS);
    await workFor(10_000);
    expect(await shop.status()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    expect(await shop.shown()).toMatchObject({ side: "gorgias", healthy: false });
  });
});

describe("a token that Gorgias rejects", () => {
  it.each([1_000, 30_000, 59_000, 3_600_000])(
    "L6: is verified within seconds, %i ms after it was obtained: the app is removed",
    async (ageMs) => {
      const shop = await openInstalled(world.it);
      await shop.signIn();
      world.it.clock.advance(ageMs);
      shop.desk.uninstall(shop.account);
      refuseApi(shop);
      await shop.missed("+33612345678");
      await workFor(5_000, 1_000);
      expect(await shop.status()).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    },
  );

  it("L6: and rejects again after a refresh deactivates nothing, is not retried for ever, and raises an alert", async () => {
    const shop = await openInstalled(world.it);
    await shop.signIn();
    refuseApi(shop);
    const before = shop.refreshes();
    await shop.missed("+33612345678");
    await workFor(20 * MINUTE_MS);
    expect(await shop.status()).toEqual({ status: "active", reason: null });
    expect(await shop.alerts()).toContain("token dying");
    expect(shop.refreshes() - before).toBeLessThan(30);
    world.it.sandbox.gorgias.faults.clear();
    await workFor(11 * MINUTE_MS);
    expect([shop.tickets(), await shop.alerts()]).toEqual([1, []]);
  });
});

describe("a rejection by Aircall", () => {
  const noticed = async (shop: InstalledShop) => {
    await workFor(2 * MINUTE_MS);
    return shop.status();
  };

  it("L6: 403 to a token that worked deactivates, and names the side", async () => {
    const shop = await openInstalled(world.it);
    answerAircall(status(403, { message: "Forbidden" }));
    expect(await noticed(shop)).toEqual({ status: "deactivated", reason: "authorisation_removed" });
    expect(await shop.shown()).toMatchObject({ side: "aircall" });
  });

  it.each<[string, FaultKind]>([
    ["401", status(401, { message: "Unauthorized" })],
    ["404", status(404, { message: "Not Found" })],
    ["429", status(429)],
    ["500", status(500)],
    ["a page", status(200, "<html>welcome</html>")],
    ["nothing", { kind: "dropped" }],
  ])("L6: %s deactivates nothing", async (_what, fault) => {
    const shop = await openInstalled(world.it);
    answerAircall(fault);
    expect(await noticed(shop)).toEqual({ status: "active", reason: null });
    world.it.sandbox.aircall.faults.clear();
    await workFor(2 * MINUTE_MS);
    expect(await shop.alerts()).toEqual([]);
  });

  it("L6: 401 to everything raises an alert until Aircall accepts it again", async () => {
    const shop = await openInstalled(world.it);
    answerAircall(status(401, { message: "Unauthorized" }));
    await workFor(MINUTE_MS);
    expect(await shop.alerts()).toContain("aircall keys refused");
    world.it.sandbox.aircall.faults.clear();
    await workFor(MINUTE_MS);
    expect(await shop.alerts()).toEqual([]);
  });

  it("L6: 403 to some requests only is no removal", async () => {
    const shop = await openInstalled(world.it);
    answerAircall(status(403), "^/v1/(integrations|calls)");
    expect(await noticed(shop)).toEqual({ status: "active", reason: null });
  });

  it("L6: an app that is removed on both sides is reported on both", async () => {
    const shop = await openInstalled(world.it);
    shop.desk.uninstall(shop.account);
    await shop.phone.companies.uninstall(shop.company);
    await workFor(10_000);
    const shown = await shop.shown();
    expect(shown).toMatchObject({ status: "deactivated", side: "both", healthy: false });
    expect(shown?.steps.map(({ state }) => state)).toEqual(["next", "waiting", "waiting"]);
  });
});
