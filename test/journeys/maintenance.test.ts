/** L5, L6, L8: connections that are deactivated automatically, what is stored meanwhile, and calls that only Aircall knows. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ maintenance: true }));
const MINUTE_MS = 60_000;

/** Runs maintenance until nothing is left to do. */
async function maintain(shop: Shop): Promise<void> {
  await world.it.services.maintenance.maintain(shop.connectionId, false);
  await shop.settle();
}

async function openCared(settings: Parameters<typeof world.it.openShop>[0] = {}): Promise<Shop> {
  const shop = await world.it.openShop(settings);
  await shop.settle();
  // A played story ends now and began minutes ago.
  world.it.clock.advance(10 * MINUTE_MS);
  return shop;
}

/** What maintenance reads by itself: users, once a day the time zone, the tags once, and events after deliveries. */
const MAINTENANCE = new Set(["GET /api/users", "GET /api/account/settings", "GET /api/tags", "GET /api/events"]);
const spent = (shop: Shop) => shop.requests().filter((request) => !MAINTENANCE.has(request));
const standing = (shop: Shop) => world.it.services.admin.admin.connections.status(shop.connectionId);

describe("what never reached the service", () => {
  it("L8: is fetched from Aircall's list of calls, with its original times, once", async () => {
    const shop = await openCared();
    shop.phone.deliveries.drop(100);
    const { calls } = await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      user: shop.users.cleo,
    });
    const startedAt = shop.phone.state.calls.get(calls[0]?.id ?? 0)?.startedAt ?? 0;
    shop.phone.deliveries.drop(0);
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect(shop.ticket()).toMatchObject({
      subject: "Inbound call: +33 6 12 34 56 78",
      assignee: "Cleo Agent",
      status: "open",
    });
    expect(Date.parse(shop.note("answered").createdAt)).toBeGreaterThanOrEqual(startedAt * 1000);
    shop.forgetRequests();
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect([shop.tickets().length, spent(shop)]).toEqual([1, []]);
  });

  it("L8: costs Gorgias nothing where nothing is new, minutes and a day later", async () => {
    const shop = await openCared();
    await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      user: shop.users.cleo,
    });
    await shop.settle();
    shop.forgetRequests();
    for (const minutes of [10, 30, 24 * 60, 24 * 60]) {
      world.it.clock.advance(minutes * MINUTE_MS);
      await maintain(shop);
    }
    expect(spent(shop)).toEqual([]);
    const { deliveries } = await shop.activity(shop.phone.state.calls.all().at(-1)?.id ?? 0);
    expect(deliveries).toBe(shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl).length);
  });

  it("a day after the call: a tag that was not delivered is added", async () => {
    const shop = await openCared();
    const { calls } = await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      user: shop.users.cleo,
    });
    await shop.settle();
    shop.phone.deliveries.drop(100);
    await shop.phone.calls.tag(calls[0]?.id ?? 0, { tags: ["Refund"], user: shop.users.cleo });
    shop.phone.deliveries.drop(0);
    world.it.clock.advance(25 * 60 * MINUTE_MS);
    await maintain(shop);
    expect(shop.ticket().tags).toContain("Refund");
  });
});

/** Drops every delivery of this call. Returns its id. */
async function callUnheard(shop: Shop, more: { line?: number; from?: string } = {}): Promise<number> {
  shop.phone.deliveries.drop(100);
  const { calls } = await shop.phone.stories.answered({
    company: shop.company,
    line: shop.lines.fr,
    from: "+33612345678",
    user: shop.users.cleo,
    ...more,
  });
  shop.phone.deliveries.drop(0);
  return calls[0]?.id ?? 0;
}

const externalIds = (shop: Shop) => shop.tickets().map(({ externalId }) => externalId);
const webhookOf = (shop: Shop) =>
  shop.phone.state.companies.find(({ id }) => id === shop.company)?.webhooks.find(({ url }) => url === shop.webhookUrl);

