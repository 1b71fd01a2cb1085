/** N3, N4, N5: healthy means working. What is missing is in the status, the steps and the checks, and an alert says so within a minute. */
import { afterEach, describe, expect, it } from "vitest";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { runDoctor } from "../../src/run/run-doctor.ts";
import { runCommand } from "../../src/run/run-command.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true }));
const MINUTE_MS = 60_000;

afterEach(async () => {
  await world.it.services.database.query(`delete from connections`);
  world.it.sandbox.gorgias.faults.clear();
  world.it.sandbox.aircall.faults.clear();
});

async function pass(ms: number): Promise<void> {
  world.it.clock.advance(ms);
  // The sweep starts due work. Then it is done.
  await world.it.settle(0);
  await world.it.settle(0);
}

interface Answer {
  healthy: boolean;
  status: string;
  checks: { code: string; ok: boolean; remedy: string | null }[];
  steps: { name: string; state: string }[];
}
const ask = async (shop: InstalledShop) => (await shop.api("/connection")).body as Answer;
const failing = ({ checks }: Answer) => checks.filter(({ ok }) => !ok).map(({ code }) => code);
const done = ({ steps }: Answer) => steps.filter(({ state }) => state === "done").map(({ name }) => name);
const webhooksOf = (shop: { phone: Shop["phone"]; company: number }) =>
  shop.phone.state.companies.find(({ id }) => id === shop.company)?.webhooks ?? [];

describe("GET /api/connection", () => {
  it("N3: is healthy with everything in place, and every check is ok", async () => {
    const shop = await openInstalled(world.it);
    const answer = await ask(shop);
    expect([answer.healthy, failing(answer), done(answer)]).toEqual([true, [], ["gorgias", "aircall", "lines"]]);
    expect(answer.checks.every(({ remedy }) => remedy === null)).toBe(true);
    expect(await shop.alerts()).toEqual([]);
  });

  it("N4: a new install is not healthy before a line is selected, and deselecting all raises an alert within a minute", async () => {
    const shop = await openInstalled(world.it, { bare: true });
    const fresh = await ask(shop);
    expect([fresh.healthy, failing(fresh), done(fresh)]).toEqual([false, ["lines_selected"], ["gorgias", "aircall"]]);
    shop.phone.companies.link(shop.company, { lines: "all" });
    await shop.select(shop.lines);
    await pass(MINUTE_MS);
    expect([(await ask(shop)).healthy, await shop.alerts()]).toEqual([true, []]);
    await shop.select([]);
    expect((await ask(shop)).healthy).toBe(false);
    await pass(MINUTE_MS);
    expect(await shop.alerts()).toEqual(["no line selected"]);
    await shop.select(shop.lines);
    await pass(MINUTE_MS);
    expect(await shop.alerts()).toEqual([]);
  });

  it.each([
    ["none", []],
    ["one of two", [0]],
  ])(
    "N5: selected lines of which %s is linked in Aircall are said within a minute, and over when all are",
    async (_what, linked) => {
      const shop = await openInstalled(world.it);
      shop.phone.companies.link(shop.company, { lines: linked.map((n) => Number(shop.lines[n])) });
      await pass(MINUTE_MS);
      const answer = await ask(shop);
      expect([answer.healthy, failing(answer), done(answer)]).toEqual([
        false,
        ["lines_linked"],
        ["gorgias", "aircall"],
      ]);
      expect(answer.checks.find(({ ok }) => !ok)?.remedy).toContain("Integrations");
      expect(await shop.alerts()).toEqual(["lines not linked"]);
      shop.phone.companies.link(shop.company, { lines: "all" });
      await pass(MINUTE_MS);
      expect([(await ask(shop)).healthy, await shop.alerts()]).toEqual([true, []]);
    },
  );

  it("N5: lines that are not linked at the install are said at once", async () => {
    const shop = await openInstalled(world.it, { bare: true });
    await shop.select(shop.lines);
    expect(failing(await ask(shop))).toEqual(["lines_linked"]);
  });

  it("N5: a webhook that is gone and cannot be created raises an alert within a minute, resolved once it exists", async () => {
    const shop = await openInstalled(world.it);
    webhooksOf(shop).splice(0);
    world.it.sandbox.aircall.faults.add({
      fault: { kind: "status", status: 400 },
      method: "POST",
      path: "/webhooks$",
      times: 0,
    });
    await pass(MINUTE_MS);
    const answer = await ask(shop);
    expect([answer.healthy, failing(answer), done(answer)]).toEqual([false, ["webhook"], ["gorgias", "lines"]]);
    expect(await shop.alerts()).toContain("webhook missing");
    world.it.sandbox.aircall.faults.clear();
    await pass(MINUTE_MS);
    expect((await ask(shop)).healthy).toBe(true);
  });

  it("N3: an account without an admin who can sign is not healthy", async () => {
    const shop = await openInstalled(world.it);
    shop.desk.updateUser(shop.account, shop.userId("admin"), { role: "agent" });
    await pass(7 * MINUTE_MS);
    const shown = await shop.shown();
    expect([shown?.healthy, shown?.checks.filter(({ ok }) => !ok).map(({ code }) => code)]).toEqual([false, ["admin"]]);
    expect(await shop.alerts()).toEqual(["no admin"]);
    shop.desk.updateUser(shop.account, shop.userId("agent"), { role: "admin" });
    await pass(7 * MINUTE_MS);
    expect([(await shop.shown())?.healthy, await shop.alerts()]).toEqual([true, []]);
  });

  it("N3: a connection that was switched off by hand is not healthy", async () => {
    const shop = await openInstalled(world.it);
    await shop.api("/connection/deactivate", "POST");
    expect(await ask(shop)).toMatchObject({ status: "deactivated", healthy: false });
  });
});

