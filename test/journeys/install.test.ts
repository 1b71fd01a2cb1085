/** Every way to install, signing in, and every install error. */
import { beforeEach, describe, expect, it } from "vitest";
import { plainBrowser, type PlainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ embedded: true, install: true }));

let account = "";
let company = 0;
let accounts = 0;

beforeEach(() => {
  accounts += 1;
  account = `install-${accounts}`;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  gorgias.desk.patchSettings({ consent: "approve" });
  company = aircall.phone.companies.add({ name: account }).id;
  aircall.phone.companies.addLine(company, { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" });
  aircall.phone.companies.addLine(company, { name: "Sales UK", digits: "+44 20 7946 0100", country: "GB" });
  aircall.phone.change({ consent: "approve" });
});

/** Logged in to Aircall as the company of this test. */
function browser(language?: string): PlainBrowser {
  const fresh = plainBrowser(language);
  fresh.setCookie(world.it.sandbox.aircall.url, "aircall_simulator_company", String(company));
  return fresh;
}

const store = () => `${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`;
const userId = (role: string) =>
  world.it.sandbox.gorgias.desk
    .account(account)
    .users.all()
    .find((user) => user.role === role)?.id ?? 0;
const rows = (text: string) => world.it.services.database.query<Record<string, unknown>>(text, [account]);
const connection = async () => (await rows(`select * from connections where account = $1`))[0];
const CONNECTED = `select 1 from credentials x join connections c on c.id = x.connection_id where c.account = $1`;

async function signIn(visitor = browser()): Promise<PlainBrowser> {
  const page = await visitor.open(store());
  expect([page.status, new URL(page.url).pathname]).toEqual([200, "/"]);
  return visitor;
}

async function joinBoth(visitor = browser()): Promise<PlainBrowser> {
  await signIn(visitor);
  await visitor.open(`${world.it.url}/oauth/aircall/start`);
  return visitor;
}

describe("the ways to install", () => {
  it("N1: begins at Gorgias' store, goes through both consents, and a call of a chosen line becomes a ticket", async () => {
    await joinBoth();
    const { phone } = world.it.sandbox.aircall;
    const installed = phone.state.companies.find(({ id }) => id === company);
    phone.companies.link(company, { lines: "all" });
    const [line] = installed?.lines ?? [];
    await rows(
      `update lines set selected = true where connection_id = (select id from connections where account = $1)`,
    );
    expect(await connection()).toMatchObject({ status: "active", aircall_company_id: String(company) });
    await phone.stories.answered({ company, ...(line ? { line: line.id } : {}), from: "+33612345678" });
    await world.it.settle();
    expect(world.it.sandbox.gorgias.desk.account(account).tickets.all()).toHaveLength(1);
  });

  it("N1: begins at Aircall's marketplace, which does not name the account, and ends the same", async () => {
    const visitor = browser();
    const endpoint = await visitor.open(
      `${world.it.sandbox.aircall.url}/marketplace/install?client_id=${APPS.aircall.clientId}`,
    );
    expect(endpoint.text).toContain("Gorgias account");
    await visitor.open(`${world.it.url}/install?next=aircall&account=${account}`);
    expect(await connection()).toMatchObject({ status: "active", aircall_company_id: String(company) });
  });

  it("N1: asks for the subdomain in French where the browser wants French", async () => {
    expect((await browser("fr-FR,fr").open(`${world.it.url}/install/aircall`)).text).toContain("Compte Gorgias");
  });

  it("N2: signing in later is the same OAuth flow, and keeps what was installed", async () => {
    await joinBoth();
    const before = await connection();
    await signIn();
    expect(await connection()).toMatchObject({
      id: before?.["id"],
      status: "active",
      webhook_id: before?.["webhook_id"],
    });
  });

  it("N5: makes one webhook with an explicit list of events, also when Aircall is joined twice", async () => {
    const visitor = await joinBoth();
    await visitor.open(`${world.it.url}/oauth/aircall/start`);
    const ours = world.it.sandbox.aircall.phone.state.companies.find(({ id }) => id === company)?.webhooks ?? [];
    const { webhook_id: standing } = (await connection()) ?? {};
    expect(ours.map(({ webhookId }) => webhookId)).toEqual([standing]);
    expect(ours[0]?.events).toContain("call.ended");
    expect(ours[0]?.events).not.toContain("user.created.v2");
  });

  it("N6: disconnecting deletes the webhook, revokes and wipes the tokens, and writes nothing more", async () => {
    await joinBoth();
    const { id } = (await connection()) ?? {};
    await world.it.services.installing.disconnect(String(id), "Ada Admin");
    const { desk } = world.it.sandbox.gorgias;
    const installed = world.it.sandbox.aircall.phone.state.companies.find((each) => each.id === company);
    expect(installed?.webhooks).toEqual([]);
    expect([...desk.account(account).oauth.grants.values()].filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
    expect(await rows(CONNECTED)).toEqual([]);
    expect(await connection()).toMatchObject({ status: "deactivated", reason: "disconnected" });
  });
});

describe("a vendor who does not answer while disconnecting", () => {
  it("N6: cannot prevent it: the webhook, the secrets and the sessions are gone all the same", async () => {
    await joinBoth();
    const id = String((await connection())?.["id"]);
    const { gorgias, aircall } = world.it.sandbox;
    gorgias.faults.add({ fault: { kind: "dropped" }, path: "/oauth/revoke$" });
    aircall.faults.add({ fault: { kind: "dropped" }, method: "DELETE", path: "/v1/webhooks/" });
    await world.it.services.installing.disconnect(id, "Ada Admin");
    gorgias.faults.clear();
    aircall.faults.clear();
    expect(await rows(CONNECTED)).toEqual([]);
    expect(
      await rows(`select 1 from sessions s join connections c on c.id = s.connection_id where account = $1`),
    ).toEqual([]);
    const { webhook_key: key } = (await connection()) ?? {};
    const knock = await fetch(`${world.it.url}/webhooks/aircall/${String(key)}`, { method: "POST", body: "{}" });
    expect(knock.status).toBe(404);
  });
});

describe("install errors: a page in plain words, and nothing stored", () => {
  const nothing = async () => expect(await rows(CONNECTED)).toEqual([]);

  it("N2: a Gorgias user who is no admin", async () => {
    const visitor = browser();
    visitor.setCookie(world.it.sandbox.gorgias.url, "gorgias_simulator_user", String(userId("agent")));
    const page = await visitor.open(store());
    expect([page.status, page.text]).toEqual([403, expect.stringContaining("Only a Gorgias admin can do this")]);
    await nothing();
    expect(visitor.cookie(world.it.url, "session")).toBeUndefined();
  });

  it("N1: consent denied, on either side", async () => {
    world.it.sandbox.gorgias.desk.patchSettings({ consent: "deny" });
    expect((await browser().open(store())).text).toContain("The authorisation was declined");
    await nothing();
    world.it.sandbox.gorgias.desk.patchSettings({ consent: "approve" });
    world.it.sandbox.aircall.phone.change({ consent: "deny" });
    const visitor = await signIn();
    const page = await visitor.open(`${world.it.url}/oauth/aircall/start`);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining("declined")]);
    expect(await connection()).toMatchObject({ status: "installing" });
  });

  it("N1: a state that was used, forged, or begun by another browser", async () => {
    const visitor = await signIn();
    const callback = visitor.visited.find((url) => url.includes("/oauth/gorgias/callback")) ?? "";
    for (const [who, url] of [
      [visitor, callback],
      [visitor, callback.replace(/state=[^&]+/, "state=forged")],
    ] as const) {
      const page = await who.open(url);
      expect([page.status, page.text]).toEqual([400, expect.stringContaining("has been used or is too old")]);
    }
    const begun = plainBrowser();
    const start = await begun.fetch(`${world.it.url}/install?account=${account}`);
    const state = new URL(start.headers.get("location") ?? "").searchParams.get("state");
    const unknownCaller = await plainBrowser().open(`${world.it.url}/oauth/gorgias/callback?code=any&state=${state}`);
    expect(unknownCaller.status).toBe(400);
  });

  it("N1: a code that was used before", async () => {
    const visitor = browser();
    await signIn(visitor);
    const used = new URL(visitor.visited.find((url) => url.includes("/oauth/gorgias/callback")) ?? "").searchParams.get(
      "code",
    );
    const start = await visitor.fetch(`${world.it.url}/install?account=${account}`);
    const state = new URL(start.headers.get("location") ?? "").searchParams.get("state");
    const page = await visitor.open(`${world.it.url}/oauth/gorgias/callback?code=${used}&state=${state}`);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining("could not be completed")]);
  });

  it.each(["evil.example/", "evil.example", "acme@evil", "-acme", "acme.", "", "ac me", "a".repeat(64)])(
    "N1: the subdomain %j, which would lead elsewhere",
    async (subdomain) => {
      const page = await browser().open(`${world.it.url}/install?account=${encodeURIComponent(subdomain)}`);
      expect([page.status, page.text]).toEqual([400, expect.stringContaining("not a Gorgias account")]);
    },
  );

  it("N1: the subdomain of an account that does not exist", async () => {
    const page = await browser().open(`${world.it.url}/install?account=nobody-here`);
    expect([page.status, page.text]).toEqual([404, expect.stringContaining("Gorgias does not know this account")]);
  });

  it("N1: an Aircall company that is connected elsewhere", async () => {
    await joinBoth();
    const first = account;
    account = `${first}-other`;
    world.it.sandbox.gorgias.desk.createAccount({ account });
    const visitor = await signIn();
    const page = await visitor.open(`${world.it.url}/oauth/aircall/start`);
    expect([page.status, page.text]).toEqual([409, expect.stringContaining("connected elsewhere")]);
    expect(await connection()).toMatchObject({ status: "installing", aircall_company_id: null });
  });

  it("N5: Aircall's limit of webhooks", async () => {
    world.it.sandbox.aircall.phone.change({ webhookLimit: 1 });
    await joinBoth();
    await rows(`update connections set webhook_key = 'moved', aircall_company_id = null where account = $1`);
    const visitor = await signIn();
    const page = await visitor.open(`${world.it.url}/oauth/aircall/start`);
    world.it.sandbox.aircall.phone.change({ webhookLimit: 100 });
    expect([page.status, page.text]).toEqual([409, expect.stringContaining("limit of 100")]);
    expect(await connection()).toMatchObject({ aircall_company_id: null });
  });

  it("N2: without a session Aircall cannot be joined, and the page says so in French", async () => {
    const page = await browser("fr").open(`${world.it.url}/oauth/aircall/start`);
    expect([page.status, page.text]).toEqual([401, expect.stringContaining("Connectez-vous d’abord")]);
  });
});

