/**
 * Every timed thing ends on the server, on each side of its edge: a cookie or a link that a thief keeps is worth
 * nothing later.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { plainBrowser, type PlainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { openWebhookReceiver, verifyWebhook, type WebhookReceiver } from "../helpers/webhook-receiver.ts";

const world = useWorld(async () => ({ install: true }));
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await openWebhookReceiver();
});
afterAll(() => receiver.close());

const post = (visitor: PlainBrowser, path: string, body: unknown) =>
  visitor.fetch(`${world.it.url}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const secretOf = ({ url }: { url: string }) => url.slice(url.indexOf("#") + 1);
const makeLink = async (connectionId: string | null) =>
  secretOf(await world.it.services.installing.makeLink(connectionId));
/** With the cookies of a browser that forgets none. */
const opens = async (visitor: PlainBrowser, path: string) => (await visitor.fetch(world.it.url + path)).status === 200;

/** Something that ends. `begin` makes it and returns whether it still works. */
interface Limited {
  rule: string;
  what: string;
  endsMs: number;
  begin(shop: InstalledShop): Promise<() => Promise<boolean>>;
}

async function linkSession(shop: InstalledShop): Promise<PlainBrowser> {
  const visitor = plainBrowser();
  await post(visitor, "/sign-in/link", { token: await makeLink(shop.connectionId) });
  return visitor;
}

/** The flow is begun without following the way back, so that its end can come later. */
async function begunFlow(shop: InstalledShop, vendor: "gorgias" | "aircall"): Promise<() => Promise<boolean>> {
  const visitor = plainBrowser();
  if (vendor === "aircall") await shop.signIn(visitor);
  const path = vendor === "gorgias" ? `/install?account=${shop.account}` : "/oauth/aircall/start";
  const begun = await visitor.fetch(world.it.url + path);
  const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";
  return async () => {
    // The vendor's answer to the question whether the person consents: a flow that has ended does not matter to it.
    const { text } = await visitor.open(`${world.it.url}/oauth/${vendor}/callback?error=access_denied&state=${state}`);
    return text.includes("The authorisation was declined");
  };
}

const signInWith = (shop: InstalledShop, key: string) =>
  post(plainBrowser(), "/sign-in/key", { account: shop.account, email: shop.desk.account(shop.account).email, key });

async function pausedKeys(shop: InstalledShop): Promise<() => Promise<boolean>> {
  for (let n = 0; n < 10; n += 1) await signInWith(shop, "wrong");
  return async () => (await signInWith(shop, shop.desk.account(shop.account).apiKey)).status === 429;
}

async function replacedSecret(shop: InstalledShop): Promise<() => Promise<boolean>> {
  const wanted = { url: receiver.url, events: ["item.failed"] };
  const { webhook, secret } = (await shop.api("/webhooks", "POST", wanted)).body as {
    webhook: { id: string };
    secret: string;
  };
  const renewed = (await shop.api(`/webhooks/${webhook.id}/secret`, "POST")).body as { secret: string };
  return async () => {
    const now = world.it.clock.now();
    await world.it.services.admin.webhooks.send(shop.connectionId, webhook.id, {
      type: "endpoint.test",
      key: `endpoint.test:${now}:${webhook.id}`,
      about: null,
      data: {},
      at: now,
    });
    await world.it.settle(0);
    const last = receiver.received.at(-1);
    expect(last && verifyWebhook(last, renewed.secret, now)).toMatchObject({ type: "endpoint.test" });
    return last !== undefined && verifyWebhook(last, secret, now) !== null;
  };
}

/** The user is no admin of Gorgias, which it tells as soon as it is asked. */
async function formerAdmin({ connectionId, account }: InstalledShop): Promise<() => Promise<boolean>> {
  const { ids, installing, clock } = world.it.services;
  const user = { id: 999_999, name: "Otto Other", email: null };
  const session = { sessionId: ids.secret(), connectionId, account, user, csrfToken: ids.secret() };
  await installing.sessions.open(session, clock());
  const visitor = plainBrowser();
  visitor.setCookie(world.it.url, "session", session.sessionId);
  return () => opens(visitor, "/api/connection");
}