it("N5: an idle connection asks Gorgias at most 12 times an hour", async () => {
  const shop = await openInstalled(world.it);
  shop.desk.clearRequests(shop.account);
  for (let minute = 0; minute < 60; minute += 1) await pass(MINUTE_MS);
  expect(shop.desk.requests(shop.account).length).toBeLessThanOrEqual(12);
});

it("N5: the users of a large account, who take three requests, are read a third as often", async () => {
  const shop = await openInstalled(world.it);
  for (let n = 0; n < 250; n += 1)
    shop.desk.addUser(shop.account, { name: `Agent ${n}`, email: `agent-${n}@${shop.account}.example`, role: "agent" });
  for (let tries = 0; tries < 2; tries += 1) await pass(7 * MINUTE_MS);
  shop.desk.clearRequests(shop.account);
  for (let tries = 0; tries < 3; tries += 1) await pass(7 * MINUTE_MS);
  expect(shop.desk.requests(shop.account).filter(({ path }) => path === "/api/users")).toHaveLength(3);
});

describe("API keys that were revoked", () => {
  const alerts = async (shop: Shop) => [...(await world.it.services.maintenance.alerts.status(shop.connectionId))];
  const companyOf = (shop: Shop) => {
    const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
    if (!company) throw new Error("no company");
    return company;
  };
  const keys = (account: string, input: object) =>
    runCommand(world.it.services, "connection keys", { account, ...input });
  const gorgiasKey = (shop: Shop) => {
    const { email, apiKey } = shop.desk.account(shop.account);
    return { kind: "basic" as const, user: email, password: apiKey };
  };
  const missed = (shop: Shop) =>
    shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });

  it("L6: of Gorgias raise an alert at once, cost nothing more, and a new key by one command writes what waited", async () => {
    const shop = await world.it.openShop();
    await shop.settle();
    shop.desk.revokeKey(shop.account);
    await missed(shop);
    await pass(2_000);
    await pass(2_000);
    expect(await alerts(shop)).toContain("gorgias keys refused");
    shop.forgetRequests();
    for (let minute = 0; minute < 30; minute += 1) await pass(MINUTE_MS);
    expect(shop.requests().length).toBeLessThanOrEqual(10);
    shop.desk.account(shop.account).apiKey = "a-new-key";
    const wrong = { kind: "basic", user: gorgiasKey(shop).user, password: "another" };
    expect(await keys(shop.account, { gorgias: wrong })).toMatchObject({
      kind: "refused",
      problem: { code: "gorgias_key_rejected", account: shop.account },
    });
    expect(await keys(shop.account, { gorgias: gorgiasKey(shop) })).toMatchObject({
      kind: "replaced",
      status: "active",
    });
    await shop.settle();
    await pass(MINUTE_MS);
    expect([shop.tickets().length, await alerts(shop)]).toEqual([1, []]);
  });

  it("L6: of Gorgias are noticed within minutes where nothing happens", async () => {
    const shop = await world.it.openShop();
    await shop.settle();
    shop.desk.revokeKey(shop.account);
    await pass(7 * MINUTE_MS);
    expect(await alerts(shop)).toContain("gorgias keys refused");
  });

  it("L6: of Aircall deactivate within a minute, and a new key by one command brings the connection back", async () => {
    const shop = await world.it.openShop();
    await shop.settle();
    const [old] = companyOf(shop).apiKeys.splice(0);
    await pass(MINUTE_MS);
    expect(await alerts(shop)).toContain("deactivated");
    await missed(shop);
    companyOf(shop).apiKeys.push({
      apiId: "new-id",
      apiToken: "new-token",
      revoked: false,
      ...({} as object),
    } as never);
    expect(old).toBeDefined();
    const aircall = { kind: "basic", user: "new-id", password: "new-token" };
    expect(await keys(shop.account, { aircall })).toMatchObject({ kind: "replaced", status: "active" });
    await shop.settle();
    await pass(MINUTE_MS);
    expect([shop.tickets().length, await alerts(shop), webhooksOf(shop).length]).toEqual([1, [], 1]);
  });

  it("L6: rejects keys of another company, of users who are no admin, and of a connection made by OAuth", async () => {
    const [shop, other, installed] = [
      await world.it.openShop(),
      await world.it.openShop(),
      await openInstalled(world.it),
    ];
    const [key] = companyOf(other).apiKeys;
    const aircall = { kind: "basic", user: key?.apiId, password: key?.apiToken };
    expect(await keys(shop.account, { aircall })).toMatchObject({ problem: { code: "company_taken" } });
    expect(await keys(installed.account, { gorgias: gorgiasKey(shop) })).toMatchObject({
      problem: { code: "connected_by_oauth", vendor: "gorgias" },
    });
    expect(await keys("nobody", { aircall })).toMatchObject({ problem: { code: "not_connected", account: "nobody" } });
    expect(await keys(shop.account, {})).toMatchObject({ problem: { code: "no_keys" } });
    const { id } = shop.phone.companies.add({ name: "not connected" });
    shop.phone.companies.addLine(id, { name: "Sales", digits: "+33 1 70 18 00 09", country: "FR" });
    const [unknown] = shop.phone.state.companies.find((company) => company.id === id)?.apiKeys ?? [];
    const foreign = { kind: "basic", user: unknown?.apiId, password: unknown?.apiToken };
    expect(await keys(shop.account, { aircall: foreign })).toMatchObject({ problem: { code: "another_company" } });
    const bare = await openInstalled(world.it, { bare: true });
    await world.it.services.database.query(`delete from credentials where connection_id = $1`, [bare.connectionId]);
    expect(await keys(bare.account, { aircall: foreign })).toMatchObject({
      problem: { code: "side_not_connected", vendor: "aircall" },
    });
  });

  it("L6: are all kept where one of the new ones is rejected", async () => {
    const shop = await world.it.openShop();
    const stored = () =>
      world.it.services.database.query(`select * from credentials where connection_id = $1 order by vendor`, [
        shop.connectionId,
      ]);
    const before = await stored();
    const wrong = { kind: "basic", user: "wrong", password: "wrong" };
    expect(await keys(`${shop.account}.gorgias.com`, { gorgias: gorgiasKey(shop), aircall: wrong })).toMatchObject({
      problem: { code: "aircall_key_rejected" },
    });
    expect(await stored()).toEqual(before);
  });

  it("L6: of Aircall are replaced together with a webhook that is gone, whose deliveries are taken at once", async () => {
    const shop = await world.it.openShop();
    webhooksOf(shop).splice(0);
    const [key] = companyOf(shop).apiKeys;
    const aircall = { kind: "basic", user: key?.apiId, password: key?.apiToken };
    const { sandbox } = world.it;
    sandbox.aircall.faults.add({
      fault: { kind: "status", status: 500 },
      path: "^/v1/webhooks",
      method: "POST",
      times: 1,
    });
    expect(await keys(shop.account, { aircall })).toMatchObject({
      problem: { code: "vendor_unavailable", vendor: "aircall" },
    });
    expect(await keys(shop.account, { aircall })).toMatchObject({ kind: "replaced", vendors: ["aircall"] });
    await missed(shop);
    await shop.settle();
    expect([webhooksOf(shop).length, shop.tickets().length]).toEqual([1, 1]);
  });

  it.each([
    ["L7: are replaced without starting what was stopped by hand", "by_hand"],
    ["L7: are replaced without starting what the rate limit stopped", "rate_limit"],
    ["L6: are replaced without starting what the other side has removed", "authorisation_removed"],
  ])("%s", async (_rule, reason) => {
    const { database } = world.it.services;
    const shop = await world.it.openShop();
    const { connectionId } = shop;
    await database.query(`update connections set status = 'deactivated', reason = $2 where id = $1`, [
      connectionId,
      reason,
    ]);
    if (reason === "authorisation_removed")
      await database.query(
        `update credentials set problem = 'removed', problem_since = now() where connection_id = $1 and vendor = 'aircall'`,
        [connectionId],
      );
    expect(await keys(shop.account, { gorgias: gorgiasKey(shop) })).toMatchObject({
      kind: "replaced",
      status: "deactivated",
    });
  });
});

