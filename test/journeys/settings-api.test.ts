/** N7: changing settings through the admin API: every mistake at once, secrets that are never shown again, a test alert. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CardPreviewAnswer, SettingsAnswer, TestAlertAnswer } from "../../src/http/api/schemas.ts";
import { openAdmin, type AdminClient, type Ask } from "../contracts/admin-client.ts";
import { openReceiver, type AlertReceiver } from "../helpers/alert-receiver.ts";
import { freePort } from "../helpers/free-port.ts";
import { everyRow } from "../helpers/every-row.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));

interface FieldProblem {
  name: string;
  code: string;
  message: string;
}

interface Refusal {
  error: { code: string; message: string; fields?: FieldProblem[] };
}

let admin: AdminClient;
let receiver: AlertReceiver;

beforeAll(async () => {
  receiver = await openReceiver();
  admin = openAdmin({ ...world.it.services.admin, allowLoopback: true });
  await admin.server.ready();
});

beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = 200;
});

afterAll(async () => {
  await admin.server.close();
  await receiver.close();
});

async function signedInShop(): Promise<{ shop: Shop; ask: AdminClient["ask"] }> {
  const shop = await world.it.openShop();
  const { connectionId, account } = shop;
  const user = { name: "Ada Admin", email: null };
  admin.signIn({ connectionId, account, user, csrfToken: "csrf" });
  return { shop, ask: <Body>(ask: Ask) => admin.ask<Body>({ as: connectionId, ...ask }) };
}

describe("PATCH /api/settings", () => {
  const wrong = {
    sharePercent: 99,
    madeUpEmailDomain: "nowhere",
    media: "burn",
    alertUrl: "http://x.example",
    card: "off",
  };

  it("N7: reports every mistake at its field, in the reader's language, and saves nothing", async () => {
    const { ask } = await signedInShop();
    const change = { method: "PATCH", path: "/api/settings", body: wrong };
    const { status, body } = await ask<Refusal>(change);
    expect(status).toBe(400);
    expect(body.error.code).toBe("bad_value");
    expect(body.error.fields).toEqual([
      {
        name: "sharePercent",
        code: "out_of_range",
        minimum: 0,
        maximum: 90,
        message: "Enter a whole number from 0 to 90.",
      },
      {
        name: "madeUpEmailDomain",
        code: "bad_text",
        message: "Enter a domain such as aircall.io, without https:// and without @.",
      },
      {
        name: "media",
        code: "not_a_choice",
        choices: ["attach", "link", "nothing"],
        message: "Choose one of: attach, link, nothing.",
      },
      {
        name: "alertUrl",
        code: "bad_address",
        why: "not https",
        message: "Enter an address that begins with https://.",
      },
    ]);
    const french = await ask<Refusal>({ ...change, headers: { "accept-language": "fr" } });
    expect(french.body.error.fields?.map(({ message }) => message)[0]).toBe("Saisissez un nombre entier de 0 à 90.");
    const { settings, history } = (await ask<SettingsAnswer>({ path: "/api/settings" })).body;
    expect([settings.find(({ name }) => name === "card")?.value, history]).toEqual(["send", []]);
  });

  it("N7: shows of the alerts' address its host only, wherever it is shown or logged", async () => {
    const { shop, ask } = await signedInShop();
    const { origin } = new URL(receiver.url);
    const body = { alertUrl: receiver.url };
    const changed = await ask<SettingsAnswer>({ method: "PATCH", path: "/api/settings", body });
    expect(changed.body.settings.find(({ name }) => name === "alertUrl")).toMatchObject({
      value: `${origin}/…`,
      secret: true,
    });
    expect(changed.body.history).toMatchObject([{ name: "alertUrl", from: "", to: origin }]);
    const told = [changed.text, (await ask({ path: "/api/settings" })).text, (await ask({ path: "/api/audit" })).text];
    expect(told.join()).not.toContain(receiver.secret);
    const rows = (await everyRow(world.it.services.database)).filter((row) => row.includes(receiver.secret));
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set(["public.connections"]));
    // What was read may be sent back as it is.
    await ask({ method: "PATCH", path: "/api/settings", body: { alertUrl: `${origin}/…`, language: "fr" } });
    const saved = await world.it.services.admin.admin.settings.read(shop.connectionId);
    expect(saved).toMatchObject({ alertUrl: receiver.url, language: "fr" });
    await ask({ method: "PATCH", path: "/api/settings", body: { alertUrl: "" } });
    expect((await world.it.services.admin.admin.settings.read(shop.connectionId))?.alertUrl).toBe("");
  });
});

describe("POST /api/alerts/test", () => {
  const test = { method: "POST", path: "/api/alerts/test" };

  it("N7: posts a test alert to the saved address, in the connection's language, and returns the outcome", async () => {
    const { shop, ask } = await signedInShop();
    const body = { alertUrl: receiver.url, language: "fr" };
    await ask({ method: "PATCH", path: "/api/settings", body });
    const sent = await ask<TestAlertAnswer>(test);
    expect(sent.status).toBe(200);
    expect(sent.body).toMatchObject({ delivered: true, code: null, message: "The receiver accepted the test alert." });
    expect(receiver.received).toEqual([expect.stringContaining(`*${shop.account}*: Ceci est une alerte de test.`)]);
    // The console sends what it shows, and the address is saved.
    const shown = `${new URL(receiver.url).origin}/…`;
    expect((await ask<TestAlertAnswer>({ ...test, body: { alertUrl: shown } })).body.delivered).toBe(true);
  });

  it("N7: posts to an address that is not saved yet, and says why a receiver rejected it", async () => {
    const { ask } = await signedInShop();
    receiver.answer = 404;
    const headers = { "accept-language": "fr" };
    const sent = await ask<TestAlertAnswer>({ ...test, body: { alertUrl: receiver.url }, headers });
    expect(sent.body).toMatchObject({ delivered: false, code: "rejected", status: 404 });
    expect(sent.body.message).toContain("avec le statut 404");
    const gone = await ask<TestAlertAnswer>({
      ...test,
      body: { alertUrl: `http://127.0.0.1:${await freePort()}/hook` },
    });
    expect(gone.body).toMatchObject({ delivered: false, code: "unreachable", status: null });
    expect(sent.text + gone.text).not.toContain(receiver.secret);
  });

  it("N7: sends nothing where there is no address, or no allowed one", async () => {
    const { ask } = await signedInShop();
    expect((await ask(test)).body.error.code).toBe("no_address");
    const inner = await ask<Refusal>({ ...test, body: { alertUrl: "https://10.0.0.1/" } });
    expect(inner.status).toBe(400);
    expect(inner.body.error.fields).toMatchObject([{ name: "alertUrl", code: "bad_address", why: "not public" }]);
  });
});

describe("GET /api/settings/card-preview", () => {
  it("I3: shows the card with settings that are not saved, and otherwise with those that are", async () => {
    const { ask } = await signedInShop();
    await ask({ method: "PATCH", path: "/api/settings", body: { cardEmail: "hide" } });
    const path = "/api/settings/card-preview";
    const saved = (await ask<CardPreviewAnswer>({ path })).body;
    const changed = (await ask<CardPreviewAnswer>({ path: `${path}?cardEmail=show&cardForUnknown=show` })).body;
    expect(saved.known?.map(({ label }) => label)).not.toContain("E-mail");
    expect(changed.known?.map(({ label }) => label)).toContain("E-mail");
    expect([saved.unknown, changed.unknown?.length]).toEqual([null, 3]);
    expect((await ask({ path: `${path}?cardEmail=maybe` })).status).toBe(400);
  });
});