const LIMITS: Limited[] = [
  {
    rule: "N2",
    what: "a session",
    endsMs: 12 * HOUR_MS,
    begin: async (shop) => {
      const visitor = plainBrowser();
      await shop.signIn(visitor);
      return () => opens(visitor, "/api/connection");
    },
  },
  {
    rule: "N2",
    what: "a session of the operator",
    endsMs: 12 * HOUR_MS,
    begin: async (shop) => {
      const visitor = await linkSession(shop);
      return () => opens(visitor, "/api/connection");
    },
  },
  {
    rule: "N2",
    what: "a one-time link to the console",
    endsMs: 15 * MINUTE_MS,
    begin: async (shop) => {
      const token = await makeLink(shop.connectionId);
      return async () => (await post(plainBrowser(), "/sign-in/link", { token })).status === 200;
    },
  },
  {
    rule: "N2",
    what: "a one-time link to the set-up page",
    endsMs: HOUR_MS,
    begin: async () => {
      const token = await makeLink(null);
      return async () => (await post(plainBrowser(), "/sign-in/link", { token })).status === 200;
    },
  },
  {
    rule: "N2",
    what: "the admission to the set-up page",
    endsMs: HOUR_MS,
    begin: async () => {
      const visitor = plainBrowser();
      await post(visitor, "/sign-in/link", { token: await makeLink(null) });
      return () => opens(visitor, "/api/set-up");
    },
  },
  { rule: "N1", what: "a flow with Gorgias", endsMs: 15 * MINUTE_MS, begin: (shop) => begunFlow(shop, "gorgias") },
  { rule: "N1", what: "a flow with Aircall", endsMs: 15 * MINUTE_MS, begin: (shop) => begunFlow(shop, "aircall") },
  {
    rule: "N8",
    what: "an API token of a day",
    endsMs: 24 * HOUR_MS,
    begin: async (shop) => {
      const created = await shop.api("/tokens", "POST", { name: "Reports", scope: "read", expiresInDays: 1 });
      const { secret } = created.body as { secret: string };
      const headers = { authorization: `Bearer ${secret}` };
      return async () => (await fetch(`${world.it.url}/api/connection`, { headers })).status === 200;
    },
  },
  { rule: "N2", what: "the pause after ten rejected keys", endsMs: 15 * MINUTE_MS, begin: pausedKeys },
  { rule: "N9", what: "the signature with a replaced secret", endsMs: 24 * HOUR_MS, begin: replacedSecret },
  { rule: "N2", what: "Gorgias' answer that a user is an admin", endsMs: 15 * MINUTE_MS, begin: formerAdmin },
];

describe("what ends", () => {
  let shop: InstalledShop;

  beforeAll(async () => {
    shop = await openInstalled(world.it);
  });
  // The time that a test lets pass ends the session of the one before it.
  beforeEach(() => shop.signIn());

  it.each(LIMITS)("$rule: $what works until $endsMs ms have passed, and not longer", async ({ endsMs, begin }) => {
    const [before, after] = [await begin(shop), await begin(shop)];
    world.it.clock.advance(endsMs - 1);
    expect(await before()).toBe(true);
    world.it.clock.advance(2);
    expect(await after()).toBe(false);
  });
});

