/** N3, N6: what the connection's page shows of both sides, and alerts that end when their cause does. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  AlertsAnswer,
  AuditAnswer,
  ConnectionDetailsAnswer,
  ConnectionFindingsAnswer,
  LineAnswer,
} from "../../src/http/api/schemas.ts";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { customerFeed } from "../../src/storage/connection/customer-feed.ts";
import { openAdmin, type AdminClient, type Ask } from "../contracts/admin-client.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));

let admin: AdminClient;

beforeAll(async () => {
  admin = openAdmin(world.it.services.admin);
  await admin.server.ready();
});

afterAll(() => admin.server.close());

async function signedInShop(): Promise<{ shop: Shop; ask: AdminClient["ask"] }> {
  const shop = await world.it.openShop();
  const { connectionId, account } = shop;
  admin.signIn({ connectionId, account, user: { name: "Ada Admin", email: null }, csrfToken: "csrf" });
  return { shop, ask: <Body>(ask: Ask) => admin.ask<Body>({ as: connectionId, ...ask }) };
}

describe("the connection's details", () => {
  it("N3: have the access of each side, the webhook, and the latest delivery and ticket once there is one", async () => {
    const { shop, ask } = await signedInShop();
    const path = "/api/connection/details";
    const before = (await ask<ConnectionDetailsAnswer>({ path })).body;
    expect(before).toMatchObject({
      gorgias: { access: "keys", scopes: null },
      aircall: { access: "keys", scopes: null },
      webhook: "on",
      lastDelivery: null,
      latestTicket: null,
    });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const after = (await ask<ConnectionDetailsAnswer>({ path })).body;
    expect(after.lastDelivery).toMatchObject({ event: "call.answered" });
    expect(after.latestTicket).toMatchObject({ id: `call:${call}`, ticketId: shop.ticket().id });
  });

  it("C1: say that changes of customers are followed with a key, that Gorgias refused, and when they were last read", async () => {
    const { shop, ask } = await signedInShop();
    const changes = async () =>
      (await ask<ConnectionDetailsAnswer>({ path: "/api/connection/details" })).body.customerChanges;
    const feed = customerFeed(world.it.services.database);
    const now = world.it.clock.now();
    expect((await changes()).state).toBe("followed");
    await feed.read(shop.connectionId, now, now);
    expect(await changes()).toEqual({ state: "followed", readAt: new Date(now).toISOString() });
    await feed.refused(shop.connectionId, now);
    expect((await changes()).state).toBe("refused");
  });

  it("N6: have no access of a side after a disconnect", async () => {
    const { ask } = await signedInShop();
    await ask({ method: "POST", path: "/api/connection/disconnect" });
    const { body } = await ask<ConnectionDetailsAnswer>({ path: "/api/connection/details" });
    expect(body).toMatchObject({ gorgias: { access: null }, aircall: { access: null }, webhook: "none" });
  });
});

describe("the connection's checks", () => {
  it("N3: show what works and what does not in the reader's language, with the vendor's own words", async () => {
    const { shop, ask } = await signedInShop();
    const path = "/api/connection/findings";
    const well = (await ask<ConnectionFindingsAnswer>({ path })).body;
    expect(well.company).not.toBeNull();
    expect(well.findings.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
    expect(well.findings.map(({ code }) => code)).toContain("webhook_ok");
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "/v1/numbers", times: 0 });
    await ask({ method: "PUT", path: "/api/lines", body: { selected: [] } });
    const ill = await ask<ConnectionFindingsAnswer>({ path, headers: { "accept-language": "fr" } });
    world.it.sandbox.aircall.faults.clear();
    const found = ill.body.findings.find(({ code }) => code === "aircall_unreachable");
    expect(found).toMatchObject({ verdict: "wrong", what: "Aircall n’a pas pu être vérifié." });
    expect(found?.detail).toMatch(/500/);
    expect(ill.text).not.toContain(shop.webhookUrl.split("/").at(-1));
  });
});

describe("an alert", () => {
  it("N7: ends when an admin fixes its cause, not at the next look", async () => {
    const { shop, ask } = await signedInShop();
    const alerts = alertStore(world.it.services.database);
    const active = async () =>
      (await ask<AlertsAnswer>({ path: "/api/alerts" })).body.alerts.flatMap(({ kind, resolvedAt }) =>
        resolvedAt === null ? [kind] : [],
      );
    await ask({ method: "POST", path: "/api/connection/deactivate" });
    await alerts.raise(shop.connectionId, "deactivated", { reason: "by_hand" }, world.it.clock.now());
    await alerts.raise(shop.connectionId, "no line selected", {}, world.it.clock.now());
    expect(await active()).toHaveLength(2);
    await ask({ method: "POST", path: "/api/connection/reactivate" });
    expect(await active()).toEqual(["no line selected"]);
    const { lines } = (await ask<{ lines: LineAnswer[] }>({ path: "/api/lines" })).body;
    await ask({ method: "PUT", path: "/api/lines", body: { selected: [] } });
    expect(await active()).toEqual(["no line selected"]);
    await ask({ method: "PUT", path: "/api/lines", body: { selected: lines.map(({ id }) => id) } });
    expect(await active()).toEqual([]);
  });
});

describe("GET /api/audit", () => {
  it("N7: is filtered by kind and person, and names agents and those who made changes", async () => {
    const { ask } = await signedInShop();
    await ask({ method: "PATCH", path: "/api/settings", body: { language: "fr" } });
    await ask({ method: "PUT", path: "/api/lines", body: { selected: [] } });
    const list = async (query: string) => (await ask<AuditAnswer>({ path: `/api/audit${query}` })).body;
    const actions = (answer: AuditAnswer) => [...new Set(answer.entries.map(({ action }) => action))];
    expect(actions(await list("?kind=settings"))).toEqual(["setting_changed"]);
    expect(actions(await list("?kind=numbers&by=Ada+Admin"))).toEqual(["line_deselected"]);
    expect(actions(await list("?kind=numbers&byKind=operator"))).toEqual([]);
    expect(actions(await list("?until=2001-01-01T00:00:00Z"))).toEqual([]);
    expect(actions(await list("?since=2101-01-01T00:00:00Z"))).toEqual([]);
    expect((await ask({ path: "/api/audit?cursor=x" })).body.error.code).toBe("bad_cursor");
    expect((await list("")).people).toContainEqual({ byKind: "admin", by: "Ada Admin" });
    expect((await ask({ path: "/api/audit?kind=everything" })).status).toBe(400);
  });
});
