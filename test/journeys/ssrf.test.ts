/** Every address that comes from outside, in one table: wherever it leads, only the two vendors ever get a request. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { postJson } from "../../src/outbound/post-json.ts";
import { accountUrl } from "../../src/gorgias/vendor.ts";
import { openDecoy, type Decoy } from "../helpers/decoy.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { openReceiver } from "../helpers/alert-receiver.ts";
import { picture, receiveText } from "../helpers/texting.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

/** Hosts of the service's own requests. A followed redirect shows at the decoy. */
const asked = new Set<string>();
const watched: typeof fetch = (url, init) => {
  asked.add(new URL(String(url)).host);
  return fetch(url, init);
};
const world = useWorld(async () => ({ install: true, over: { fetch: watched } }));
let decoy: Decoy;

beforeAll(async () => {
  decoy = await openDecoy();
});
afterAll(() => decoy.close());
afterEach(() => {
  const { aircall, gorgias } = world.it.sandbox;
  aircall.faults.clear();
  gorgias.faults.clear();
  const vendors = new Set([aircall.url, gorgias.url].map((url) => new URL(url).host));
  const unknownCallers = [...asked].filter((host) => !vendors.has(host));
  if (unknownCallers.length + decoy.reached > 0) {
    throw new Error(`asked ${unknownCallers.join(", ")}; the decoy was reached ${decoy.reached} times`);
  }
});

const answer = (vendor: "aircall" | "gorgias", path: string, status: number, more: object = {}) =>
  world.it.sandbox[vendor].faults.add({ fault: { kind: "status", status, ...more }, path });

async function endedCall(shop: Shop): Promise<number> {
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  world.it.clock.advance(60_000);
  await shop.phone.calls.hangup(call);
  return call;
}

/** The shop's deliveries, with every occurrence changed, sent again. */
async function sendChanged(shop: Shop, change: (body: string) => string): Promise<void> {
  const ours = shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  const statuses = await Promise.all(ours.map(async ({ body }) => (await shop.deliver(change(body))).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
}

const uploadOf = async (shop: Shop, call: number | string) =>
  (await shop.activity(call)).writes.find(({ key }) => key.startsWith("upload:"))?.outcome;

describe("addresses of media", () => {
  const refused = () => ({ kind: "refused", reason: { code: "host_not_allowed", host: decoy.host } });

  it.each([
    ["recording", refused],
    ["asset", () => undefined],
    ["direct_link", () => undefined],
    ["call_uuid", () => undefined],
  ])("C10: the %s of a call", async (field, upload) => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call, { recording: field === "recording" });
    await sendChanged(shop, (body) =>
      body.replaceAll(String(call), "770077").replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":"${decoy.url}"`),
    );
    await shop.settle();
    expect(await uploadOf(shop, "770077")).toEqual(upload());
    expect((await shop.activity("770077")).state).toBe("done");
  });

  it("C10: a redirect of a recording", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    shop.phone.controlMedia(call, { kind: "recording", redirectTo: decoy.url });
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(await uploadOf(shop, call)).toEqual(refused());
  });

  it("C10: the fresh link that Aircall gives for one that is too old", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    await shop.phone.calls.end(call);
    const known = shop.phone.deliveries.log.findLast(({ body }) => body.includes('"recording":"http'))?.body ?? "{}";
    const { data } = JSON.parse(known) as { data: object };
    answer("aircall", `^/v1/calls/${call}$`, 200, { body: { call: { ...data, recording: decoy.url } } });
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle();
    expect(world.it.sandbox.aircall.faults.list()).toEqual([]);
    expect(await uploadOf(shop, call)).toEqual(refused());
  });

  it("M9: a file of a message, and its redirect", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "look", media: [picture()] });
    await sendChanged(shop, (body) =>
      body
        .replace(/"presigned_url":"[^"]*"/g, `"presigned_url":"${decoy.url}"`)
        .replace(/"id":"([^"]*)"/, '"id":"$1x"'),
    );
    const id = await receiveText(shop, world.it.clock, { body: "redirected", media: [picture()] });
    shop.phone.messages.controlMedia(id, { redirectTo: decoy.url });
    await shop.settle(0);
    const texts = shop.texts().flat();
    expect(texts).toHaveLength(3);
    expect(texts.filter((text) => text.includes("it could not be fetched"))).toHaveLength(2);
  });

  it("M9: the fresh links of a message's files", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "look", media: [picture()] });
    answer("aircall", "^/v1/numbers/.+/messages/", 200, { body: { media_details: [{ presigned_url: decoy.url }] } });
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle(0);
    expect(world.it.sandbox.aircall.faults.list()).toEqual([]);
    expect(shop.texts().flat()).toEqual([expect.stringContaining("it could not be fetched")]);
  });
});