describe("deactivating", () => {
  it("L7: by hand stays, also when Aircall is joined again, until it is ended by hand, and then waiting work is written", async () => {
    const visitor = await joinBoth();
    await rows(
      `update lines set selected = true where connection_id = (select id from connections where account = $1)`,
    );
    const id = String((await connection())?.["id"]);
    await world.it.services.installing.deactivate(id, "Ada Admin");
    await visitor.open(`${world.it.url}/oauth/aircall/start`);
    expect(await connection()).toMatchObject({ status: "deactivated", reason: "by_hand" });
    world.it.sandbox.aircall.phone.companies.link(company, { lines: "all" });
    await world.it.sandbox.aircall.phone.stories.answered({ company, from: "+33612345678" });
    await world.it.settle();
    expect(world.it.sandbox.gorgias.desk.account(account).tickets.all()).toHaveLength(0);
    expect(await world.it.services.installing.reactivate(id, "Ada Admin")).toBe("active");
    const changes = await rows(
      `select from_value, to_value, changed_by from setting_changes s join connections c on c.id = s.connection_id
       where account = $1 order by s.id`,
    );
    expect(changes).toEqual([
      { from_value: "active", to_value: "deactivated", changed_by: "Ada Admin" },
      { from_value: "deactivated", to_value: "active", changed_by: "Ada Admin" },
    ]);
    await world.it.settle();
    expect(world.it.sandbox.gorgias.desk.account(account).tickets.all()).toHaveLength(1);
  });

  it.each(["by_hand", "rate_limit"])("L7: for the reason %j stays when an admin signs in again", async (reason) => {
    await joinBoth();
    await rows(`update connections set status = 'deactivated', reason = '${reason}' where account = $1`);
    await signIn();
    expect(await connection()).toMatchObject({ status: "deactivated", reason });
  });
});