it("N5: the doctor names webhooks at the service's address that no connection uses, and removes them on request", async () => {
  const shop = await world.it.openShop();
  const [ours] = webhooksOf(shop);
  if (!ours) throw new Error("no webhook");
  const address = `${world.it.url}/webhooks/aircall/`;
  webhooksOf(shop).push(
    { ...ours, webhookId: "orphan-1", url: `${address}left-behind` },
    { ...ours, webhookId: "orphan-2" },
    { ...ours, webhookId: "foreign", url: "https://elsewhere.example/webhooks/aircall/x" },
  );
  const found = async () =>
    (await runDoctor(world.it.services, shop.account)).filter(({ check }) => check === "webhooks in Aircall");
  expect(await found()).toMatchObject([{ verdict: "wrong", what: expect.stringMatching(/"orphan-1", "orphan-2"$/) }]);
  expect(await runCommand(world.it.services, "remove orphans", { account: null, preview: true })).toBe(2);
  expect(webhooksOf(shop)).toHaveLength(4);
  expect(await runCommand(world.it.services, "remove orphans", { account: null, preview: false })).toBe(2);
  expect(webhooksOf(shop).map(({ webhookId }) => webhookId)).toEqual([ours.webhookId, "foreign"]);
  expect(await found()).toEqual([]);
});

