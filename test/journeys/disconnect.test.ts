/** N5, N6: once a side is replaced or disconnected, nothing of the service remains at a vendor, and no delivery is accepted. */
import { afterEach, describe, expect, it } from "vitest";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ embedded: true, install: true, maintenance: true }));
const MINUTE_MS = 60_000;

afterEach(async () => {
  await world.it.services.database.query(`delete from connections`);
  await world.it.services.database.query(`delete from revocations`);
  world.it.sandbox.gorgias.faults.clear();
  world.it.sandbox.aircall.faults.clear();
  world.it.sandbox.gorgias.desk.patchSettings({ consentRole: "any" });
});

const living = (shop: InstalledShop) =>
  shop.desk.account(shop.account).oauth.grants.filter(({ revokedAt }) => revokedAt === null).length;
const companyOf = (shop: InstalledShop) => {
  const found = shop.phone.state.companies.find(({ id }) => id === shop.company);
  if (!found) throw new Error("no company");
  return found;
};
const rows = (text: string) => world.it.services.database.query<Record<string, unknown>>(text);
const disconnect = (shop: InstalledShop) => shop.api("/connection/disconnect", "POST");
const dropRevocations = () =>
  world.it.sandbox.gorgias.faults.add({ fault: { kind: "dropped" }, path: "/oauth/revoke$", times: 0 });

async function pass(ms: number): Promise<void> {
  world.it.clock.advance(ms);
  // The sweep starts due work. Then it is done.
  await world.it.settle(0);
  await world.it.settle(0);
}

describe("tokens of Gorgias", () => {
  it("N6: signing in again leaves one living token, and none after a disconnect", async () => {
    const shop = await openInstalled(world.it);
    for (let n = 0; n < 3; n += 1) await shop.signIn();
    expect(living(shop)).toBe(1);
    expect((await disconnect(shop)).status).toBe(200);
    expect(living(shop)).toBe(0);
    expect(await rows(`select 1 from credentials union all select 1 from revocations`)).toEqual([]);
  });

  it("N6: a token that could not be revoked at a sign-in or a disconnect is revoked once Gorgias answers", async () => {
    const shop = await openInstalled(world.it);
    dropRevocations();
    await shop.signIn();
    await disconnect(shop);
    expect(living(shop)).toBe(2);
    world.it.sandbox.gorgias.faults.clear();
    await pass(10 * MINUTE_MS);
    expect([living(shop), await rows(`select 1 from revocations`)]).toEqual([0, []]);
  });

  it("N6: what cannot be revoked within a day is wiped all the same", async () => {
    const shop = await openInstalled(world.it);
    dropRevocations();
    await disconnect(shop);
    await pass(25 * 60 * MINUTE_MS);
    expect(await rows(`select 1 from revocations`)).toEqual([]);
  });

  it("N6: a token of a person who is no admin is revoked, also where Gorgias does not answer at once", async () => {
    const shop = await openInstalled(world.it);
    const unknownCaller = plainBrowser();
    unknownCaller.setCookie(world.it.sandbox.gorgias.url, "gorgias_simulator_user", String(shop.userId("agent")));
    dropRevocations();
    await shop.signIn(unknownCaller);
    expect(living(shop)).toBe(2);
    world.it.sandbox.gorgias.faults.clear();
    await pass(10 * MINUTE_MS);
    expect(living(shop)).toBe(1);
  });

  it("N6: a token is revoked where Gorgias does not say who approved it", async () => {
    const shop = await openInstalled(world.it);
    world.it.sandbox.gorgias.faults.add({ fault: { kind: "status", status: 500 }, path: "/api/users/0", times: 1 });
    await shop.signIn();
    expect(living(shop)).toBe(1);
    await shop.missed("+33612345678");
    await world.it.settle();
    expect(shop.tickets()).toBe(1);
  });
});