describe("tokens", () => {
  const joinWithLines = async () => {
    await joinBoth();
    await rows(
      `update lines set selected = true where connection_id = (select id from connections where account = $1)`,
    );
    world.it.sandbox.aircall.phone.companies.link(company, { lines: "all" });
  };

  it("N1: are refreshed ahead of their end, once, though two runs need them at the same time", async () => {
    await joinBoth();
    const { desk } = world.it.sandbox.gorgias;
    await rows(
      `update lines set selected = true where connection_id = (select id from connections where account = $1)`,
    );
    world.it.sandbox.aircall.phone.companies.link(company, { lines: "all" });
    world.it.clock.advance(86_400_000 - 300_000);
    const refreshes = () => desk.account(account).oauth.requests.filter(({ kind }) => kind === "refresh_token").length;
    const before = refreshes();
    for (const from of ["+33612345678", "+33612345679"]) {
      await world.it.sandbox.aircall.phone.stories.answered({ company, from });
    }
    await world.it.settle();
    expect(desk.account(account).tickets.all()).toHaveLength(2);
    expect(refreshes() - before).toBe(1);
  });

  it("L6: a token that is refused before its time is refreshed first, and the ticket comes", async () => {
    await joinWithLines();
    world.it.clock.advance(120_000);
    const { desk, faults } = world.it.sandbox.gorgias;
    const refreshes = () => desk.account(account).oauth.requests.filter(({ kind }) => kind === "refresh_token").length;
    faults.add({
      fault: { kind: "status", status: 401, body: { error: { msg: "Unauthorized." } } },
      path: `^/${account}/api/`,
    });
    await world.it.sandbox.aircall.phone.stories.answered({ company, from: "+33612345678" });
    await world.it.settle();
    expect(refreshes()).toBe(1);
    expect(await connection()).toMatchObject({ status: "active" });
    expect(desk.account(account).tickets.all()).toHaveLength(1);
  });

  it("L6: is refreshed once, though several runs are rejected at the same time and a refresh token works once", async () => {
    await joinWithLines();
    world.it.clock.advance(120_000);
    const { desk, faults } = world.it.sandbox.gorgias;
    desk.patchSettings({ rotateRefreshTokens: true }, account);
    const refreshes = () => desk.account(account).oauth.requests.filter(({ kind }) => kind === "refresh_token").length;
    const before = refreshes();
    faults.add({
      fault: { kind: "status", status: 401, body: { error: { msg: "Unauthorized." } } },
      path: `^/${account}/api/`,
      times: 6,
    });
    const callers = Array.from({ length: 6 }, (_, n) => `+3361234567${n}`);
    for (const from of callers) await world.it.sandbox.aircall.phone.stories.answered({ company, from });
    await world.it.settle(3_600_000);
    expect(await connection()).toMatchObject({ status: "active" });
    expect(desk.account(account).tickets.all()).toHaveLength(callers.length);
    expect(refreshes() - before).toBe(1);
  });

  it("L6: an authorisation removed in Gorgias deactivates the connection, and a new install brings it back with what waited", async () => {
    await joinWithLines();
    const { desk } = world.it.sandbox.gorgias;
    desk.uninstall(account);
    world.it.clock.advance(86_400_000);
    await world.it.sandbox.aircall.phone.stories.answered({ company, from: "+33612345678" });
    await world.it.settle();
    expect(await connection()).toMatchObject({ status: "deactivated", reason: "authorisation_removed" });
    expect(desk.account(account).tickets.all()).toHaveLength(0);
    await signIn();
    expect(await connection()).toMatchObject({ status: "active", reason: null });
    await world.it.settle(3_600_000);
    expect(desk.account(account).tickets.all()).toHaveLength(1);
  });
});