describe("a session", () => {
  const signedIn = async (): Promise<{ shop: InstalledShop; thief: PlainBrowser }> => {
    const shop = await openInstalled(world.it, { bare: true });
    const thief = plainBrowser();
    thief.setCookie(world.it.url, "session", shop.visitor.cookie(world.it.url, "session") ?? "");
    return { shop, thief };
  };

  it("N2: ends on the server when its admin signs out, and the admin's other session goes on", async () => {
    const { shop, thief } = await signedIn();
    const other = plainBrowser();
    await shop.signIn(other);
    expect(await opens(thief, "/api/connection")).toBe(true);
    expect((await shop.api("/session", "DELETE")).status).toBe(204);
    expect([await opens(thief, "/api/connection"), await opens(other, "/api/connection")]).toEqual([false, true]);
  });

  it("N2: of the set-up page ends on the server once an account is connected", async () => {
    const visitor = plainBrowser();
    await post(visitor, "/sign-in/link", { token: await makeLink(null) });
    const thief = plainBrowser();
    thief.setCookie(world.it.url, "set_up", visitor.cookie(world.it.url, "set_up") ?? "");
    expect(await opens(thief, "/api/set-up")).toBe(true);
    const { desk } = world.it.sandbox.gorgias;
    const { phone } = world.it.sandbox.aircall;
    const { email, apiKey } = desk.createAccount({ account: "set-up-by-key" });
    const { id } = phone.companies.add({ name: "set-up-by-key" });
    phone.companies.addLine(id, { name: "Support", digits: "+33 1 70 18 00 09", country: "FR" });
    const [key] = phone.state.companies.find((company) => company.id === id)?.apiKeys ?? [];
    const aircall = { id: key?.apiId, token: key?.apiToken };
    const gorgias = { account: "set-up-by-key", email, key: apiKey };
    const typed = { gorgias, aircall, numbers: [], language: "en" };
    expect((await post(visitor, "/set-up/connect", typed)).status).toBe(201);
    expect(visitor.cookie(world.it.url, "set_up")).toBeUndefined();
    expect(await opens(thief, "/api/set-up")).toBe(false);
  });

  it("N2: is not prolonged by a list of users that is old", async () => {
    const { shop, thief } = await signedIn();
    const { database, clock } = world.it.services;
    const { users } = shop.desk.account(shop.account);
    const id = shop.userId("admin");
    const known = users.all().map((user) => ({ ...user, bot: false, createdAt: "2026-01-01" }));
    world.it.clock.advance(14 * MINUTE_MS);
    await helpDeskCache(database).rememberUsers(shop.connectionId, known as never, clock());
    shop.desk.updateUser(shop.account, id, { role: "agent" });
    world.it.clock.advance(14 * MINUTE_MS);
    expect(await opens(thief, "/api/connection")).toBe(true);
    world.it.clock.advance(2 * MINUTE_MS);
    expect(await opens(thief, "/api/connection")).toBe(false);
  });

  it("N2: of a former admin ends a minute after Gorgias answers again", async () => {
    const { shop, thief } = await signedIn();
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 503 }, path: `^/${shop.account}/`, times: 0 });
    world.it.clock.advance(16 * MINUTE_MS);
    expect(await opens(thief, "/api/connection")).toBe(true);
    shop.desk.updateUser(shop.account, shop.userId("admin"), { role: "agent" });
    faults.clear();
    world.it.clock.advance(MINUTE_MS - 1);
    expect(await opens(thief, "/api/connection")).toBe(true);
    world.it.clock.advance(1);
    expect(await opens(thief, "/api/connection")).toBe(false);
  });
});

describe("rejected keys", () => {
  it("N2: count for 15 minutes from the first one on, however late the others come", async () => {
    const shop = await openInstalled(world.it, { bare: true });
    const right = () => signInWith(shop, shop.desk.account(shop.account).apiKey);
    await signInWith(shop, "wrong");
    world.it.clock.advance(10 * MINUTE_MS);
    for (let n = 0; n < 8; n += 1) await signInWith(shop, "wrong");
    expect((await right()).status).toBe(200);
    await signInWith(shop, "wrong");
    expect((await right()).status).toBe(429);
    world.it.clock.advance(5 * MINUTE_MS);
    expect((await right()).status).toBe(200);
  });

  it("N2: do not count where Gorgias does not answer", async () => {
    const shop = await openInstalled(world.it, { bare: true });
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 503 }, path: `^/${shop.account}/`, times: 0 });
    for (let n = 0; n < 10; n += 1) expect((await signInWith(shop, "any")).status).toBe(502);
    faults.clear();
    expect((await signInWith(shop, shop.desk.account(shop.account).apiKey)).status).toBe(200);
  });
});

it("N5: a probe of PUBLIC_URL is answered for ten minutes", async () => {
  const { ids, installing, database } = world.it.services;
  const [id, answer] = [ids.secret(), ids.secret()];
  await installing.probes.ask(id, answer);
  const statusAtAge = async (seconds: number) => {
    await database.query(`update reach_probes set created_at = now() - make_interval(secs => $1)`, [seconds]);
    return (await fetch(`${world.it.url}/reach/${id}`)).status;
  };
  expect([await statusAtAge(570), await statusAtAge(601)]).toEqual([200, 404]);
});
