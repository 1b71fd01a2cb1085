/** The admin API beside the real service: what an admin sees and changes is what the next call goes by. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import type { AdminServices } from "../../src/admin-services.ts";
import { RequestError } from "../../src/kit/request-error.ts";
import type {
  ActivityAnswer,
  ActivityDetailAnswer,
  AgentAnswer,
  AuditAnswer,
  ConnectionAnswer,
  LineAnswer,
  OverviewAnswer,
  Session,
  SettingsAnswer,
  UsageAnswer,
} from "../../src/http/api/schemas.ts";
import { openAdmin, type AdminClient, type Ask, type Refused } from "../contracts/admin-client.ts";
import { useWorld } from "../helpers/use-world.ts";
import type { Shop, ShopOptions } from "../helpers/shop.ts";

const world = useWorld(async () => ({ embedded: true }));

type Lines = { lines: LineAnswer[] };

/** Set to have a vendor not answer. */
let silent = false;
let admin: AdminClient;

beforeAll(async () => {
  const { services } = world.it;
  const { installing, database, connections, clock, replay } = services;
  const orSilence = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (silent) throw new RequestError("Aircall did not answer", { fate: "unknown" });
    return ask();
  };
  admin = openAdmin({
    admin: adminStores(database),
    connections,
    webhooks: services.admin.webhooks,
    connection: installing,
    lines: { refresh: installing.refreshLines },
    companyUsers: (connectionId) => orSilence(() => installing.companyUsers(connectionId)),
    helpDeskUsers: async (connectionId) => (await helpDeskCache(database).users(connectionId))?.users ?? [],
    replay,
    gorgiasTicketUrl: (account, ticketId) => `https://${account}.gorgias.example/app/ticket/${ticketId}`,
    clock,
    ...pick(services.admin),
  });
  await admin.server.ready();
});

afterAll(() => admin.server.close());

function pick({ postJson, publicUrl, accessOf, examine, openRecording }: AdminServices) {
  return { postJson, publicUrl, accessOf, examine, openRecording };
}

/** A shop with a signed-in admin. */
async function signedInShop(options: ShopOptions = {}): Promise<{ shop: Shop; ask: AdminClient["ask"] }> {
  const shop = await world.it.openShop(options);
  const { connectionId, account } = shop;
  const user = { name: "Ada Admin", email: "ada@example.com" };
  admin.signIn({ connectionId, account, user, csrfToken: `csrf of ${account}` });
  return { shop, ask: <Body>(ask: Ask) => admin.ask<Body>({ as: connectionId, ...ask }) };
}

/** A call that is answered and ended, worked off. */
async function takeCall(shop: Shop, from = "+33612345678"): Promise<string> {
  const { phone, company, lines, users } = shop;
  const { calls } = await phone.stories.answered({ company, line: lines.fr, from, user: users.ada });
  await shop.settle();
  return calls.map((call) => call.id).join();
}