describe("what is not fetched", () => {
  it("S1: a call on a line that is not selected", async () => {
    const shop = await openCared({ lines: ["Support FR"] });
    await callUnheard(shop, { line: shop.lines.uk });
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect([shop.tickets(), spent(shop)]).toEqual([[], []]);
    const kept = `select 1 from deliveries where connection_id = $1`;
    expect(await world.it.services.database.query(kept, [shop.connectionId])).toEqual([]);
  });

  it("a call of before the connection was made", async () => {
    const before = await world.it.openShop();
    await world.it.services.installing.deactivate(before.connectionId, "Ada Admin");
    await callUnheard(before);
    world.it.clock.advance(10 * MINUTE_MS);
    const shop = await openCared({ sharing: before });
    await maintain(shop);
    world.it.clock.advance(30 * MINUTE_MS);
    await maintain(shop);
    expect(shop.tickets()).toEqual([]);
  });

  it("a call that goes on: it is fetched once it is over", async () => {
    const shop = await openCared();
    shop.phone.deliveries.drop(100);
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect(shop.tickets()).toEqual([]);
    await shop.phone.calls.hangup(call);
    shop.phone.deliveries.drop(0);
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect(shop.ticket().status).toBe("open");
  });

  it("N6: a call of the time in which the connection was ended", async () => {
    const shop = await openCared();
    await maintain(shop);
    await world.it.services.installing.disconnect(shop.connectionId, "Ada Admin");
    expect(
      await world.it.services.database.query(`select 1 from maintenance where connection_id = $1`, [shop.connectionId]),
    ).toEqual([]);
  });
});

describe("a webhook without deliveries", () => {
  it("L8: switched off by Aircall, it is switched on again, and the calls of that time are fetched once", async () => {
    const shop = await openCared();
    shop.phone.change({ maxFailures: 3 });
    const webhook = webhookOf(shop);
    const away = webhook?.url ?? "";
    // No server listens there, as when the service is down.
    if (webhook) webhook.url = away.replace(/:\d+/, ":9");
    const { calls } = await shop.phone.stories.answered({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      user: shop.users.cleo,
    });
    if (webhook) webhook.url = away;
    expect(webhook?.active).toBe(false);
    shop.phone.change({ maxFailures: 50 });
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect(webhookOf(shop)).toMatchObject({ webhookId: webhook?.webhookId, active: true });
    expect(externalIds(shop)).toEqual([expect.stringContaining(String(calls[0]?.id))]);
    // Within 12 h Aircall sends once more what had failed.
    const keys = () => shop.ticket().notes.map(({ key }) => key);
    const before = keys();
    await shop.phone.deliveries.retry();
    await shop.settle();
    expect(keys()).toEqual(before);
  });

  it("L8: switched on by Aircall's own retry within 12 h: its late deliveries and the listed call are one ticket", async () => {
    const shop = await openCared();
    shop.phone.change({ maxFailures: 2 });
    const webhook = webhookOf(shop);
    const away = webhook?.url ?? "";
    if (webhook) webhook.url = away.replace(/:\d+/, ":9");
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
    if (webhook) webhook.url = away;
    shop.phone.change({ maxFailures: 50 });
    await shop.phone.deliveries.retry();
    expect(webhook?.active).toBe(true);
    await shop.settle();
    const notes = shop.ticket().notes.length;
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect([shop.tickets().length, shop.ticket().notes.length]).toEqual([1, notes]);
  });

  it("N5, L8: deleted in Aircall, it is made anew, its deliveries are taken, and the calls of that time are fetched", async () => {
    const shop = await openCared();
    const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
    company?.webhooks.splice(0);
    await callUnheard(shop);
    world.it.clock.advance(10 * MINUTE_MS);
    await maintain(shop);
    expect(company?.webhooks.map(({ url, active }) => [url, active])).toEqual([[shop.webhookUrl, true]]);
    expect(shop.tickets()).toHaveLength(1);
    world.it.clock.advance(MINUTE_MS);
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.us, from: "+12025550147" });
    await shop.settle();
    expect(shop.tickets()).toHaveLength(2);
  });
});