describe("addresses that the vendors answer", () => {
  it.each([301, 302, 303, 307, 308])("C16: a redirect (%i) of anything that Gorgias is asked", async (status) => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    const headers = { location: `${decoy.url}/tickets/812` };
    for (const path of ["/customers$", "/tickets$", "/tickets/\\d+$", "/messages$", "/upload$", "/tags$", "/users$"]) {
      answer("gorgias", `^/${shop.account}/api(/.*)?${path}`, status, { headers, body: {} });
    }
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle(600_000);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle(600_000);
    // Of a call that goes well `/tags` and `/tickets/…` may not be asked at all.
    const left = world.it.sandbox.gorgias.faults.list().map(({ path }) => path ?? "");
    expect(left.filter((path) => !/tags|tickets.*d/.test(path))).toEqual([]);
  });

  it.each([302, 307])("L8: a redirect (%i), and the next page of whatever Aircall lists", async (status) => {
    const shop = await world.it.openShop();
    const headers = { location: decoy.url };
    answer("aircall", "^/v1/calls$", status, { headers });
    const { maintenance, clock } = world.it.services;
    const window = { from: clock() / 1000 - 3_600, to: clock() / 1000 };
    await expect(maintenance.catchUp(shop.connectionId, window)).rejects.toThrow(/the server failed/);
    answer("aircall", "^/v1/calls$", 200, { body: { calls: [], meta: { next_page_link: decoy.url } } });
    expect(await maintenance.catchUp(shop.connectionId, window)).toMatchObject({ seen: 0 });
    answer("aircall", "^/v1/webhooks$", 200, { body: { webhooks: [], meta: { next_page_link: decoy.url } } });
    await maintenance.maintain(shop.connectionId, false);
    expect(world.it.sandbox.aircall.faults.list()).toEqual([]);
  });

  it("C10: the address of a file that Gorgias has stored", async () => {
    const shop = await world.it.openShop();
    const call = await endedCall(shop);
    const stored = [{ url: decoy.url, name: "r.mp3", content_type: "audio/mpeg", size: 1 }];
    answer("gorgias", "/upload$", 201, { body: stored });
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(await uploadOf(shop, call)).toMatchObject({ kind: "attached", file: { url: decoy.url } });
  });
});

describe("addresses that visitors and admins type", () => {
  it("N1: a subdomain that is none", async () => {
    const { host, port } = decoy;
    const hostile = [host, `${host}/`, `${host}/#`, `${host}\\`, `acme@${host}`, `127.0.0.1%3a${port}`, "..", "a/../b"];
    for (const subdomain of hostile) {
      const page = await fetch(`${world.it.url}/install?account=${encodeURIComponent(subdomain)}`, {
        redirect: "manual",
      });
      expect([page.status, page.headers.get("location")], subdomain).toEqual([400, null]);
      expect(() => accountUrl("http://{account}.gorgias.com", subdomain), subdomain).toThrow(
        /is not a Gorgias subdomain/,
      );
    }
    // Not even one that the template's host could be read from.
    const repeated = await fetch(`${world.it.url}/install?account=acme&account=${host}`, { redirect: "manual" });
    expect(repeated.status).toBe(400);
  });

  it("N2: the page after signing in: a path of the service, whatever is requested", async () => {
    const { gorgias } = world.it.sandbox;
    gorgias.desk.createAccount({ account: "wanderer" });
    gorgias.desk.patchSettings({ consent: "approve" });
    for (const next of [decoy.url, `//${decoy.host}`, "\\\\evil", "/\\evil", "javascript:alert(1)"]) {
      const visitor = plainBrowser();
      await visitor.open(`${world.it.url}/install?account=wanderer&next=${encodeURIComponent(next)}`);
      expect(visitor.visited.at(-1)).toBe(`${world.it.url}/`);
      expect(visitor.visited.some((url) => url.startsWith("http://127") && url.includes(decoy.host))).toBe(false);
    }
  });

  it("N1: redirects of the OAuth endpoints themselves", async () => {
    const { gorgias } = world.it.sandbox;
    gorgias.desk.createAccount({ account: "moved" });
    for (const path of ["/oauth/token$", "/api/account$", "/api/users/0$"]) {
      answer("gorgias", path, 307, { headers: { location: decoy.url } });
      const page = await plainBrowser().open(
        `${gorgias.url}/moved/app/store/connect?client_id=${APPS.gorgias.clientId}`,
      );
      expect(page.status, path).toBeGreaterThanOrEqual(path === "/api/account$" ? 200 : 400);
      gorgias.faults.clear();
    }
  });

  it("L5: the address of alerts, and where it redirects to", async () => {
    const outside = postJson({ allowLoopback: false });
    for (const host of [decoy.host, `localhost:${decoy.port}`, `[::ffff:127.0.0.1]:${decoy.port}`, `0:${decoy.port}`]) {
      await expect(outside(`https://${host}/hook`, {}), host).rejects.toThrow(/is not public/);
      await expect(outside(`http://${host}/hook`, {}), host).rejects.toThrow(/must begin with https/);
    }
    const redirecting = await openReceiver();
    redirecting.answer = 307;
    redirecting.location = decoy.url;
    await expect(postJson({ allowLoopback: true })(redirecting.url, { text: "x" })).rejects.toThrow(/answered 307/);
    await redirecting.close();
  });
});