describe("the Aircall side", () => {
  it("N6: what could not be undone at a disconnect is undone once Aircall answers", async () => {
    const shop = await openInstalled(world.it);
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "^/v1/", times: 0 });
    await disconnect(shop);
    expect(companyOf(shop).webhooks).toHaveLength(1);
    world.it.sandbox.aircall.faults.clear();
    await pass(10 * MINUTE_MS);
    expect(companyOf(shop).webhooks).toEqual([]);
    expect(companyOf(shop).integrations.map(({ active }) => active)).toEqual([false]);
  });

  it("N6: what is undone late takes nothing from a new install", async () => {
    const shop = await openInstalled(world.it);
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "^/v1/", times: 0 });
    await disconnect(shop);
    world.it.sandbox.aircall.faults.clear();
    await shop.signIn();
    await shop.joinAircall();
    shop.phone.companies.link(shop.company, { lines: "all" });
    await shop.select(shop.lines);
    await pass(10 * MINUTE_MS);
    await shop.missed("+33612345678");
    await world.it.settle();
    expect(shop.tickets()).toBe(1);
    expect(companyOf(shop).integrations.some(({ active }) => active)).toBe(true);
  });

  it("N5: an Aircall that fails after the webhook was made leaves none behind, by OAuth and by API keys", async () => {
    const shop = await openInstalled(world.it, { bare: true });
    await disconnect(shop);
    await shop.signIn();
    const { aircall } = world.it.sandbox;
    // The webhook is made without one of its events, and cannot be put right.
    for (const fault of [{ kind: "lost-answer" as const }, { kind: "status" as const, status: 500 }]) {
      aircall.faults.add({ fault, method: fault.kind === "status" ? "PUT" : "POST", path: "^/v1/webhooks", times: 1 });
    }
    await shop.joinAircall();
    expect([(await shop.status()).status, companyOf(shop).webhooks]).toEqual(["installing", []]);
    aircall.faults.clear();
    const { connections, installs, setup, ids, clock } = world.it.services;
    const { email, apiKey } = shop.desk.createAccount({ account: `${shop.account}-keys` });
    const wanted = {
      account: `${shop.account}-keys`,
      gorgias: { kind: "basic" as const, user: email, password: apiKey },
      aircall: {
        kind: "basic" as const,
        user: companyOf(shop).apiKeys[0]?.apiId ?? "",
        password: companyOf(shop).apiKeys[0]?.apiToken ?? "",
      },
      lines: "all" as const,
    };
    for (const path of ["^/v1/tags", "^/v1/webhooks", "^/v1/numbers"]) {
      aircall.faults.add({
        fault: path.includes("webhooks") ? { kind: "lost-answer" } : { kind: "status", status: 500 },
        method: path.includes("webhooks") ? "POST" : "GET",
        path,
        times: 1,
      });
      expect(
        await addConnection({ connections, installs, setup, ids, clock, publicUrl: world.it.url }, wanted),
      ).toMatchObject({
        kind: "refused",
        problem: { code: "vendor_unavailable", vendor: "aircall" },
      });
      expect(companyOf(shop).webhooks).toEqual([]);
    }
  });
});

describe("deliveries", () => {
  it("N6: are answered 404 and stored nowhere from the moment of the disconnect, on every node", async () => {
    const shop = await openInstalled(world.it);
    const [webhook] = companyOf(shop).webhooks;
    const deliver = (n: number) =>
      fetch(webhook?.url ?? "", {
        method: "POST",
        body: JSON.stringify({ event: "call.created", resource: "call", token: webhook?.token, data: { id: n } }),
      });
    // This node caches the webhook for some seconds. The disconnect comes from another one.
    expect((await deliver(1)).status).toBe(200);
    await rows(`update connections set webhook_token_hash = null`);
    const count = async () => (await rows(`select 1 from deliveries`)).length;
    const before = await count();
    expect([(await deliver(2)).status, await count()]).toEqual([404, before]);
  });

  it("N5: of a webhook that was made anew are taken at once, though this node remembers the old token", async () => {
    const shop = await openInstalled(world.it);
    const [webhook] = companyOf(shop).webhooks;
    const deliver = (token: string | undefined) =>
      fetch(webhook?.url ?? "", { method: "POST", body: JSON.stringify({ event: "x", token, data: { id: 1 } }) });
    expect((await deliver(webhook?.token)).status).toBe(200);
    const hash = `encode(sha256('made anew'), 'hex')`;
    await rows(`update connections set webhook_token_hash = ${hash}`);
    expect((await deliver("made anew")).status).toBe(200);
    expect((await deliver(webhook?.token)).status).toBe(401);
  });
});

