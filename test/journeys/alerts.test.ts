/** Alerts: each kind is raised once, posted once, and resolved when its cause is gone. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sayAlert } from "../../src/domain/alerts/say-alert.ts";
import type { AlertKind } from "../../src/domain/alerts/alert.ts";
import { alertsSchema } from "../../src/http/api/alerts.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { openReceiver, type AlertReceiver } from "../helpers/alert-receiver.ts";
import type { Shop, ShopOptions } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const logged: string[] = [];
const log = createLogger("trace", { write: (line) => void logged.push(line) });
const world = useWorld(async () => ({ maintenance: true, over: { log } }));
const MINUTE_MS = 60_000;
const CALLER = "+33612345678";
let receiver: AlertReceiver;

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = 200;
  logged.length = 0;
});
afterEach(() => {
  world.it.sandbox.aircall.faults.clear();
  world.it.sandbox.gorgias.faults.clear();
});

type Kept = NonNullable<ShopOptions["settings"]>;

/** A shop after its first maintenance, without alerts. */
async function openTold(settings: Kept = {}): Promise<Shop> {
  const shop = await world.it.openShop({ settings: { alertUrl: receiver.url, ...settings } });
  await shop.settle();
  world.it.clock.advance(MINUTE_MS);
  await maintain(shop);
  expect(receiver.received).toEqual([]);
  return shop;
}

const maintain = (shop: Shop) => world.it.services.maintenance.maintain(shop.connectionId, false);
const alertsOf = (shop: Shop) => alertStore(world.it.services.database).list(shop.connectionId, 50);
const kindsOf = async (shop: Shop) =>
  (await alertsOf(shop)).map(({ kind, resolvedAt }) => [kind, resolvedAt === null ? "stands" : "over"]);
const answerAll = (shop: Shop, status: number, headers: Record<string, string> = {}) =>
  world.it.sandbox.gorgias.faults.add({
    fault: { kind: "status", status, headers },
    path: `^/${shop.account}/`,
    times: 0,
  });
const missedCall = (shop: Shop) =>
  shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });

interface Trouble {
  kind: AlertKind;
  settings?: Kept;
  make(shop: Shop): Promise<unknown>;
  repair(shop: Shop): Promise<unknown>;
}

const TROUBLES: Trouble[] = [
  {
    kind: "deactivated",
    settings: { patienceMinutes: 0 },
    async make(shop) {
      answerAll(shop, 429, { "retry-after": "20" });
      await missedCall(shop);
      await shop.settle(0);
      await world.it.services.sweep();
    },
    async repair(shop) {
      world.it.sandbox.gorgias.faults.clear();
      await world.it.services.installing.reactivate(shop.connectionId, "Ada Admin");
    },
  },
  {
    kind: "deactivation near",
    settings: { patienceMinutes: 15 },
    async make(shop) {
      answerAll(shop, 429, { "retry-after": "60" });
      await missedCall(shop);
      await shop.settle(10 * MINUTE_MS);
    },
    async repair(shop) {
      world.it.sandbox.gorgias.faults.clear();
      await shop.settle(10 * MINUTE_MS);
    },
  },
  {
    kind: "webhook off",
    async make(shop) {
      const [webhook] = companyOf(shop).webhooks;
      if (webhook) webhook.active = false;
    },
    repair: async () => undefined,
  },
  {
    kind: "webhook missing",
    async make(shop) {
      companyOf(shop).webhooks.splice(0);
      world.it.sandbox.aircall.faults.add({
        fault: { kind: "status", status: 400 },
        method: "POST",
        path: "^/v1/webhooks$",
        times: 0,
      });
    },
    repair: async () => world.it.sandbox.aircall.faults.clear(),
  },
  {
    kind: "calls unheard",
    async make(shop) {
      shop.phone.deliveries.drop(100);
      await missedCall(shop);
      shop.phone.deliveries.drop(0);
      world.it.clock.advance(10 * MINUTE_MS);
    },
    async repair(shop) {
      world.it.clock.advance(5 * MINUTE_MS);
      await shop.settle();
    },
  },
  {
    kind: "failed items",
    async make(shop) {
      noAdmins(shop, false);
      await missedCall(shop);
      await shop.settle(0);
    },
    async repair(shop) {
      noAdmins(shop, true);
      world.it.clock.advance(MINUTE_MS);
      const call = shop.phone.state.calls.all().at(-1)?.id;
      await world.it.services.replay(shop.account, `call:${call}`);
      await shop.settle();
    },
  },
  {
    kind: "waiting long",
    async make(shop) {
      answerAll(shop, 503);
      await missedCall(shop);
      await shop.settle(20 * MINUTE_MS);
    },
    async repair(shop) {
      world.it.sandbox.gorgias.faults.clear();
      await shop.settle(15 * MINUTE_MS);
    },
  },
];

function companyOf(shop: Shop) {
  const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
  if (!company) throw new Error("no company");
  return company;
}

/** Every user becomes an agent whom Aircall does not know, or comes back. */
function noAdmins(shop: Shop, active: boolean): void {
  for (const { id, role } of shop.desk.account(shop.account).users.all())
    if (role !== "bot") shop.desk.updateUser(shop.account, id, { active });
}