describe("the session", () => {
  it("N2: returns who is signed in, in the browser's language, and is never cached", async () => {
    const { shop, ask } = await signedInShop();
    const { body, headers } = await ask<Session>({
      path: "/api/session",
      headers: { "accept-language": "fr-FR,en;q=0.5" },
    });
    expect(body).toEqual({
      user: { name: "Ada Admin", email: "ada@example.com" },
      account: shop.account,
      csrfToken: `csrf of ${shop.account}`,
      language: "fr",
      sandbox: null,
    });
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("N2: ends when the admin signs out", async () => {
    const { ask } = await signedInShop();
    expect((await ask({ method: "DELETE", path: "/api/session" })).status).toBe(204);
    const { status, body } = await ask({ path: "/api/session", headers: { "accept-language": "fr" } });
    expect([status, body.error.code]).toEqual([401, "signed_out"]);
    expect(body.error.message).toContain("Connectez-vous");
  });
});

describe("the connection", () => {
  it("N3: shows the steps of the install with what was done", async () => {
    const { shop, ask } = await signedInShop({ lines: [] });
    const { clock, services } = world.it;
    const joined = JSON.stringify({ name: "Ada Admin", email: "ada@example.com", at: clock.now() });
    await services.database.query(`update connections set joined_gorgias = $2::jsonb where id = $1`, [
      shop.connectionId,
      joined,
    ]);
    const { body } = await ask<ConnectionAnswer>({ path: "/api/connection" });
    expect(body).toMatchObject({ account: shop.account, status: "active", reason: null, remedy: null });
    expect(body.steps).toEqual([
      { name: "gorgias", state: "done", detail: expect.stringMatching(/^Allowed by Ada Admin \(ada@.*\), 2 Mar 2026/) },
      { name: "aircall", state: "done", detail: null },
      { name: "lines", state: "next", detail: null },
    ]);
  });

  it("L7: is deactivated and reactivated by hand, with what to do about it in the admin's language", async () => {
    const { shop, ask } = await signedInShop();
    const off = await ask<ConnectionAnswer>({
      method: "POST",
      path: "/api/connection/deactivate",
      headers: { "accept-language": "fr" },
    });
    expect(off.body).toMatchObject({
      status: "deactivated",
      reason: { code: "by_hand" },
      message: "Désactivée à la main.",
    });
    expect(off.body.remedy).toContain("réactivez-la");
    await takeCall(shop);
    expect(shop.tickets()).toEqual([]);
    const on = await ask<ConnectionAnswer>({ method: "POST", path: "/api/connection/reactivate" });
    expect(on.body).toMatchObject({ status: "active", reason: null, remedy: null });
  });

  it.each(["rate_limit", "authorisation_removed", "disconnected"])(
    "L5, L6: stays off for its own reason %j and says what to do",
    async (reason) => {
      const { shop, ask } = await signedInShop();
      await world.it.services.database.query(
        `update connections set status = 'deactivated', reason = $2, since = $3 where id = $1`,
        [shop.connectionId, reason, new Date(world.it.clock.now())],
      );
      const { body } = await ask({ method: "POST", path: "/api/connection/deactivate" });
      expect(body).toMatchObject({
        status: "deactivated",
        reason: { code: reason },
        remedy: expect.stringMatching(/^\p{Lu}.*\.$/u),
      });
      const on = await ask<Partial<Refused>>({ method: "POST", path: "/api/connection/reactivate" });
      const expected = reason === "rate_limit" ? [200, undefined] : [409, "install_again"];
      expect([on.status, on.body.error?.code]).toEqual(expected);
    },
  );

  it("N6: is ended by disconnecting, and cannot be switched on again by hand", async () => {
    const { shop, ask } = await signedInShop();
    await takeCall(shop);
    const { body } = await ask<ConnectionAnswer>({ method: "POST", path: "/api/connection/disconnect" });
    expect(body).toMatchObject({ status: "deactivated", reason: { code: "disconnected" } });
    expect(body.steps.map(({ state }) => state)).toEqual(["next", "waiting", "done"]);
    expect((await ask({ method: "POST", path: "/api/connection/reactivate" })).status).toBe(409);
    expect((await ask({ path: "/api/agents" })).body.error.code).toBe("not_joined");
    expect((await ask<Lines>({ path: "/api/lines" })).body.lines).toHaveLength(3);
    expect((await ask<ActivityAnswer>({ path: "/api/activity" })).body.items).toHaveLength(1);
  });
});

describe("lines", () => {
  it("N4, S1: chosen here count at once, and calls of the last day that were ignored are written", async () => {
    const { shop, ask } = await signedInShop({ lines: ["Support US"] });
    const ignored = await takeCall(shop);
    const { body } = await ask<Lines>({ path: "/api/lines" });
    expect(body.lines.map(({ name, selected }) => [name, selected])).toEqual([
      ["Sales UK", false],
      ["Support FR", false],
      ["Support US", true],
    ]);
    const chosen = await ask<Lines>({ method: "PUT", path: "/api/lines", body: { selected: [String(shop.lines.fr)] } });
    expect(chosen.status).toBe(200);
    expect(chosen.body.lines.find(({ name }) => name === "Support FR")?.selected).toBe(true);
    await shop.settle();
    expect((await ask<ActivityDetailAnswer>({ path: `/api/activity/call:${ignored}` })).body.result).toBe("done");
    expect(shop.ticket().externalId).toBe(`aircall-call-${ignored}`);
    await takeCall(shop, "+33612345679");
    expect(shop.tickets()).toHaveLength(2);
  });

  it("N4: may be none at all", async () => {
    const { shop, ask } = await signedInShop();
    await ask({ method: "PUT", path: "/api/lines", body: { selected: [] } });
    await takeCall(shop);
    expect(shop.tickets()).toEqual([]);
  });

  it("N4: that the company does not have are refused by name, and nothing changes", async () => {
    const { shop, ask } = await signedInShop({ lines: ["Support US"] });
    const selected = [String(shop.lines.fr), "no-line"];
    const { status, body } = await ask({ method: "PUT", path: "/api/lines", body: { selected } });
    expect([status, body.error.code]).toEqual([400, "unknown_line"]);
    expect(body.error.message).toContain("no-line");
    const lines = (await ask<Lines>({ path: "/api/lines" })).body.lines;
    expect(lines.filter((line) => line.selected)).toMatchObject([{ name: "Support US" }]);
  });
});

describe("settings", () => {
  it("N7: are shown with default, kind and what they do, in the admin's language", async () => {
    const { ask } = await signedInShop();
    const { body } = await ask<SettingsAnswer>({ path: "/api/settings", headers: { "accept-language": "fr" } });
    expect(body.history).toEqual([]);
    expect(body.settings).toContainEqual({
      name: "language",
      value: "en",
      default: "en",
      kind: "choice",
      choices: ["en", "fr"],
      about: "La langue des objets, des tags et des notes des tickets, des cartes Insight et des alertes envoyées.",
      section: "tickets",
    });
    expect(body.settings).toContainEqual(
      expect.objectContaining({ name: "sharePercent", kind: "number", minimum: 0, maximum: 90 }),
    );
  });

  it("N7: changed here are recorded and act on the next call", async () => {
    const { shop, ask } = await signedInShop();
    const changes = { language: "fr" };
    const { status, body } = await ask<SettingsAnswer>({ method: "PATCH", path: "/api/settings", body: changes });
    expect(status).toBe(200);
    const at = new Date(world.it.clock.now()).toISOString();
    const by = "Ada Admin (ada@example.com)";
    expect(body.history).toEqual([{ name: "language", from: "en", to: "fr", by, at }]);
    expect(body.settings.find(({ name }) => name === "language")?.value).toBe("fr");
    await takeCall(shop);
    expect(shop.ticket().tags).toContain("Appel entrant");
  });

  it.each([
    [{ langage: "fr" }, "unknown_setting", /langage.*language, /],
    [{ language: "de" }, "bad_value", /language must be one of: en, fr/],
    [{ sharePercent: 91 }, "bad_value", /sharePercent must be a whole number from 0 to 90/],
    [{ madeUpEmailDomain: "x@y" }, "bad_value", /madeUpEmailDomain must be a domain such as/],
    [{ language: "fr", media: null }, "bad_value", /media must be one of/],
    [[], "bad_request", /cannot be understood/],
    ["{", "bad_request", /must be JSON/],
    ['{"__proto__": {"language": "fr"}}', "bad_request", /must be JSON/],
  ])("N7: %j is refused in words that say what is allowed, and nothing changes", async (given, code, words) => {
    const { ask } = await signedInShop();
    const { status, body } = await ask({ method: "PATCH", path: "/api/settings", body: given });
    expect([status, body.error.code]).toEqual([400, code]);
    expect(body.error.message).toMatch(words);
    expect((await ask<SettingsAnswer>({ path: "/api/settings" })).body.history).toEqual([]);
  });
});

describe("agents", () => {
  const readAgents = async (ask: AdminClient["ask"]) => {
    const { body } = await ask<{ agents: AgentAnswer[] }>({ path: "/api/agents" });
    return new Map(body.agents.map((agent) => [agent.name, agent]));
  };

  it("C4: are shown with the users of Gorgias who sign for them, and joined by hand", async () => {
    const { shop, ask } = await signedInShop();
    await takeCall(shop);
    const agents = await readAgents(ask);
    expect(agents.get("Ada Admin")).toMatchObject({ how: "e-mail", helpDeskUser: { name: "Ada Admin" } });
    expect(agents.get("Nils Nomatch")).toMatchObject({ id: String(shop.users.nils), how: "none", helpDeskUser: null });
    const { users } = (await ask<{ users: { id: number; name: string | null }[] }>({ path: "/api/desk-users" })).body;
    const cleo = users.find(({ name }) => name === "Cleo Agent");
    const path = `/api/agents/${shop.users.nils}`;
    const mapped = await ask<AgentAnswer>({ method: "PUT", path, body: { helpDeskUserId: cleo?.id } });
    expect(mapped.body).toMatchObject({ how: "by hand", helpDeskUser: cleo });
    expect((await readAgents(ask)).get("Nils Nomatch")).toEqual(mapped.body);
    const { entries } = (await ask<AuditAnswer>({ path: "/api/audit?kind=agents" })).body;
    expect(entries).toMatchObject([{ subject: "Nils Nomatch", from: null, to: "Cleo Agent" }]);
    const freed = await ask<AgentAnswer>({ method: "PUT", path, body: { helpDeskUserId: null } });
    expect(freed.body).toMatchObject({ how: "none", helpDeskUser: null });
  });

  it("C4: who do not exist on either side are refused", async () => {
    const { shop, ask } = await signedInShop();
    const former =
      shop.desk
        .account(shop.account)
        .users.all()
        .find(({ role }) => role === "agent")?.id ?? 0;
    shop.desk.updateUser(shop.account, former, { active: false });
    await takeCall(shop);
    const put = async (id: string | number, helpDeskUserId: unknown) => {
      const { status, body } = await ask({ method: "PUT", path: `/api/agents/${id}`, body: { helpDeskUserId } });
      return [status, body.error.code];
    };
    expect(await put("nobody", 1)).toEqual([404, "unknown_agent"]);
    expect(await put(shop.users.nils, 123_456_789)).toEqual([400, "unknown_desk_user"]);
    expect(await put(shop.users.nils, former)).toEqual([400, "unknown_desk_user"]);
    const { users } = (await ask<{ users: { id: number }[] }>({ path: "/api/desk-users" })).body;
    expect(users.map(({ id }) => id)).not.toContain(former);
    expect(await put(shop.users.nils, "1")).toEqual([400, "bad_request"]);
    expect(await put(shop.users.nils, undefined)).toEqual([400, "bad_request"]);
  });

  it("are not there while a vendor does not answer, and the answer says so", async () => {
    const { ask } = await signedInShop();
    silent = true;
    const { status, body } = await ask({ path: "/api/agents" }).finally(() => (silent = false));
    expect([status, body.error.code]).toEqual([502, "vendor_silent"]);
  });
});

describe("the activity", () => {
  it("shows a call with its customer, ticket, deliveries, writes and requests", async () => {
    const { shop, ask } = await signedInShop();
    const callId = await takeCall(shop);
    const { body } = await ask<ActivityAnswer>({ path: "/api/activity?query=06%2012%2034%2056%2078" });
    const ticketId = shop.ticket().id;
    expect(body.nextCursor).toBeNull();
    expect(body.items).toEqual([
      expect.objectContaining({
        id: `call:${callId}`,
        kind: "call",
        result: "done",
        direction: "inbound",
        line: "Support FR",
        timeZone: "Europe/Paris",
        caller: "+33612345678",
        customerName: shop.ticket().customer.name,
        ticketId,
        ticketUrl: `https://${shop.account}.gorgias.example/app/ticket/${ticketId}`,
        requests: shop.requests().length,
      }),
    ]);
    const detail = (await ask<ActivityDetailAnswer>({ path: `/api/activity/call:${callId}` })).body;
    expect([detail]).toMatchObject(body.items);
    expect(detail.received).toHaveLength(detail.deliveries);
    expect(detail.received[0]).toMatchObject({
      event: "call.created",
      outcome: { code: "read" },
      message: "understood",
    });
    expect(detail.match).toMatchObject({ customerId: shop.ticket().customer.id, how: "created", others: [] });
    expect(detail.writes.map(({ kind }) => kind)).toContain("ticket");
    expect(detail.plan).toMatchObject({ kind: "ticket", subject: shop.ticket().subject });
  });

  it.each(["call:999", "call:", "text:%2B33600000000", "text:", "ticket:1", "1", "call:%00", "card:1"])(
    "has nothing at %s",
    async (id) => {
      const { ask } = await signedInShop();
      for (const [method, path] of [
        ["GET", `/api/activity/${id}`],
        ["POST", `/api/activity/${id}/replay`],
      ] as const) {
        const { status, body } = await ask({ method, path });
        expect([status, body.error.code]).toEqual([404, "not_found"]);
      }
    },
  );

  it.each([
    ["cursor=x", "bad_cursor"],
    ["kind=fax", "bad_request"],
    ["result=maybe", "bad_request"],
    ["limit=5", "bad_request"],
    [`query=${"x".repeat(201)}`, "bad_request"],
  ])("refuses ?%s", async (search, code) => {
    const { ask } = await signedInShop();
    const { status, body } = await ask({ path: `/api/activity?${search}` });
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it("C15: replay does what is missing once more and doubles nothing", async () => {
    const { shop, ask } = await signedInShop();
    const callId = await takeCall(shop);
    const before = shop.ticket();
    const { status, body } = await ask<ActivityDetailAnswer>({
      method: "POST",
      path: `/api/activity/call:${callId}/replay`,
      headers: { "content-type": "application/json" },
    });
    expect([status, body.id]).toEqual([202, `call:${callId}`]);
    await shop.settle();
    expect(shop.ticket()).toEqual(before);
  });
});

describe("the figures", () => {
  it("show today's calls, this week's, and what was used of which limit", async () => {
    const { shop, ask } = await signedInShop();
    expect((await ask({ path: "/api/budget" })).body).toMatchObject({ limit: null, used: null, waiting: 0, spent: [] });
    expect((await ask<OverviewAnswer>({ path: "/api/overview" })).body.today.timeToTicket).toBeNull();
    await takeCall(shop);
    const overview = (await ask<OverviewAnswer>({ path: "/api/overview" })).body;
    const requests = shop.requests().length;
    const figures = { inbound: 1, answered: 1, missed: 0, answeredRate: 1, tickets: 1, requests };
    expect(overview.today).toMatchObject(figures);
    expect(overview.week).toMatchObject(figures);
    expect(overview.today.timeToTicket?.p95).toBeGreaterThanOrEqual(0);
    expect(overview.hours.filter(({ answered }) => answered === 1)).toHaveLength(1);
    expect(overview).toMatchObject({ failed: 0, waiting: 0, latest: [{ outcome: "answered" }] });
    const usage = (await ask<UsageAnswer>({ path: "/api/budget" })).body;
    expect(usage).toMatchObject({ ...overview.usage, waiting: 0, oldestWaiting: null });
    expect(usage.limit).toBeGreaterThan(0);
    const { spent } = usage;
    expect(spent.map(({ kind }) => kind)).toContain("ticket");
    expect(spent.reduce((sum, kind) => sum + kind.requests, 0)).toBe(requests);
  });
});