describe("an account that is joined again by API keys", () => {
  it("N4, N6: has the deliveries of the numbers that are chosen now", async () => {
    const shop = await world.it.openShop();
    const { connections, installs, setup, ids, clock, installing } = world.it.services;
    await installing.disconnect(shop.connectionId, "Ada Admin");
    const { email, apiKey } = shop.desk.account(shop.account);
    const [key] = shop.phone.state.companies.find(({ id }) => id === shop.company)?.apiKeys ?? [];
    const wanted = {
      account: shop.account,
      gorgias: { kind: "basic" as const, user: email, password: apiKey },
      aircall: { kind: "basic" as const, user: key?.apiId ?? "", password: key?.apiToken ?? "" },
      lines: [String(shop.lines.fr)],
    };
    const added = await addConnection({ connections, installs, setup, ids, clock, publicUrl: world.it.url }, wanted);
    expect(added).toMatchObject({ kind: "added", connectionId: shop.connectionId });
    for (const line of [shop.lines.fr, shop.lines.us])
      await shop.phone.stories.missed({ company: shop.company, line, from: "+33612345678" });
    await shop.settle();
    expect(shop.tickets()).toHaveLength(1);
    const replaced = await addConnection(
      { connections, installs, setup, ids, clock, publicUrl: world.it.url },
      { ...wanted, replace: true },
    );
    expect(replaced.kind).toBe("added");
    expect(await rows(`select id from connections`)).not.toContainEqual({ id: shop.connectionId });
  });
});

describe("a company that is connected already", () => {
  it("N1: is not joined to the account that the browser signed in to while it was asked for consent", async () => {
    const [asking, other] = [
      await openInstalled(world.it, { bare: true }),
      await openInstalled(world.it, { bare: true }),
    ];
    const begun = await asking.visitor.fetch(`${world.it.url}/oauth/aircall/start`);
    const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const { url } = await world.it.services.installing.makeLink(other.connectionId);
    await asking.visitor.fetch(`${world.it.url}/api/sign-in/link`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: url.slice(url.indexOf("#") + 1) }),
    });
    const back = `${world.it.url}/oauth/aircall/callback?error=access_denied&state=${state}`;
    expect((await asking.visitor.open(back)).text).toContain("has been used or is too old");
  });

  it("N1: by API keys cannot be joined to a second account, by keys or by OAuth", async () => {
    const first = await world.it.openShop();
    const account = `second-of-${first.account}`;
    const { email, apiKey } = first.desk.createAccount({ account });
    const [key] = first.phone.state.companies.find(({ id }) => id === first.company)?.apiKeys ?? [];
    const { connections, installs, setup, ids, clock } = world.it.services;
    const added = await addConnection(
      { connections, installs, setup, ids, clock, publicUrl: world.it.url },
      {
        account,
        gorgias: { kind: "basic", user: email, password: apiKey },
        aircall: { kind: "basic", user: key?.apiId ?? "", password: key?.apiToken ?? "" },
        lines: "all",
      },
    );
    expect(added).toMatchObject({ kind: "refused", problem: { code: "company_taken", account: first.account } });
    first.desk.patchSettings({ consent: "approve" });
    first.phone.change({ consent: "approve" });
    const visitor = plainBrowser();
    visitor.setCookie(world.it.sandbox.aircall.url, "aircall_simulator_company", String(first.company));
    await visitor.open(
      `${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`,
    );
    const page = await visitor.open(`${world.it.url}/oauth/aircall/start`);
    expect([page.status, page.text]).toEqual([409, expect.stringContaining("connected elsewhere")]);
  });
});