describe("an alert", () => {
  it.each(TROUBLES)("of the kind $kind is raised once, posted once, shown, logged, and resolved", async (trouble) => {
    const shop = await openTold(trouble.settings);
    await trouble.make(shop);
    await maintain(shop);
    expect(await kindsOf(shop)).toContainEqual([trouble.kind, "stands"]);
    const raised = (await alertsOf(shop)).find(({ kind }) => kind === trouble.kind);
    if (!raised) throw new Error("not raised");
    // Its figures are renewed while it is active, so the test finds it by its remedy.
    const { what, remedy } = sayAlert(raised, "en");
    const about = () => receiver.received.filter((text) => text.includes(` ${remedy}`));
    expect(about()).toHaveLength(1);
    expect(about()[0]).toContain(`*${shop.account}*: ${what.slice(0, 12)}`);
    expect(logged.filter((line) => line.includes(shop.connectionId) && /deactivated|alert/.test(line))).not.toEqual([]);
    await maintain(shop);
    expect(about()).toHaveLength(1);
    await trouble.repair(shop);
    await maintain(shop);
    expect((await kindsOf(shop)).filter(([kind]) => kind === trouble.kind)).toEqual([[trouble.kind, "over"]]);
    expect(about()).toHaveLength(1);
    expect(logged.join("")).not.toContain(receiver.secret);
  });

  it("is posted in the connection's language", async () => {
    const shop = await openTold({ language: "fr", patienceMinutes: 0 });
    await TROUBLES[0]?.make(shop);
    await maintain(shop);
    expect(receiver.received.join("")).toContain(
      "La connexion est désactivée\u00a0: Gorgias a refusé toutes les requêtes",
    );
  });

  it.each([500, 302, 404])(
    "is posted again later when its address answers %i, also when it is resolved by then",
    async (status) => {
      const shop = await openTold();
      const [webhook] = companyOf(shop).webhooks;
      if (webhook) webhook.active = false;
      receiver.answer = status;
      await maintain(shop);
      await maintain(shop);
      expect([receiver.received, await kindsOf(shop)]).toEqual([[], [["webhook off", "over"]]]);
      expect(logged.join("")).toContain(`the server answered ${status}`);
      expect(logged.join("")).not.toContain(receiver.secret);
      receiver.answer = 200;
      await maintain(shop);
      await maintain(shop);
      expect(receiver.received).toHaveLength(1);
    },
  );

  it("is only shown where no address is given", async () => {
    const shop = await openTold({ alertUrl: "" });
    const [webhook] = companyOf(shop).webhooks;
    if (webhook) webhook.active = false;
    await maintain(shop);
    expect([receiver.received, await kindsOf(shop)]).toEqual([[], [["webhook off", "stands"]]]);
  });

  it("about an Aircall outage hides no other alert, and resolves none", async () => {
    const shop = await openTold();
    const [webhook] = companyOf(shop).webhooks;
    if (webhook) webhook.active = false;
    await maintain(shop);
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "/v1/", times: 0 });
    noAdmins(shop, false);
    await missedCall(shop);
    await shop.settle(0);
    await maintain(shop);
    // The API key belongs to the deleted admin.
    expect((await kindsOf(shop)).toSorted()).toEqual([
      ["failed items", "stands"],
      ["gorgias keys refused", "stands"],
      ["webhook off", "stands"],
    ]);
  });
});

describe("GET /api/alerts", () => {
  it("shows active ones first, in the language of the request, and only the connection's own", async () => {
    const [shop, other] = [await openTold(), await openTold()];
    const store = alertStore(world.it.services.database);
    const at = (minutes: number) => world.it.clock.now() + minutes * MINUTE_MS;
    await store.raise(shop.connectionId, "webhook off", {}, at(0));
    await store.raise(shop.connectionId, "failed items", { count: 3 }, at(1));
    await store.raise(other.connectionId, "token dying", { since: "secret-of-theirs" }, at(2));
    await store.resolve(shop.connectionId, "failed items", at(3));
    const cookie = await signIn(shop);
    const show = async (language: string) => {
      const answer = await fetch(`${world.it.url}/api/alerts`, { headers: { cookie, "accept-language": language } });
      return alertsSchema.parse(await answer.json()).alerts;
    };
    expect((await show("en")).map(({ kind, what, resolvedAt }) => [kind, what, resolvedAt])).toEqual([
      ["webhook off", "Aircall had switched our webhook off. It is on again, and what was missed is fetched.", null],
      ["failed items", "Calls and conversations that could not be written: 3.", new Date(at(3)).toISOString()],
    ]);
    expect((await show("fr"))[1]?.what).toBe("Appels et conversations qui n’ont pas pu être écrits\u00a0: 3.");
    expect((await fetch(`${world.it.url}/api/alerts`)).status).toBe(401);
  });
});

/** The cookie of a session of this shop's admin. */
async function signIn(shop: Shop): Promise<string> {
  const sessionId = `session-of-${shop.account}`;
  const user = { name: "Ada Admin", email: null };
  const session = { sessionId, connectionId: shop.connectionId, account: shop.account, user, csrfToken: "csrf" };
  await world.it.services.installing.sessions.open(session, world.it.clock.now());
  return `session=${sessionId}`;
}