it("N5: webhooks that no connection uses are removed beside a connection that ended, and one whose Aircall is down", async () => {
  const [ended, down, shop] = [await world.it.openShop(), await world.it.openShop(), await world.it.openShop()];
  await world.it.services.installing.disconnect(ended.connectionId, "Ada Admin");
  down.phone.state.companies.find(({ id }) => id === down.company)?.apiKeys.splice(0);
  const [ours] = webhooksOf(shop);
  if (!ours) throw new Error("no webhook");
  webhooksOf(shop).push({ ...ours, webhookId: "orphan" });
  expect(await runCommand(world.it.services, "remove orphans", { account: null, preview: false })).toBe(1);
  expect(webhooksOf(shop)).toEqual([ours]);
});

it("N5: the webhook of a connection counts as used, also where an earlier version did not store its id", async () => {
  const shop = await world.it.openShop();
  await world.it.services.database.query(`update connections set webhook_id = null where id = $1`, [shop.connectionId]);
  expect(await runCommand(world.it.services, "remove orphans", { account: shop.account, preview: true })).toBe(0);
});

it("N5: a connection that cannot be added leaves no webhook behind", async () => {
  const shop = await world.it.openShop();
  const before = webhooksOf(shop).length;
  const { connections, installs, setup, ids, clock } = world.it.services;
  const [key] = shop.phone.state.companies.find(({ id }) => id === shop.company)?.apiKeys ?? [];
  const { email, apiKey } = shop.desk.createAccount({ account: `${shop.account}-b` });
  const broken = {
    ...connections,
    holderOfLines: async () => null,
    add: async () => Promise.reject(new Error("the database is away")),
  };
  const wanted = {
    account: `${shop.account}-b`,
    gorgias: { kind: "basic" as const, user: email, password: apiKey },
    aircall: { kind: "basic" as const, user: key?.apiId ?? "", password: key?.apiToken ?? "" },
    lines: "all" as const,
  };
  const deps = { connections: broken, installs, setup, ids, clock, publicUrl: world.it.url };
  await expect(addConnection(deps, wanted)).rejects.toThrow("away");
  expect(webhooksOf(shop)).toHaveLength(before);
});