describe("catching up", () => {
  const windowOf = (minutesAgo: number) => {
    const now = Math.floor(world.it.clock.now() / 1000);
    return { from: now - minutesAgo * 60, to: now };
  };

  it("L8: continues where a query of Aircall ends early, and fetches each call once", async () => {
    const shop = await openCared();
    // What it finds is not tested here, and would take long to write.
    await world.it.services.installing.deactivate(shop.connectionId, "Ada Admin");
    // In production 10,000. Complete pages of 50 in both.
    shop.phone.change({ maxRecords: 50, rateLimitOn: false });
    const ids: number[] = [];
    for (let n = 0; n < 110; n += 1) {
      ids.push(await callUnheard(shop, { from: `+3361234${String(n).padStart(4, "0")}` }));
      if (n % 3 === 0) world.it.clock.advance(1_000);
    }
    world.it.clock.advance(5 * MINUTE_MS);
    const found = await world.it.services.maintenance.catchUp(shop.connectionId, windowOf(60));
    shop.phone.change({ maxRecords: 10_000, rateLimitOn: true });
    expect(found).toEqual({ seen: ids.length, unheard: ids.length, changed: ids.length });
  });

  it("L8: doubles nothing, however often it is done", async () => {
    const shop = await openCared();
    await callUnheard(shop);
    await shop.phone.stories.voicemail({ company: shop.company, line: shop.lines.us, from: "+12025550147" });
    await shop.settle();
    world.it.clock.advance(5 * MINUTE_MS);
    const counts = [];
    for (let n = 0; n < 3; n += 1) {
      counts.push(await world.it.services.maintenance.catchUp(shop.connectionId, windowOf(60)));
      await shop.settle();
      world.it.clock.advance(MINUTE_MS);
    }
    expect(counts).toEqual([
      { seen: 2, unheard: 1, changed: 1 },
      { seen: 2, unheard: 0, changed: 0 },
      { seen: 2, unheard: 0, changed: 0 },
    ]);
    const keys = shop.tickets().flatMap(({ id, notes }) => notes.map(({ key }) => `${id} ${key}`));
    expect([shop.tickets().length, new Set(keys).size]).toEqual([2, keys.length]);
  });

  it("L8: that was interrupted goes on where it was", async () => {
    const shop = await openCared();
    shop.phone.change({ rateLimitOn: false });
    for (let n = 0; n < 30; n += 1) await callUnheard(shop, { from: `+3361234${String(n).padStart(4, "0")}` });
    // Far enough away from the next ones not to be looked at again.
    world.it.clock.advance(60 * MINUTE_MS);
    for (let n = 30; n < 60; n += 1) await callUnheard(shop, { from: `+3361234${String(n).padStart(4, "0")}` });
    world.it.clock.advance(5 * MINUTE_MS);
    shop.phone.state.requests.length = 0;
    const pages = () =>
      shop.phone.state.requests.flatMap(({ url, status }) => {
        const query = new URL(url, "http://here").searchParams;
        return url.startsWith("/v1/calls?") ? [[Number(query.get("page")), Number(query.get("from")), status]] : [];
      });
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "/v1/calls$", skip: 1 });
    await world.it.services.maintenance.maintain(shop.connectionId, false);
    const [first] = pages();
    expect(pages().map(([page, , status]) => [page, status])).toEqual([
      [1, 200],
      [2, 500],
    ]);
    shop.phone.state.requests.length = 0;
    await world.it.services.maintenance.maintain(shop.connectionId, false);
    expect(pages()[0]?.[1]).toBeGreaterThan(first?.[1] ?? 0);
    const [unread] = await world.it.services.database.query<{ count: number }>(
      `select count(distinct ref)::int as count from deliveries where connection_id = $1`,
      [shop.connectionId],
    );
    shop.phone.change({ rateLimitOn: true });
    expect(unread?.count).toBe(60);
    await world.it.services.installing.deactivate(shop.connectionId, "Ada Admin");
  });
});

describe("a connection that is deactivated automatically", () => {
  it.each([
    [0, 20, "deactivated", "rate_limit"],
    [0, 0, "deactivated", "rate_limit"],
    [15, 20, "active", null],
  ] as const)(
    "L5: with a setting of %i min and rejected for %i s it is %s",
    async (patienceMinutes, seconds, status, reason) => {
      const shop = await openCared({ settings: { patienceMinutes } });
      world.it.sandbox.gorgias.faults.add({
        fault: { kind: "status", status: 429, headers: { "retry-after": String(seconds) } },
        path: `^/${shop.account}/api/`,
      });
      await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
      await shop.settle(0);
      await world.it.services.sweep();
      expect(await standing(shop)).toMatchObject({ status, reason });
      await world.it.services.installing.reactivate(shop.connectionId, "Ada Admin");
      await shop.settle(60_000);
      expect(shop.tickets()).toHaveLength(1);
    },
  );

  it("L6: Aircall refuses the credential: deactivated, said once, nothing lost after it is given again", async () => {
    const shop = await openCared();
    const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
    const keys = company?.apiKeys ?? [];
    const kept = keys.splice(0);
    await maintain(shop);
    expect(await standing(shop)).toMatchObject({ status: "deactivated", reason: "authorisation_removed" });
    await maintain(shop);
    const alerts = await world.it.services.maintenance.alerts.list(shop.connectionId, 10);
    expect(alerts.map(({ kind, resolvedAt }) => [kind, resolvedAt])).toEqual([["deactivated", null]]);
    keys.push(...kept);
  });
});
